/** What an expression needs beyond DuckDB's core: extensions, and functions outside the catalogue. */
import type { Expression } from '../../contract/expression.ts';
import { callsIn, someExpression } from '../analyse/traverse.ts';
import type { Token } from '../parse/lex.ts';
import { lex } from '../parse/lex.ts';
import { findFunction } from './catalogue.ts';

export type Extension = 'json' | 'icu' | 'parquet';

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
  ['icu', /^(icu_\w+|make_timestamptz|pg_timezone_names|current_time|get_current_time)$/],
  ['icu', /^(current_)?localtime(stamp)?$/],
  // Also where sessions have it: what a query may read are its steps, not files.
  ['parquet', /^(read_parquet|parquet_\w+)$/],
];

/** Collations in DuckDB's core. */
const CORE_COLLATIONS = /^(binary|c|posix|nocase|noaccent|nfc)$/;

const ZONED_TYPE = /\btimestamp(tz|\s+with\s+time\s+zone)\b/i;
const ZONED_FUNCTIONS = /^(now|get_current_timestamp|transaction_timestamp|current_timestamp)$/;

const extensionOf = (name: string): Extension | undefined =>
  findFunction(name)?.requires ?? OTHER_FUNCTIONS.find(([, pattern]) => pattern.test(name))?.[0];

type Add = (extension: Extension | undefined, name: string) => void;

/** DuckDB type text of a column, where it is known. */
export type ColumnTypeText = (name: string) => string | undefined;

/**
 * Functions, operators and clauses that need an extension, each once. In the browser an extension
 * that is not served hangs the DuckDB instance, in the binder already (`year(now())` and
 * `x::JSON` do in 1.32.0, whatever the settings), so such a step is refused before it is bound.
 *
 * Functions of date and time need icu over TIMESTAMP WITH TIME ZONE; for columns this is seen only
 * where `columnType` tells their types.
 */
export function requiresExtension(
  expression: Expression,
  columnType: ColumnTypeText = () => undefined,
): readonly Requirement[] {
  const found = new Map<string, Requirement>();
  const add: Add = (extension, name) => {
    if (extension !== undefined) found.set(name, { extension, function: name });
  };
  for (const call of callsIn(expression)) {
    add(extensionOf(call.name), call.name === 'timezone' ? 'AT TIME ZONE' : call.name);
    const isTime = findFunction(call.name)?.family === 'date-time';
    if (isTime && call.args.some((each) => isZoned(each, columnType))) add('icu', call.name);
  }
  someExpression(expression, (each) => {
    if (each.kind === 'binary' && (each.op === '->' || each.op === '->>')) add('json', each.op);
    if ((each.kind === 'cast' || each.kind === 'literal') && /\bjson\b/i.test(each.type)) {
      add('json', 'JSON');
    }
    if (each.kind === 'opaque') addOpaque(each.text, add);
    return false;
  });
  return [...found.values()];
}

/** Whether a TIMESTAMP WITH TIME ZONE is in the expression. */
const isZoned = (expression: Expression, columnType: ColumnTypeText): boolean =>
  someExpression(expression, (each) => {
    switch (each.kind) {
      case 'cast':
      case 'literal':
        return ZONED_TYPE.test(each.type);
      case 'call':
        return ZONED_FUNCTIONS.test(each.name);
      case 'column':
        return ZONED_TYPE.test(columnType(each.name) ?? '');
      default:
        return false;
    }
  });

/** Opaque text is judged by its tokens. */
function addOpaque(text: string, add: Add): void {
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
