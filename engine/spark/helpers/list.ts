/** Of lists. */
import type { SparkExpression } from '../expression.ts';
import { sx } from '../expression.ts';
import { simple } from '../types.ts';
import type { Helper } from '../helper.ts';
import { helper } from '../helper.ts';

const BIGINT = simple('BIGINT');
const NUMBERS = { kind: 'array', element: BIGINT } as const;

const present = (list: SparkExpression): SparkExpression => sx.call('array_compact', list);

const zeroAsNull = (position: SparkExpression): SparkExpression =>
  sx.call('nullif', position, sx.int(0));

const NOTHING: SparkExpression = {
  kind: 'lambda',
  params: ['item'],
  body: sx.isNull({ kind: 'variable', name: 'item' }),
};

/** `last` in reach of `start`, as the caller tells by `reached`: a sequence that leads away is an error. */
const numbers = (
  start: SparkExpression,
  last: SparkExpression,
  step: SparkExpression,
  reached: SparkExpression,
): SparkExpression => ({
  kind: 'case',
  branches: [
    { when: reached, then: sx.call('sequence', start, last, step) },
    { when: sx.not(reached), then: sx.cast(sx.call('array'), NUMBERS) },
  ],
});

export const LIST_HELPERS: Readonly<Record<string, Helper>> = {
  join_values: helper(
    ['list', 'separator'],
    'The texts with a separator between them, without nulls; null of none.',
    (list, separator) =>
      sx.when(
        sx.greater(sx.call('size', present(list)), sx.int(0)),
        sx.call('array_join', list, separator),
      ),
    { separator: 'STRING' },
  ),
  position_in: helper(
    ['list', 'value'],
    'Position of the value, or of a null, from 1; null where it is not there.',
    (list, value) =>
      sx.when(
        sx.isNotNull(value),
        zeroAsNull(sx.call('array_position', list, value)),
        zeroAsNull(
          sx.call('array_position', sx.call('transform', list, NOTHING), sx.boolean(true)),
        ),
      ),
  ),
  shares_any: helper(
    ['list', 'other'],
    'Whether the lists share an item that is not null.',
    (list, other) =>
      sx.when(
        sx.and(sx.isNotNull(list), sx.isNotNull(other)),
        sx.call('coalesce', sx.call('arrays_overlap', list, other), sx.boolean(false)),
      ),
  ),
  has_all: helper(
    ['list', 'other'],
    'Whether the list holds every item of the other that is not null.',
    (list, other) =>
      sx.equal(sx.call('size', sx.call('array_except', present(other), list)), sx.int(0)),
  ),
  numbers_up: helper(
    ['start', 'stop', 'step'],
    'Whole numbers from the start up to the stop; none where that is below.',
    (start, stop, step) => numbers(start, stop, step, sx.lessOrEqual(start, stop)),
  ),
  numbers_down: helper(
    ['start', 'stop', 'step'],
    'Whole numbers from the start down to the stop; none where that is above.',
    (start, stop, step) => numbers(start, stop, step, sx.greaterOrEqual(start, stop)),
  ),
  numbers_below: helper(
    ['start', 'stop', 'step'],
    'Whole numbers from the start up to before the stop.',
    (start, stop, step) => numbers(start, sx.minus(stop, sx.int(1)), step, sx.less(start, stop)),
  ),
  numbers_above: helper(
    ['start', 'stop', 'step'],
    'Whole numbers from the start down to before the stop.',
    (start, stop, step) => numbers(start, sx.plus(stop, sx.int(1)), step, sx.greater(start, stop)),
  ),
};
