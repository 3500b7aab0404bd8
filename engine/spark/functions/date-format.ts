/** Dates and times as text, and read from it. */
import { readPattern, javaPattern } from '../date-patterns.ts';
import type { SparkExpression } from '../expression.ts';
import { sx } from '../expression.ts';
import { refuse } from '../refusal.ts';
import { isMoment, moment } from '../translate/moments.ts';
import type { SparkFunction, Typed } from '../translate/typed.ts';
import { argument, literalOf, typed } from '../translate/typed.ts';
import { is, simple, typeText } from '../types.ts';
import type { SparkFunctions } from './entry.ts';

const STRING = simple('STRING');
const NTZ = simple('TIMESTAMP_NTZ');

const formatOf = (value: Typed): string =>
  literalOf(value) ?? refuse('The format is a constant in Spark.');

const written = (value: Typed, pattern: string): Typed =>
  typed(sx.call('date_format', moment(value).expression, sx.text(pattern)), STRING);

/** DuckDB takes time and format in either order. */
const strftime: SparkFunction = (args) => {
  const [first, second] = [argument(args, 0), argument(args, 1)];
  const [time, format] = isMoment(second.type) ? [second, first] : [first, second];
  return written(time, javaPattern(formatOf(format)));
};

/** @param name the helper that reads one format */
const reader =
  (name: 'strptime' | 'try_strptime'): SparkFunction =>
  (args) => {
    const [text, format] = [argument(args, 0), argument(args, 1)];
    if (!is(text.type, 'STRING')) {
      return refuse(`Times are read from text, not from ${typeText(text.type)}.`);
    }
    const reads = formatsOf(format).map((each) => read(name, text.expression, each));
    const [only] = reads;
    if (reads.length === 1 && only !== undefined) return typed(only, NTZ);
    if (name === 'strptime') {
      return refuse('Spark reads several formats only where none has to fit.', 'Use try_strptime.');
    }
    return typed(sx.call('coalesce', ...reads), NTZ);
  };

function formatsOf(format: Typed): string[] {
  const { expression, type } = format;
  if (expression.kind === 'call' && expression.name === 'array' && type.kind === 'array') {
    return expression.args.map((item) => formatOf(typed(item, type.element)));
  }
  return [formatOf(format)];
}

function read(name: string, text: SparkExpression, format: string): SparkExpression {
  const { regex, replacement = '$1', pattern } = readPattern(format);
  return sx.helper(name, text, sx.text(regex), sx.text(replacement), sx.text(pattern));
}

export const DATE_FORMAT: SparkFunctions = {
  strftime,
  strptime: reader('strptime'),
  try_strptime: reader('try_strptime'),
  dayname: (args) => written(argument(args, 0), 'EEEE'),
  monthname: (args) => written(argument(args, 0), 'MMMM'),
};
