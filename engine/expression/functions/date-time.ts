/** Dates, times and intervals. Over TIMESTAMP WITH TIME ZONE these need DuckDB's icu extension. */
import type { FunctionEntry } from './entry.ts';
import { family } from './entry.ts';

const time = family('date-time', 'scalar');

/** `year(date)` and its like. */
const part = (name: string, doc: string, example: string, aliases?: readonly string[]) =>
  time(
    name,
    '(time TIMESTAMP) → BIGINT',
    doc,
    [`${name}(TIMESTAMP '2024-02-29 13:14:15.678')`, example],
    aliases === undefined ? {} : { aliases },
  );

export const DATE_TIME: readonly FunctionEntry[] = [
  part('year', 'The year.', '2024'),
  part('quarter', 'The quarter, 1 to 4.', '1'),
  part('month', 'The month, 1 to 12.', '2'),
  part('week', 'The ISO week, 1 to 53.', '9', ['weekofyear']),
  part('day', 'The day of the month, 1 to 31.', '29', ['dayofmonth']),
  part('dayofweek', 'The day of the week, Sunday 0 to Saturday 6.', '4', ['weekday']),
  part('isodow', 'The day of the week, Monday 1 to Sunday 7.', '4'),
  part('dayofyear', 'The day of the year, 1 to 366.', '60'),
  part('isoyear', 'The year that the ISO week belongs to.', '2024'),
  part('yearweek', 'ISO year and week as one number.', '202409'),
  part('hour', 'The hour, 0 to 23.', '13'),
  part('minute', 'The minute, 0 to 59.', '14'),
  part('second', 'The second, 0 to 59.', '15'),
  part('millisecond', 'Seconds and milliseconds as milliseconds.', '15678'),
  part('microsecond', 'Seconds and microseconds as microseconds.', '15678000'),
  part('decade', 'The year divided by ten.', '202'),
  part('century', 'The century.', '21'),
  part('era', 'The era: 1, or 0 before year 1.', '1'),
  part('epoch', 'Seconds since 1970-01-01.', '1709212455.678'),
  part(
    'epoch_ms',
    'Milliseconds since 1970-01-01; from a whole number, the timestamp.',
    '1709212455678',
  ),
  part('epoch_us', 'Microseconds since 1970-01-01.', '1709212455678000'),
  part('epoch_ns', 'Nanoseconds since 1970-01-01.', '1709212455678000000'),
  time('dayname', '(time TIMESTAMP) → VARCHAR', 'English name of the day.', [
    "dayname(DATE '2024-02-29')",
    'Thursday',
  ]),
  time('monthname', '(time TIMESTAMP) → VARCHAR', 'English name of the month.', [
    "monthname(DATE '2024-02-29')",
    'February',
  ]),
  time('last_day', '(date DATE) → DATE', 'Last day of the month.', [
    "last_day(DATE '2024-02-03')",
    '2024-02-29',
  ]),
  time('julian', '(time TIMESTAMP) → DOUBLE', 'Julian day number.', [
    "julian(DATE '2024-02-29')",
    '2460370.0',
  ]),
  time(
    'date_part',
    '(part VARCHAR, time TIMESTAMP) → BIGINT',
    "A part of a time by its name, such as 'year'.",
    ["date_part('month', DATE '2024-02-29')", '2'],
    { aliases: ['datepart'] },
  ),
  time(
    'date_trunc',
    '(part VARCHAR, time TIMESTAMP) → TIMESTAMP',
    'Start of the year, month, week, day, hour, … that a time is in.',
    ["date_trunc('month', TIMESTAMP '2024-02-29 13:14:15')", '2024-02-01'],
    { aliases: ['datetrunc'] },
  ),
  time(
    'date_diff',
    '(part VARCHAR, start TIMESTAMP, end TIMESTAMP) → BIGINT',
    'How many borders of a part lie between two times.',
    ["date_diff('month', DATE '2024-01-31', DATE '2024-03-01')", '2'],
    { aliases: ['datediff'] },
  ),
  time(
    'date_sub',
    '(part VARCHAR, start TIMESTAMP, end TIMESTAMP) → BIGINT',
    'How many whole parts lie between two times.',
    ["date_sub('month', DATE '2024-01-31', DATE '2024-03-01')", '1'],
    { aliases: ['datesub'] },
  ),
  time(
    'date_add',
    '(date DATE, interval INTERVAL) → TIMESTAMP',
    'A time moved by an interval, as `+`.',
    ["date_add(DATE '2024-02-28', INTERVAL 2 DAY)", '2024-03-01 00:00:00'],
  ),
  time(
    'age',
    ['(time TIMESTAMP, from TIMESTAMP) → INTERVAL'],
    'Years, months and days between two times.',
    ["age(TIMESTAMP '2024-03-01', TIMESTAMP '2022-01-31')", '2 years 1 month 1 day'],
  ),
  time(
    'time_bucket',
    '(width INTERVAL, time TIMESTAMP, origin? TIMESTAMP) → TIMESTAMP',
    'Start of the bucket of a width that a time is in.',
    ["time_bucket(INTERVAL '15 minutes', TIMESTAMP '2024-02-29 13:14:15')", '2024-02-29 13:00:00'],
  ),
  time('make_date', '(year BIGINT, month BIGINT, day BIGINT) → DATE', 'A date from its parts.', [
    'make_date(2024, 2, 29)',
    '2024-02-29',
  ]),
  time(
    'make_time',
    '(hour BIGINT, minute BIGINT, second DOUBLE) → TIME',
    'A time of day from its parts.',
    ['make_time(13, 34, 27.5)', '13:34:27.5'],
  ),
  time(
    'make_timestamp',
    [
      '(year BIGINT, month BIGINT, day BIGINT, hour BIGINT, minute BIGINT, second DOUBLE) → TIMESTAMP',
      '(microseconds BIGINT) → TIMESTAMP',
    ],
    'A timestamp from its parts.',
    ['make_timestamp(2024, 2, 29, 13, 34, 27.5)', '2024-02-29 13:34:27.5'],
  ),
  time(
    'strftime',
    '(time TIMESTAMP, format VARCHAR) → VARCHAR',
    'A time as text in a format such as %Y-%m-%d.',
    ["strftime(DATE '2024-02-29', '%d/%m/%Y')", '29/02/2024'],
  ),
  time(
    'strptime',
    '(text VARCHAR, format VARCHAR) → TIMESTAMP',
    'A time read from text in a format; an error when it does not fit.',
    ["strptime('29/02/2024', '%d/%m/%Y')", '2024-02-29 00:00:00'],
  ),
  time(
    'try_strptime',
    '(text VARCHAR, format VARCHAR) → TIMESTAMP',
    'A time read from text in a format; null when it does not fit.',
    ["try_strptime('30/02/2024', '%d/%m/%Y')", null],
  ),
  time('to_years', '(count INTEGER) → INTERVAL', 'An interval of years.', [
    'to_years(5)',
    '5 years',
  ]),
  time('to_months', '(count INTEGER) → INTERVAL', 'An interval of months.', [
    'to_months(5)',
    '5 months',
  ]),
  time('to_weeks', '(count INTEGER) → INTERVAL', 'An interval of weeks.', [
    'to_weeks(2)',
    '14 days',
  ]),
  time('to_days', '(count INTEGER) → INTERVAL', 'An interval of days.', ['to_days(5)', '5 days']),
  time('to_hours', '(count BIGINT) → INTERVAL', 'An interval of hours.', [
    'to_hours(5)',
    '05:00:00',
  ]),
  time('to_minutes', '(count BIGINT) → INTERVAL', 'An interval of minutes.', [
    'to_minutes(5)',
    '00:05:00',
  ]),
  time('to_seconds', '(count DOUBLE) → INTERVAL', 'An interval of seconds.', [
    'to_seconds(5.5)',
    '00:00:05.5',
  ]),
  time(
    'now',
    '() → TIMESTAMP WITH TIME ZONE',
    'The time at which the statement began.',
    ['now() IS NOT NULL', 'true'],
    {
      deterministic: false,
      aliases: ['get_current_timestamp', 'transaction_timestamp', 'current_timestamp'],
    },
  ),
  time(
    'today',
    '() → DATE',
    'The date at which the statement began.',
    ['today() IS NOT NULL', 'true'],
    { deterministic: false, aliases: ['current_date'], requires: 'icu' },
  ),
  time(
    'timezone',
    '(zone VARCHAR, time TIMESTAMP) → TIMESTAMP WITH TIME ZONE',
    'What AT TIME ZONE does.',
    [
      "timezone('America/Denver', TIMESTAMP '2001-02-16 20:38:40') = TIMESTAMPTZ '2001-02-17 03:38:40+00'",
      'true',
    ],
    { requires: 'icu' },
  ),
];
