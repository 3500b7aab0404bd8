/** Dates and times with what is added to them, and what lies between them. */
import type { SparkExpression } from '../expression.ts';
import { sx } from '../expression.ts';
import { refuse } from '../refusal.ts';
import type { SparkType } from '../types.ts';
import { is, isIntegral, simple, typeText } from '../types.ts';
import type { Typed } from './typed.ts';
import { as, typed } from './typed.ts';

const DATE = simple('DATE');
const NTZ = simple('TIMESTAMP_NTZ');
const INTERVAL = simple('INTERVAL');

export const isMoment = (type: SparkType): boolean => is(type, 'DATE') || is(type, 'TIMESTAMP_NTZ');

/** @returns a date, or a time without zone; times with a zone have another day elsewhere */
export function moment(value: Typed): Typed {
  if (isMoment(value.type)) return value;
  return refuse(
    `A DATE or TIMESTAMP is needed where ${typeText(value.type)} stands.`,
    'Cast it to TIMESTAMP.',
  );
}

/** Microseconds since 1970-01-01; the session's time zone is UTC. */
export const unixMicros = (value: Typed): SparkExpression =>
  sx.call('unix_micros', as(moment(value), simple('TIMESTAMP')));

export function moments(op: '+' | '-' | '*', left: Typed, right: Typed, result: SparkType): Typed {
  const [a, b] = [left.type, right.type];
  const swap = op === '+' && isMoment(b) && (isIntegral(a) || is(a, 'INTERVAL'));
  if (swap) return moments(op, right, left, result);
  if (op !== '*' && isMoment(a) && is(b, 'INTERVAL')) {
    return typed({ kind: 'binary', op, left: as(left, NTZ), right: right.expression }, NTZ);
  }
  if (op !== '*' && is(a, 'DATE') && isIntegral(b)) {
    const name = op === '+' ? 'date_add' : 'date_sub';
    return typed(sx.call(name, left.expression, as(right, simple('INT'))), DATE);
  }
  if (op === '-' && is(a, 'DATE') && is(b, 'DATE')) {
    const days = typed(sx.call('datediff', left.expression, right.expression), simple('INT'));
    return typed(as(days, result), result);
  }
  if (op === '-' && isMoment(a) && isMoment(b)) {
    return {
      expression: sx.minus(as(left, NTZ), as(right, NTZ)),
      type: INTERVAL,
      micros: sx.minus(unixMicros(left), unixMicros(right)),
    };
  }
  return refuse(`${typeText(a)} ${op} ${typeText(b)} has no counterpart in Spark.`);
}
