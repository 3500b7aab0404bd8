/** Columns that are made up. */
import type { GenerateSource } from '../../contract/source-spec.ts';
import { generatedType } from '../../sql/emit-source.ts';
import type { SparkExpression } from '../expression.ts';
import { sx } from '../expression.ts';
import type { Frame } from '../frame.ts';
import { refuse } from '../refusal.ts';
import { is, simple, sparkType } from '../types.ts';

export function generateFrame(source: GenerateSource): Frame {
  const { generate, name, start, stop, step } = source;
  if (generate === 'range') return { kind: 'range', name, start, stop, step };
  return datesFrame(source);
}

const TIME = simple('TIMESTAMP_NTZ');

/** One row whose list of moments is exploded. */
function datesFrame(source: GenerateSource): Frame {
  const { name, start, stop, step } = source;
  const type = sparkType(generatedType(source));
  const [from, to] = [momentOf(start), momentOf(stop)];
  const { interval, sign } = intervalOf(step, start);
  const moment = (text: string): SparkExpression => sx.literal(TIME, text);
  // A sequence that leads away from its end is an error in Spark.
  if (sign > 0 ? from > to : from < to) {
    return { kind: 'values', schema: [{ name, type }], rows: [] };
  }
  const moments = sx.call('sequence', moment(from), moment(to), interval);
  const list = is(type, 'DATE') ? sx.cast(moments, { kind: 'array', element: type }) : moments;
  return {
    kind: 'select',
    input: { kind: 'range', name: 'id', start: '0', stop: '1', step: '1' },
    columns: [{ name, expression: sx.call('explode', list) }],
  };
}

/** In a form whose texts are in the order of the moments. */
function momentOf(text: string): string {
  const match = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2})(:\d{2})?)?$/.exec(text.trim());
  if (match === null) return refuse(`Spark is not given the date ${text}.`);
  return `${match[1] ?? ''} ${match[2] ?? '00:00'}${match[3] ?? ':00'}`;
}

/** Days, hours, minutes and seconds of one unit. */
const FIXED: Readonly<Record<string, readonly number[]>> = {
  week: [7, 0, 0, 0],
  day: [1, 0, 0, 0],
  hour: [0, 1, 0, 0],
  minute: [0, 0, 1, 0],
  second: [0, 0, 0, 1],
};
/** Years and months of one unit. */
const CALENDAR: Readonly<Record<string, readonly number[]>> = {
  month: [0, 1],
  quarter: [0, 3],
  year: [1, 0],
};

/** DuckDB adds months one after the other, Spark all of them to the start: alike up to the 28th. */
function intervalOf(step: string, start: string): { interval: SparkExpression; sign: number } {
  const match = /^([-+]?\d{1,6})\s*([a-z]+?)s?$/i.exec(step.trim());
  const unit = match?.[2]?.toLowerCase() ?? '';
  const count = Number(match?.[1]);
  const times = (parts: readonly number[]): SparkExpression[] =>
    parts.map((part) => sx.int(part * count));
  const fixed = FIXED[unit];
  if (fixed !== undefined) {
    return { interval: sx.call('make_dt_interval', ...times(fixed)), sign: count };
  }
  const calendar = CALENDAR[unit];
  const day = Number(start.trim().slice(8, 10));
  if (calendar === undefined || day > 28) {
    return refuse(
      `Spark does not count ${step} from ${start} as DuckDB does.`,
      'Start on a day that each month has.',
    );
  }
  return { interval: sx.call('make_ym_interval', ...times(calendar)), sign: count };
}
