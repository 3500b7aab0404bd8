/** Operators: arithmetic in the result's type, comparisons in the common one. */
import type { Binary, Unary } from '../../contract/expression.ts';
import type { ColumnType } from '../../contract/schema.ts';
import type { SparkBinaryOperator, SparkExpression } from '../expression.ts';
import { sx } from '../expression.ts';
import { refuse } from '../refusal.ts';
import type { SparkType } from '../types.ts';
import { is, isIntegral, isNumber, sameType, simple, typeText } from '../types.ts';
import {
  arithmetic,
  bitwise,
  divide,
  isUnsigned,
  power,
  remainder,
  shiftRight,
  wholeDivision,
} from './arithmetic.ts';
import { plainText } from './casts.ts';
import { moments } from './moments.ts';
import type { Typed } from './typed.ts';
import { as, operands, typed } from './typed.ts';

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

/** The type that a result has in DuckDB, and the one that stands for it in Spark. */
export interface ResultType {
  readonly duckdb: ColumnType;
  readonly spark: SparkType;
}

export function translateBinary(
  { op }: Binary,
  left: Typed,
  right: Typed,
  result: ResultType,
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
    case '||':
      return concatenate(left, right);
    case '+':
    case '-':
    case '*':
      if (!isNumber(left.type) || !isNumber(right.type) || !isNumber(result.spark)) {
        return moments(op, left, right, result.spark);
      }
      if (isUnsigned(result.duckdb)) return refuseUnsigned();
      return arithmetic(op, left, right, result.spark);
    default:
      return otherArithmetic(op, left, right, result.spark);
  }
}

function otherArithmetic(op: string, left: Typed, right: Typed, result: SparkType): Typed {
  switch (op) {
    case '/':
      return divide(left, right, result);
    case '//':
      return wholeDivision(left, right, result);
    case '%':
      return remainder(left, right, result);
    case '^':
    case '**':
      return power(left, right);
    case '&':
    case '|':
      return bitwise(op, left, right, result);
    case '>>':
      return shiftRight(left, right, result);
    case '<<':
      return refuse(
        'A shift to the left that loses bits is an error in DuckDB, not in Spark.',
        'Multiply by a power of two.',
      );
    default:
      return refuse(`The operator ${op.toUpperCase()} has no counterpart in Spark.`);
  }
}

/** Below zero DuckDB fails or wraps around; Spark's signed numbers do not. */
const refuseUnsigned = (): never =>
  refuse('Spark has no unsigned numbers.', 'Cast to a signed type such as BIGINT.');

export function compare(op: SparkBinaryOperator, left: Typed, right: Typed): Typed {
  if (is(left.type, 'INTERVAL') || is(right.type, 'INTERVAL')) {
    if (left.micros === undefined || right.micros === undefined) {
      return refuse(
        'Only intervals without months are compared in Spark.',
        'Compare with a number of days, hours, minutes or seconds.',
      );
    }
    return typed({ kind: 'binary', op, left: left.micros, right: right.micros }, BOOLEAN);
  }
  const { values, type } = operands([left, right]);
  if (type.kind === 'map') return refuse('Spark compares no maps.');
  // A DECIMAL is compared with a whole number as they are.
  const [a, b] = [left, right].map((side, i) =>
    type.kind === 'decimal' && isIntegral(side.type) && side.expression.kind === 'literal'
      ? side.expression
      : (values[i] as SparkExpression),
  ) as [SparkExpression, SparkExpression];
  return typed({ kind: 'binary', op, left: a, right: b }, BOOLEAN);
}

function concatenate(left: Typed, right: Typed): Typed {
  const STRING = simple('STRING');
  if (left.type.kind === 'array' || right.type.kind === 'array') {
    if (!sameType(left.type, right.type)) return refuse('Spark joins lists of one type only.');
    return typed(sx.call('concat', left.expression, right.expression), left.type);
  }
  return typed(sx.call('concat', plainText(left), plainText(right)), STRING);
}

export function translateUnary({ op }: Unary, operand: Typed, result: ResultType): Typed {
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
        return typed(sx.literal(result.spark, value), result.spark);
      }
      if (!isNumber(operand.type)) return refuse(`Spark has no - for ${typeText(operand.type)}.`);
      if (isUnsigned(result.duckdb)) return refuseUnsigned();
      return typed(sx.negative(as(operand, result.spark)), result.spark);
    }
    case '~':
      if (isUnsigned(result.duckdb)) return refuseUnsigned();
      if (!isIntegral(result.spark)) return refuse(`Spark has no ~ for ${typeText(operand.type)}.`);
      return typed({ kind: 'unary', op: '~', operand: as(operand, result.spark) }, result.spark);
    default:
      return refuse(`The operator ${op} has no counterpart in Spark.`);
  }
}
