/** Operators: arithmetic in the result's type, comparisons in the common one. */
import type { Binary, Unary } from '../../contract/expression.ts';
import type { SparkBinaryOperator } from '../expression.ts';
import { sx } from '../expression.ts';
import { refuse } from '../refusal.ts';
import type { SparkType } from '../types.ts';
import { is, isFloating, isIntegral, isNumber, sameType, simple, typeText } from '../types.ts';
import type { Typed } from './typed.ts';
import { as, literalOf, typed, unified } from './typed.ts';

const COMPARISONS: Readonly<Record<string, SparkBinaryOperator>> = {
  '=': '=',
  '<>': '<>',
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
  'is not distinct from': '<=>',
};

const BOOLEAN = simple('BOOLEAN');
const DOUBLE = simple('DOUBLE');

export function translateBinary(
  { op }: Binary,
  left: Typed,
  right: Typed,
  result: SparkType,
): Typed {
  const comparison = COMPARISONS[op];
  if (comparison !== undefined) return compare(comparison, left, right);
  switch (op) {
    case 'and':
    case 'or':
      return typed(
        { kind: 'binary', op, left: as(left, BOOLEAN), right: as(right, BOOLEAN) },
        BOOLEAN,
      );
    case 'is distinct from':
      return typed(sx.not(compare('<=>', left, right).expression), BOOLEAN);
    case '+':
    case '-':
    case '*':
      return arithmetic(op, left, right, result);
    case '/':
      return divide(left, right, result);
    case '||':
      return concatenate(left, right);
    default:
      return refuse(`The operator ${op.toUpperCase()} has no counterpart in Spark.`);
  }
}

function compare(op: SparkBinaryOperator, left: Typed, right: Typed): Typed {
  const { values, type } = unified([left, right]);
  const [a, b] = values;
  if (a === undefined || b === undefined) return refuse('A comparison takes two values.');
  if (type.kind === 'map') return refuse('Spark compares no maps.');
  return typed({ kind: 'binary', op, left: a, right: b }, BOOLEAN);
}

function arithmetic(op: '+' | '-' | '*', left: Typed, right: Typed, result: SparkType): Typed {
  if (!isNumber(left.type) || !isNumber(right.type) || !isNumber(result)) {
    return moments(op, left, right, result);
  }
  if (result.kind === 'decimal') return decimalArithmetic(op, left, right, result);
  return typed({ kind: 'binary', op, left: as(left, result), right: as(right, result) }, result);
}

/**
 * DuckDB adds in `max(whole) + max(scale) + 1` digits and multiplies in the sum of both; Spark's own
 * result types differ by a digit at most, so that one cast sets it right without losing any.
 */
function decimalArithmetic(
  op: '+' | '-' | '*',
  left: Typed,
  right: Typed,
  result: SparkType,
): Typed {
  if (isFloating(left.type) || isFloating(right.type)) {
    return refuse('A DECIMAL result of floating-point numbers is not the same in Spark.');
  }
  const expression = {
    kind: 'binary',
    op,
    left: left.expression,
    right: right.expression,
  } as const;
  return typed(sx.cast(expression, result), result);
}

/** Dates and times with what is added to them. */
function moments(op: '+' | '-' | '*', left: Typed, right: Typed, result: SparkType): Typed {
  const [a, b] = [left.type, right.type];
  if (op === '+' && is(a, 'DATE') && isIntegral(b)) {
    return typed(sx.call('date_add', left.expression, as(right, simple('INT'))), simple('DATE'));
  }
  if (op === '+' && isIntegral(a) && is(b, 'DATE')) return moments(op, right, left, result);
  if (op === '-' && is(a, 'DATE') && isIntegral(b)) {
    return typed(sx.call('date_sub', left.expression, as(right, simple('INT'))), simple('DATE'));
  }
  if (op === '-' && is(a, 'DATE') && is(b, 'DATE')) {
    const days = typed(sx.call('datediff', left.expression, right.expression), simple('INT'));
    return typed(as(days, result), result);
  }
  return refuse(`${typeText(a)} ${op} ${typeText(b)} has no counterpart in Spark.`);
}

/** DuckDB's `/` always gives a DOUBLE (a FLOAT of FLOATs), and an infinity for a division by zero. */
function divide(left: Typed, right: Typed, result: SparkType): Typed {
  if (!is(result, 'DOUBLE'))
    return refuse('Spark divides no FLOAT values as FLOAT.', 'Cast to DOUBLE.');
  const [a, b] = [as(left, DOUBLE), as(right, DOUBLE)];
  const by = literalOf(right);
  const neverZero = by !== undefined && Number(by) !== 0 && right.expression.kind === 'literal';
  if (!neverZero) return typed(sx.helper('divide', a, b), DOUBLE);
  return typed(sx.over(a, sx.double(Number(by))), DOUBLE);
}

function concatenate(left: Typed, right: Typed): Typed {
  const STRING = simple('STRING');
  if (left.type.kind === 'array' || right.type.kind === 'array') {
    if (!sameType(left.type, right.type)) return refuse('Spark joins lists of one type only.');
    return typed(sx.call('concat', left.expression, right.expression), left.type);
  }
  for (const side of [left, right]) {
    if (!is(side.type, 'STRING')) {
      return refuse(
        `The text of ${typeText(side.type)} is not the same in Spark.`,
        'Cast it to VARCHAR, which says what can be.',
      );
    }
  }
  return typed(sx.call('concat', left.expression, right.expression), STRING);
}

export function translateUnary({ op }: Unary, operand: Typed, result: SparkType): Typed {
  switch (op) {
    case 'not':
      return typed(sx.not(as(operand, BOOLEAN)), BOOLEAN);
    case '+':
      return operand;
    case '-': {
      const { expression } = operand;
      if (expression.kind === 'literal' && expression.value !== null && isNumber(operand.type)) {
        const value = expression.value.startsWith('-')
          ? expression.value.slice(1)
          : `-${expression.value}`;
        return typed(sx.literal(result, value), result);
      }
      if (!isNumber(operand.type)) return refuse(`Spark has no - for ${typeText(operand.type)}.`);
      return typed(sx.negative(as(operand, result)), result);
    }
    default:
      return refuse(`The operator ${op} has no counterpart in Spark.`);
  }
}
