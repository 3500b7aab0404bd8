/** What an expression needs beyond DuckDB's core: extensions, and functions outside the catalogue. */
import type { Expression } from '../../contract/expression.ts';
import { callsIn, someExpression } from '../analyse/traverse.ts';
import type { Token } from '../parse/lex.ts';
import { lex } from '../parse/lex.ts';
import { findFunction } from './catalogue.ts';

export type Extension = 'json' | 'icu';

export interface Requirement {
  readonly extension: Extension;
  /** Function, operator or clause that needs it. */
  readonly function: string;
}

/** Functions of an extension that the catalogue does not list. */
const OTHER_FUNCTIONS: readonly (readonly [Extension, RegExp])[] = [
  [
    'json',
    /^(json(_\w+)?|to_json|from_json(_strict)?|array_to_json|row_to_json|read_(nd)?json\w*)$/,
  ],
  ['icu', /^(icu_\w+|timezone|to_timestamptz|make_timestamptz|pg_timezone_names)$/],
];

/** Collations in DuckDB's core. */
const CORE_COLLATIONS = /^(binary|c|posix|nocase|noaccent|nfc)$/;

const extensionOf = (name: string): Extension | undefined =>
  findFunction(name)?.requires ?? OTHER_FUNCTIONS.find(([, pattern]) => pattern.test(name))?.[0];

/**
 * Functions, operators and clauses that need an extension, each once. In the browser an extension
 * that is not served would hang or end the DuckDB instance, so such a step is refused before.
 *
 * `date_trunc` and the like over TIMESTAMP WITH TIME ZONE need icu as well: only the binder knows
 * the types, so a cast to that type, or a literal of it, counts.
 */
export function requiresExtension(expression: Expression): readonly Requirement[] {
  const found = new Map<string, Requirement>();
  const add = (extension: Extension | undefined, name: string): void => {
    if (extension !== undefined) found.set(name, { extension, function: name });
  };
  for (const call of callsIn(expression)) {
    const [zone, time] = call.args;
    const isTimezone = call.name === 'timezone' && zone !== undefined && time !== undefined;
    add(extensionOf(call.name), isTimezone ? 'AT TIME ZONE' : call.name);
  }
  someExpression(expression, (each) => {
    if (each.kind === 'binary' && (each.op === '->' || each.op === '->>')) add('json', each.op);
    if (each.kind === 'cast' || each.kind === 'literal') addType(each.type, add);
    if (each.kind === 'opaque') addOpaque(each.text, add);
    return false;
  });
  return [...found.values()];
}

function addType(type: string, add: (extension: Extension, name: string) => void): void {
  if (/\bjson\b/i.test(type)) add('json', 'JSON');
  if (/\btimestamp(tz|\s+with\s+time\s+zone)\b/i.test(type)) add('icu', 'TIMESTAMP WITH TIME ZONE');
}

/** Opaque text is judged by its tokens. */
function addOpaque(
  text: string,
  add: (extension: Extension | undefined, name: string) => void,
): void {
  const lexed = lex(text);
  const tokens: readonly Token[] = lexed.ok ? lexed.tokens : [];
  tokens.forEach((token, i) => {
    const next = tokens[i + 1];
    if (token.kind === 'operator' && /^->>?$/.test(token.text)) {
      // A lambda's arrow has a name before it, JSON's may have too: only `->>` is certain.
      const before = tokens[i - 1]?.kind;
      if (token.text === '->>' || before === 'string') add('json', token.text);
    }
    if (token.kind !== 'word') return;
    if (next?.text === '(') add(extensionOf(token.value), token.value);
    if (token.value === 'at' && next?.value === 'time') add('icu', 'AT TIME ZONE');
    if (token.value === 'timestamptz') add('icu', 'TIMESTAMP WITH TIME ZONE');
    if (token.value === 'json') add('json', 'JSON');
    if (token.value === 'collate' && next !== undefined) {
      if (!CORE_COLLATIONS.test(next.value.toLowerCase())) add('icu', 'COLLATE');
    }
  });
}

/** Names of functions outside the catalogue: DuckDB runs them here, other targets refuse them. */
export function unknownFunctions(expression: Expression): readonly string[] {
  const names = callsIn(expression).map((call) => call.name);
  return [...new Set(names)].filter((name) => findFunction(name) === undefined);
}
