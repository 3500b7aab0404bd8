/** How many borders of a part lie between two times. */
import type { SparkExpression } from '../expression.ts';
import { sx } from '../expression.ts';
import { refuse } from '../refusal.ts';
import { moment, unixMicros } from '../translate/moments.ts';
import type { Typed } from '../translate/typed.ts';
import { as, typed } from '../translate/typed.ts';
import { simple } from '../types.ts';

const BIGINT = simple('BIGINT');
const INT = simple('INT');
const DATE = simple('DATE');
const TIMESTAMP = simple('TIMESTAMP');

type Difference = (start: Typed, end: Typed) => Typed;

/** Difference of the numbers that a part has in both times. */
const ofNumbers =
  (number: (time: SparkExpression) => SparkExpression): Difference =>
  (start, end) =>
    typed(sx.minus(number(end.expression), number(start.expression)), INT);

const days = (start: Typed, end: Typed): SparkExpression =>
  sx.call('datediff', as(end, DATE), as(start, DATE));

/** Of clock parts: the borders lie at their multiples. */
const ofClock =
  (name: string, inSeconds: number): Difference =>
  (start, end) => {
    const at = (time: Typed): SparkExpression =>
      sx.call('unix_seconds', sx.call('date_trunc', sx.text(name), as(time, TIMESTAMP)));
    return typed(sx.call('div', sx.minus(at(end), at(start)), sx.int(inSeconds)), BIGINT);
  };

/** Of parts that Spark counts since 1970, rounding downwards. */
const sinceEpoch =
  (name: string): Difference =>
  (start, end) =>
    typed(sx.minus(sx.call(name, as(end, TIMESTAMP)), sx.call(name, as(start, TIMESTAMP))), BIGINT);

const DIFFERENCES: Readonly<Record<string, Difference>> = {
  year: ofNumbers((time) => sx.call('year', time)),
  quarter: ofNumbers((time) => sx.helper('quarter_number', time)),
  month: ofNumbers((time) => sx.helper('month_number', time)),
  // Whole weeks between the days, and no borders: as DuckDB has it.
  week: (start, end) => typed(sx.call('div', days(start, end), sx.int(7)), BIGINT),
  day: (start, end) => typed(days(start, end), INT),
  hour: ofClock('hour', 3600),
  minute: ofClock('minute', 60),
  second: sinceEpoch('unix_seconds'),
  millisecond: sinceEpoch('unix_millis'),
  microsecond: sinceEpoch('unix_micros'),
};

const WHOLE: Readonly<Record<string, string>> = {
  week: '604800000000',
  day: '86400000000',
  hour: '3600000000',
  minute: '60000000',
  second: '1000000',
  millisecond: '1000',
  microsecond: '1',
};

/** DuckDB's `date_sub(part, start, end)`: whole parts between two times. */
export function wholeParts(part: string, start: Typed, end: Typed): Typed {
  const micros = WHOLE[part];
  if (micros === undefined) {
    return refuse(`Spark counts no whole parts of '${part}'.`, 'Use date_diff.');
  }
  const between = sx.minus(unixMicros(end), unixMicros(start));
  return typed(sx.call('div', between, sx.literal(BIGINT, micros)), BIGINT);
}

/** DuckDB's `date_diff(part, start, end)`. */
export function differenceInPart(part: string, start: Typed, end: Typed): Typed {
  const difference = DIFFERENCES[part];
  if (difference === undefined) return refuse(`Spark counts no borders of '${part}'.`);
  return difference(moment(start), moment(end));
}
