/** Dates and times. */
import type { SparkExpression } from '../expression.ts';
import { sx } from '../expression.ts';
import { refuse } from '../refusal.ts';
import { intervalOf } from '../translate/intervals.ts';
import { isMoment, moment, moments, unixMicros } from '../translate/moments.ts';
import type { SparkFunction, Typed } from '../translate/typed.ts';
import { argument, as, literalOf, typed } from '../translate/typed.ts';
import type { SimpleTypeName } from '../types.ts';
import { is, isIntegral, simple } from '../types.ts';
import { differenceInPart, wholeParts } from './date-difference.ts';
import type { SparkFunctions } from './entry.ts';
import { same } from './entry.ts';

const BIGINT = simple('BIGINT');
const DOUBLE = simple('DOUBLE');
const NTZ = simple('TIMESTAMP_NTZ');
const TIMESTAMP = simple('TIMESTAMP');

type Part = (time: Typed) => Typed;

/** A part of the date, or of the time of day; of a DATE that is midnight. */
const part =
  (
    name: string,
    gives: SimpleTypeName = 'INT',
    make: (value: SparkExpression) => SparkExpression = (value) => value,
  ): Part =>
  (time) =>
    typed(make(sx.call(name, moment(time).expression)), simple(gives));

const ofClock =
  (make: (time: SparkExpression) => SparkExpression, gives: SimpleTypeName = 'BIGINT'): Part =>
  (time) =>
    typed(make(as(moment(time), NTZ)), simple(gives));

/** Seconds of the minute with six decimals, counted in parts of one. */
const seconds = (time: SparkExpression, perSecond: number): SparkExpression =>
  sx.cast(sx.times(sx.call('date_part', sx.text('SECOND'), time), sx.int(perSecond)), BIGINT);

const yearOfWeek: Part = (time) =>
  typed(sx.call('date_part', sx.text('YEAROFWEEK'), moment(time).expression), simple('INT'));

const by = (count: SparkExpression, size: number): SparkExpression =>
  sx.call('div', count, sx.int(size));

const PARTS: Readonly<Record<string, Part>> = {
  year: part('year'),
  quarter: part('quarter'),
  month: part('month'),
  week: part('weekofyear'),
  day: part('dayofmonth'),
  dayofweek: part('dayofweek', 'INT', (day) => sx.minus(day, sx.int(1))),
  isodow: part('weekday', 'INT', (day) => sx.plus(day, sx.int(1))),
  dayofyear: part('dayofyear'),
  isoyear: yearOfWeek,
  yearweek: (time) => {
    const week = sx.call('weekofyear', moment(time).expression);
    return typed(sx.plus(sx.times(yearOfWeek(time).expression, sx.int(100)), week), simple('INT'));
  },
  hour: ofClock((time) => sx.call('hour', time), 'INT'),
  minute: ofClock((time) => sx.call('minute', time), 'INT'),
  second: ofClock((time) => sx.call('second', time), 'INT'),
  millisecond: ofClock((time) => seconds(time, 1000)),
  microsecond: ofClock((time) => seconds(time, 1_000_000)),
  decade: part('year', 'BIGINT', (year) => by(year, 10)),
  century: part('year', 'BIGINT', (year) => by(sx.plus(year, sx.int(99)), 100)),
  epoch: (time) => {
    const micros = time.micros ?? unixMicros(time);
    return typed(sx.over(sx.cast(micros, DOUBLE), sx.double(1_000_000)), DOUBLE);
  },
};

/** Other names that date_part, date_trunc and date_diff take. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  dow: 'dayofweek',
  weekday: 'dayofweek',
  doy: 'dayofyear',
  weekofyear: 'week',
  dayofmonth: 'day',
  centuries: 'century',
};

/** The part that a literal names, in the singular. */
function partName(value: Typed): string {
  const name = literalOf(value)?.toLowerCase();
  if (name === undefined) return refuse('The part of a time is a constant in Spark.');
  const known = OTHER_NAMES[name] ?? name;
  return known in PARTS ? known : known.replace(/s$/, '');
}

const datePart: SparkFunction = (args) => {
  const name = partName(argument(args, 0));
  const found = PARTS[name];
  if (found === undefined) return refuse(`The part '${name}' of times is not translated.`);
  return found(argument(args, 1));
};

const TRUNCATED = /^(year|quarter|month|week|day|hour|minute|second|millisecond|microsecond)$/;

/** DuckDB gives a DATE for the start of days and of what is longer, else a TIMESTAMP. */
const dateTrunc: SparkFunction = (args, { result }) => {
  const [name, time] = [partName(argument(args, 0)), moment(argument(args, 1))];
  if (!TRUNCATED.test(name)) return refuse(`Spark cuts no times to '${name}'.`);
  if (is(result, 'DATE')) {
    const date = as(time, result);
    return typed(name === 'day' ? date : sx.call('trunc', date, sx.text(name)), result);
  }
  return typed(sx.call('date_trunc', sx.text(name), as(time, TIMESTAMP)), TIMESTAMP);
};

const bucket: SparkFunction = (args) => {
  const [width, time] = [argument(args, 0), argument(args, 1)];
  if (args.length > 2) return refuse('time_bucket() with an origin is not translated to Spark.');
  const length = width.micros;
  if (length?.kind !== 'literal' || Number(length.value) <= 0) {
    return refuse(
      'Spark has buckets of constant days, hours, minutes and seconds.',
      'Use date_trunc for months and years.',
    );
  }
  if (!is(time.type, 'TIMESTAMP_NTZ')) {
    return refuse('time_bucket() of a DATE is not translated to Spark.', 'Cast it to TIMESTAMP.');
  }
  const start = sx.helper('time_bucket', unixMicros(time), length);
  return typed(sx.call('timestamp_micros', start), TIMESTAMP);
};

const epochOf =
  (make: (micros: SparkExpression) => SparkExpression): SparkFunction =>
  (args) =>
    typed(make(unixMicros(argument(args, 0))), BIGINT);

const fromWhole =
  (name: string): SparkFunction =>
  (args) => {
    const value = argument(args, 0);
    if (args.length > 1 || !isIntegral(value.type)) {
      return refuse(
        'DuckDB takes hour 24 and second 60 where Spark does not.',
        'Add to a date instead: make_date(…) + to_hours(…).',
      );
    }
    return typed(sx.call(name, as(value, BIGINT)), TIMESTAMP);
  };

const epochMs: SparkFunction = (args, context) =>
  isMoment(argument(args, 0).type)
    ? epochOf((micros) => by(micros, 1000))(args, context)
    : fromWhole('timestamp_millis')(args, context);

const makeDate: SparkFunction = (args, context) => {
  if (args.length !== 3) return refuse('make_date() takes year, month and day in Spark.');
  return same('make_date', ['INT'], 'DATE')(args, context);
};

const interval =
  (unit: string): SparkFunction =>
  (args) =>
    intervalOf(unit, argument(args, 0));

const notDeterministic: SparkFunction = () =>
  refuse('The time of the run is not the same in Spark.', 'Make it a parameter of the pipeline.');

const partFunctions = Object.entries(PARTS).map(([name, of]): [string, SparkFunction] => [
  name,
  (args) => of(argument(args, 0)),
]);

export const DATE_TIME: SparkFunctions = {
  ...Object.fromEntries(partFunctions),
  epoch_ms: epochMs,
  epoch_us: epochOf((micros) => micros),
  epoch_ns: epochOf((micros) => sx.times(micros, sx.literal(BIGINT, '1000'))),
  last_day: (args) =>
    typed(sx.call('last_day', as(moment(argument(args, 0)), simple('DATE'))), simple('DATE')),
  date_part: datePart,
  date_trunc: dateTrunc,
  date_diff: (args) =>
    differenceInPart(partName(argument(args, 0)), argument(args, 1), argument(args, 2)),
  date_sub: (args) => wholeParts(partName(argument(args, 0)), argument(args, 1), argument(args, 2)),
  date_add: (args, { result }) => moments('+', argument(args, 0), argument(args, 1), result),
  time_bucket: bucket,
  make_date: makeDate,
  make_timestamp: fromWhole('timestamp_micros'),
  to_years: interval('year'),
  to_months: interval('month'),
  to_weeks: interval('week'),
  to_days: interval('day'),
  to_hours: interval('hour'),
  to_minutes: interval('minute'),
  to_seconds: interval('second'),
  now: notDeterministic,
  today: notDeterministic,
};
