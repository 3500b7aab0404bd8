/** Constants that can bound a column: in a type whose order is the column's own. */
import type { Expression, Literal } from '../contract/expression.ts';
import type { ColumnType } from '../contract/schema.ts';
import { INTEGER_TYPES } from '../contract/schema.ts';

const INTEGERS: ReadonlySet<string> = new Set(INTEGER_TYPES);

const INTEGER_TEXT = /^-?\d+$/;
const DECIMAL_TEXT = /^-?(\d+(\.\d*)?|\.\d+)$/;
const DATE_TEXT = /^\d{4}-\d{2}-\d{2}$/;
const TIMESTAMP_TEXT = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(\.\d{1,6})?$/;

/**
 * The expression as a bound of a column of that type: a number for exact numbers and DOUBLE, a text
 * for VARCHAR, `YYYY-MM-DD` for DATE, `YYYY-MM-DD HH:MM:SS[.ffffff]` for TIMESTAMP. Undefined for
 * what is no constant, or where the comparison would cast the column or round.
 */
export function boundValue(expression: Expression, column: ColumnType): Literal | undefined {
  const literal = asLiteral(expression);
  if (literal === undefined || literal.value === null) return undefined;
  const { value } = literal;
  const type = literal.type.toUpperCase();
  const numeric = INTEGERS.has(type) || type.startsWith('DECIMAL');
  if (column.kind === 'decimal') return numeric && DECIMAL_TEXT.test(value) ? literal : undefined;
  if (column.kind !== 'scalar') return undefined;
  const as = (test: boolean): Literal | undefined =>
    test ? { kind: 'literal', type: column.name, value } : undefined;
  if (INTEGERS.has(column.name)) {
    return numeric && DECIMAL_TEXT.test(value) ? literal : undefined;
  }
  switch (column.name) {
    // FLOAT is left out: DuckDB compares it as FLOAT, statistics as DOUBLE.
    case 'DOUBLE':
      return (numeric && DECIMAL_TEXT.test(value)) ||
        (type === 'DOUBLE' && Number.isFinite(Number(value)))
        ? { kind: 'literal', type: 'DOUBLE', value: String(Number(value)) }
        : undefined;
    case 'VARCHAR':
      return as(type === 'VARCHAR');
    case 'DATE':
      return as((type === 'VARCHAR' || type === 'DATE') && DATE_TEXT.test(value));
    case 'TIMESTAMP':
      if (
        (type === 'VARCHAR' || type === 'DATE' || type === 'TIMESTAMP') &&
        DATE_TEXT.test(value)
      ) {
        return { kind: 'literal', type: 'TIMESTAMP', value: `${value} 00:00:00` };
      }
      return as((type === 'VARCHAR' || type === 'TIMESTAMP') && TIMESTAMP_TEXT.test(value));
    default:
      return undefined;
  }
}

/** A literal, a negated number, or a text cast to a date or time. */
function asLiteral(expression: Expression): Literal | undefined {
  if (expression.kind === 'literal') return expression;
  if (expression.kind === 'unary' && expression.op === '-') {
    const { operand } = expression;
    if (operand.kind !== 'literal' || operand.value === null) return undefined;
    return DECIMAL_TEXT.test(operand.value) && !operand.value.startsWith('-')
      ? { ...operand, value: `-${operand.value}` }
      : undefined;
  }
  if (expression.kind === 'cast' && expression.operand.kind === 'literal') {
    const { operand } = expression;
    const type = expression.type.toUpperCase();
    const isTime = type === 'DATE' || type === 'TIMESTAMP';
    if (!isTime || operand.type !== 'VARCHAR') return undefined;
    // A timestamp text cast to DATE loses its time: only texts that are dates already.
    if (type === 'DATE' && !DATE_TEXT.test(operand.value ?? '')) return undefined;
    return { kind: 'literal', type, value: operand.value };
  }
  return undefined;
}

/** Orders two bounds of one column, in the column's order. */
export function compareBounds(a: Literal, b: Literal): number {
  const left = a.value ?? '';
  const right = b.value ?? '';
  if (DECIMAL_TEXT.test(left) && DECIMAL_TEXT.test(right) && a.type !== 'VARCHAR') {
    return INTEGER_TEXT.test(left) && INTEGER_TEXT.test(right)
      ? Number(BigInt(left) > BigInt(right)) - Number(BigInt(left) < BigInt(right))
      : compareDecimals(left, right);
  }
  if (a.type === 'DOUBLE') return Number(left) - Number(right);
  return compareText(left, right);
}

/** Exact: as integers of a common scale. */
function compareDecimals(a: string, b: string): number {
  const fraction = (text: string): string => text.split('.')[1] ?? '';
  const scale = Math.max(fraction(a).length, fraction(b).length);
  const scaled = (text: string): bigint => {
    const [whole = '', part = ''] = text.replace('-', '').split('.');
    const size = BigInt(`${whole}${part.padEnd(scale, '0')}` || '0');
    return text.startsWith('-') ? -size : size;
  };
  const [x, y] = [scaled(a), scaled(b)];
  return x < y ? -1 : x > y ? 1 : 0;
}

/** By code point, which is the order of UTF-8 bytes and of DuckDB's binary collation. */
function compareText(a: string, b: string): number {
  const left = Array.from(a, (character) => character.codePointAt(0) ?? 0);
  const right = Array.from(b, (character) => character.codePointAt(0) ?? 0);
  for (let i = 0; i < Math.min(left.length, right.length); i += 1) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
