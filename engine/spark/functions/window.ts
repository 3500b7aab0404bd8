/** Functions that need an OVER clause. */
import { sx } from '../expression.ts';
import { refuse } from '../refusal.ts';
import type { SparkFunction, Typed } from '../translate/typed.ts';
import { argument, as, literalOf, typed } from '../translate/typed.ts';
import type { SimpleTypeName } from '../types.ts';
import { simple } from '../types.ts';
import type { SparkFunctions } from './entry.ts';

const ranking =
  (name: string, type: SimpleTypeName): SparkFunction =>
  () =>
    typed(sx.call(name), simple(type));

/** Spark wants numbers of rows as literals. */
function rows(value: Typed | undefined, what: string): number {
  const count = Number(literalOf(value));
  if (Number.isSafeInteger(count) && Math.abs(count) < 2 ** 31) return count;
  return refuse(`${what} must be a whole number, written out.`);
}

const neighbour =
  (name: 'lag' | 'lead'): SparkFunction =>
  (args) => {
    const value = argument(args, 0);
    const offset = args[1] === undefined ? 1 : rows(args[1], `The offset of ${name}()`);
    const [, , other] = args;
    if (other !== undefined && other.expression.kind !== 'literal') {
      return refuse(`The default of ${name}() must be a literal.`);
    }
    const last = other === undefined ? [] : [as(other, value.type)];
    return typed(sx.call(name, value.expression, sx.int(offset), ...last), value.type);
  };

const ofFrame =
  (name: 'first_value' | 'last_value'): SparkFunction =>
  (args) => {
    const value = argument(args, 0);
    return typed(sx.call(name, value.expression), value.type);
  };

export const WINDOW: SparkFunctions = {
  row_number: ranking('row_number', 'INT'),
  rank: ranking('rank', 'INT'),
  dense_rank: ranking('dense_rank', 'INT'),
  percent_rank: ranking('percent_rank', 'DOUBLE'),
  cume_dist: ranking('cume_dist', 'DOUBLE'),
  ntile: (args) => {
    const parts = rows(args[0], 'The number of parts of ntile()');
    if (parts < 1) return refuse('ntile() needs one part at least.');
    return typed(sx.call('ntile', sx.int(parts)), simple('INT'));
  },
  lag: neighbour('lag'),
  lead: neighbour('lead'),
  first_value: ofFrame('first_value'),
  last_value: ofFrame('last_value'),
  nth_value: (args) => {
    const value = argument(args, 0);
    const position = rows(args[1], 'The position of nth_value()');
    if (position < 1) return refuse('nth_value() counts rows from 1.');
    return typed(sx.call('nth_value', value.expression, sx.int(position)), value.type);
  },
};
