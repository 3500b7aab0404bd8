/** Intervals: DuckDB's months, days and microseconds, which Spark's are made of, too. */
import type { IntervalLiteral } from '../../contract/expression.ts';
import type { SparkExpression } from '../expression.ts';
import { sx } from '../expression.ts';
import { refuse } from '../refusal.ts';
import { decimal, isIntegral, simple } from '../types.ts';
import type { Typed } from './typed.ts';
import { as, literalOf, typed } from './typed.ts';

const INT = simple('INT');
const BIGINT = simple('BIGINT');
const INTERVAL = simple('INTERVAL');
const SECONDS = decimal(18, 6);

const SECOND = 1_000_000n;
const DAY = 86_400n * SECOND;

interface Unit {
  readonly months?: number;
  readonly days?: number;
  readonly micros?: bigint;
}

const UNITS: Readonly<Record<string, Unit>> = {
  millennium: { months: 12_000 },
  century: { months: 1200 },
  decade: { months: 120 },
  year: { months: 12 },
  quarter: { months: 3 },
  month: { months: 1 },
  mon: { months: 1 },
  week: { days: 7 },
  day: { days: 1 },
  hour: { micros: 3600n * SECOND },
  minute: { micros: 60n * SECOND },
  second: { micros: SECOND },
  millisecond: { micros: 1000n },
  microsecond: { micros: 1n },
};

interface Interval {
  readonly months: number;
  readonly days: number;
  readonly micros: bigint;
}

export function translateInterval(
  { value, unit }: IntervalLiteral,
  translated: () => Typed,
): Typed {
  const text = value.kind === 'literal' && value.parameter === undefined ? value.value : null;
  if (text === null) {
    if (unit === undefined) return refuse('An interval in Spark is written out.');
    return intervalOf(unit, translated());
  }
  if (unit === undefined) return constant(readInterval(text));
  if (!/^[+-]?\d+$/.test(text)) return refuse(`Spark's intervals are of whole ${unit}s.`);
  return constant(times(unitOf(unit), BigInt(text)));
}

/** An interval of so many of a unit: what `to_days(n)` and `INTERVAL (n) DAY` give. */
export function intervalOf(unit: string, amount: Typed): Typed {
  if (!isIntegral(amount.type)) {
    return refuse(`Spark's intervals are of whole ${unit}s.`, 'Cast to INTEGER.');
  }
  const literal = literalOf(amount);
  const { months, days, micros } = unitOf(unit);
  if (literal !== undefined) return constant(times({ months, days, micros }, BigInt(literal)));
  const [zero, count] = [sx.int(0), as(amount, INT)];
  const many = (n: number): SparkExpression => (n === 1 ? count : sx.times(count, sx.int(n)));
  if (months !== undefined) {
    return typed(sx.call('make_interval', zero, many(months)), INTERVAL);
  }
  const big = as(amount, BIGINT);
  if (days !== undefined) {
    return {
      expression: sx.call('make_interval', zero, zero, zero, many(days)),
      type: INTERVAL,
      micros: sx.times(big, bigint(BigInt(days) * DAY)),
    };
  }
  if (micros === undefined || micros < SECOND) {
    return refuse(`Spark's intervals are of whole seconds, not of ${unit}s.`);
  }
  const length = micros / SECOND;
  const seconds = length === 1n ? big : sx.times(big, bigint(length));
  return {
    expression: sx.call(
      'make_interval',
      ...[zero, zero, zero, zero, zero, zero],
      sx.cast(seconds, SECONDS),
    ),
    type: INTERVAL,
    micros: sx.times(big, bigint(micros)),
  };
}

const bigint = (value: bigint): SparkExpression => sx.literal(BIGINT, String(value));

const unitOf = (unit: string): Unit =>
  UNITS[unit] ?? refuse(`Intervals of ${unit} have no counterpart in Spark.`);

function times(
  { months, days, micros }: { [key in keyof Unit]: Unit[key] | undefined },
  count: bigint,
): Interval {
  return {
    months: Number(count) * (months ?? 0),
    days: Number(count) * (days ?? 0),
    micros: count * (micros ?? 0n),
  };
}

/** Text such as `1 month -2 days 3.5 seconds`; other forms are refused. */
function readInterval(text: string): Interval {
  const parts = [
    ...text.trim().matchAll(/\s*([+-]?\d+)(?:\.(\d{1,6}))?\s*([a-z]+?)s?(?=\s|[+-]|$)/giy),
  ];
  const read = parts.map((part) => part[0]).join('');
  if (parts.length === 0 || read !== text.trim()) {
    return refuse(`The interval '${text}' is not translated.`, "Write it as '1 day 2 hours'.");
  }
  const sum = { months: 0, days: 0, micros: 0n };
  for (const [, whole = '', fraction, name = ''] of parts) {
    const unit = unitOf(name.toLowerCase());
    if (fraction !== undefined && unit.micros !== SECOND) {
      return refuse(`Spark's intervals are of whole ${name}s.`);
    }
    const part = times(unit, BigInt(whole));
    const micros = BigInt((fraction ?? '').padEnd(6, '0'));
    sum.months += part.months;
    sum.days += part.days;
    sum.micros += part.micros + (whole.startsWith('-') ? -micros : micros);
  }
  return sum;
}

const LIMIT = 2 ** 31;

/** As years, months, …, seconds, without the zeros at the end. */
function constant({ months, days, micros }: Interval): Typed {
  if (Math.abs(months) >= LIMIT || Math.abs(days) >= LIMIT || micros / DAY >= BigInt(LIMIT)) {
    return refuse('The interval is too long for Spark.');
  }
  const minutes = micros / (60n * SECOND);
  const rest = micros % (60n * SECOND);
  const whole = [
    Math.trunc(months / 12),
    months % 12,
    0,
    days,
    Number(minutes / 60n),
    Number(minutes % 60n),
  ];
  const parts: SparkExpression[] = whole.map((part) => sx.int(part === 0 ? 0 : part));
  if (rest !== 0n) parts.push(sx.literal(SECONDS, decimalText(rest)));
  else while (parts.length > 1 && whole[parts.length - 1] === 0) parts.pop();
  const value = typed(sx.call('make_interval', ...parts), INTERVAL);
  return months === 0 ? { ...value, micros: bigint(BigInt(days) * DAY + micros) } : value;
}

function decimalText(micros: bigint): string {
  const digits = String(micros < 0n ? -micros : micros).padStart(7, '0');
  return `${micros < 0n ? '-' : ''}${digits.slice(0, -6)}.${digits.slice(-6)}`;
}
