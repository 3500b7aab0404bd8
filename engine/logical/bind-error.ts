/** DuckDB's binder errors as diagnostics that speak of what the user typed, not of generated SQL. */
import type { Diagnostic } from '../contract/diagnostic.ts';
import type { Span } from '../contract/expression.ts';
import type { NodeId } from '../contract/ids.ts';
import { nameHint } from '../document/near-names.ts';
import type { SqlText } from '../sql/writer.ts';
import { locateSql } from '../sql/writer.ts';
import type { DescribeAnswer } from '../contract/describe.ts';

export type DescribeFailure = Extract<DescribeAnswer, { readonly ok: false }>;

export interface BindErrorContext {
  /** The statement that failed. */
  readonly statement: SqlText;
  readonly node: NodeId | undefined;
  /** Where to point when DuckDB gives no position, or one in text that nobody typed. */
  readonly span: Span | undefined;
  /** Names that the expression could have meant. */
  readonly columns: readonly string[];
}

export function bindDiagnostic(failure: DescribeFailure, context: BindErrorContext): Diagnostic {
  const { code, message, hint } = explain(failure, context.columns);
  const { statement } = context;
  const offset = textOffset(statement.sql, failure);
  const found =
    offset === undefined ? undefined : locateSql(statement.marks, statement.sql, offset);
  const span = found?.span ?? context.span;
  const node = found?.node ?? context.node;
  return {
    severity: 'error',
    code,
    message,
    ...(hint === undefined ? {} : { hint }),
    ...(node === undefined ? {} : { node }),
    ...(span === undefined ? {} : { param: span.param, start: span.start, end: span.end }),
  };
}

/** DuckDB's parser counts code points, its binder counts bytes of UTF-8. */
function textOffset(sql: string, { position, type }: DescribeFailure): number | undefined {
  if (position === undefined) return undefined;
  const size = type === 'Parser' ? (): number => 1 : utf8Length;
  let count = 0;
  let offset = 0;
  for (const character of sql) {
    if (count >= position) break;
    count += size(character);
    offset += character.length;
  }
  return offset;
}

function utf8Length(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}

interface Explanation {
  readonly code: string;
  readonly message: string;
  readonly hint?: string | undefined;
}

function explain(failure: DescribeFailure, columns: readonly string[]): Explanation {
  const { info, type } = failure;
  const name = info['name'] ?? '';
  const [first = failure.message] = failure.message.split('\n');
  const subtype = info['error_subtype'];
  if (subtype === 'COLUMN_NOT_FOUND') return unknownColumn(name, columns);
  const table = /^Referenced table "(.*)" not found/.exec(first);
  if (table !== null) return unknownColumn(table[1] ?? '', columns);
  const member = /^\w+(?: list)? "(.*)" does not have a column named "(.*)"/.exec(first);
  if (member !== null) return unknownColumn(member[2] ?? '', columns);
  if (subtype === 'MISSING_ENTRY') return missingEntry(info['type'] ?? '', name, info);
  if (subtype === 'NO_MATCHING_FUNCTION') return wrongArguments(failure);
  if (/^(Max expression depth limit|Memory exhausted)/.test(first)) {
    return {
      code: 'bad-expression',
      message: 'This is nested too deeply for DuckDB.',
      hint: 'Work out parts of it in columns of their own; many comparisons of one column are an IN list.',
    };
  }
  if (type === 'Parser') {
    return { code: 'syntax-error', message: `DuckDB cannot read this: ${sentence(first)}` };
  }
  if (type === 'Conversion' || /^Cannot (compare|combine|mix)/.test(first)) {
    const hint = 'Cast one side to the type of the other.';
    return { code: 'type-mismatch', message: sentence(first), hint };
  }
  if (/(must appear in the GROUP BY|cannot contain aggregates)/.test(first)) {
    return {
      code: 'bad-expression',
      message: 'An aggregate cannot stand here: this is worked out row by row.',
      hint: 'Use a group-by or a window step to aggregate.',
    };
  }
  if (/cannot contain window functions/.test(first)) {
    return { code: 'bad-expression', message: 'A window function cannot stand here.' };
  }
  return { code: 'bad-expression', message: sentence(first) };
}

export function unknownColumn(name: string, columns: readonly string[]): Explanation {
  return {
    code: 'unknown-column',
    message: `There is no column "${name}".`,
    hint: nameHint(name, columns),
  };
}

const MISSING: readonly (readonly [pattern: RegExp, code: string, noun: string])[] = [
  [/function/i, 'unknown-function', 'function'],
  [/table/i, 'unknown-table', 'table'],
  [/type/i, 'unknown-type', 'type'],
];

function missingEntry(
  kind: string,
  name: string,
  info: Readonly<Record<string, string>>,
): Explanation {
  const [, code = 'bad-expression', noun = kind.toLowerCase()] =
    MISSING.find(([pattern]) => pattern.test(kind)) ?? [];
  const candidates = (info['candidates'] ?? '').split(',').filter((word) => /^\w+$/.test(word));
  // DuckDB always offers something: only a near spelling helps.
  const near = nameHint(name, candidates);
  return {
    code,
    message: `There is no ${noun} "${name}".`,
    hint: near?.startsWith('Did you mean') ? near : undefined,
  };
}

/** `info.call` is `upper(VARCHAR, VARCHAR)`; each candidate `upper(VARCHAR) -> VARCHAR`. */
function wrongArguments(failure: DescribeFailure): Explanation {
  const call = failure.info['call'] ?? '';
  const name = failure.info['name'] ?? '';
  const given = call.slice(call.indexOf('(')).replaceAll('STRING_LITERAL', 'VARCHAR');
  const candidates = failure.message
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.startsWith(`${name}(`));
  const shown = candidates.slice(0, 4).join('; ');
  const more = candidates.length > 4 ? `; and ${candidates.length - 4} more` : '';
  return {
    code: 'type-mismatch',
    message: /^\w+$/.test(name)
      ? `${name} does not take ${given}.`
      : `"${name}" does not work on ${given}.`,
    ...(candidates.length === 0 || !/^\w+$/.test(name)
      ? { hint: 'Cast one side to the type of the other.' }
      : { hint: `It takes ${shown}${more}.` }),
  };
}

/** Without the names that generated SQL gives to join inputs and helper columns. */
function sentence(text: string): string {
  const clean = text
    .replaceAll(/\b[lr]\.(?=["\w])/g, '')
    .replace(/ when casting from source column __\w+$/, '')
    .trim();
  const capital = clean.charAt(0).toUpperCase() + clean.slice(1);
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
}
