/**
 * Sampling in terms of other relations. A row's fate hangs on the seed and its position in the
 * input only, so that any number of partitions picks the same rows.
 */
import type { Expression, SortKey, WindowCall } from '../contract/expression.ts';
import { ex } from '../contract/expression.ts';
import { rel } from '../contract/rel.ts';
import type { Relation, Sample } from '../contract/relation.ts';
import { withOrdinal, ORDINAL } from './ordinal.ts';

const KEY = '__sample';
const RANK = '__rank';
const COUNT = '__count';

/** Number of UBIGINT hashes: the scale from a hash to a fraction. */
const HASH_RANGE = 18446744073709551616;

/**
 * @param columns output columns of the sample
 * @returns an equal relation made of limits, filters, top-n and windows
 */
export function expandSample(sample: Sample, columns: readonly string[]): Relation {
  const { input, amount } = sample;
  if (sample.method === 'first' && 'rows' in amount) return rel.limit(input, amount.rows);

  const numbered = withOrdinal(input, columns);
  const keyed = rel.project(numbered, [
    ...[...columns, ORDINAL].map((name) => ({ name, expression: ex.column(name) })),
    {
      name: KEY,
      expression: ex.call('hash', ex.column(ORDINAL), ex.bigint(sample.seed)),
    },
  ]);
  const order: SortKey[] = [
    sample.method === 'first' ? ex.key(ex.column(ORDINAL)) : ex.key(ex.column(KEY)),
  ];
  const groups = sample.method === 'stratified' ? sample.by.map((name) => ex.column(name)) : [];
  const picked =
    'rows' in amount
      ? rel.topN({ input: keyed, per: groups, by: order, rows: amount.rows, offset: 0 })
      : sample.method === 'random'
        ? rel.filter(keyed, ex.binary('<', hashFraction(), ex.double(amount.fraction)))
        : topFraction(keyed, groups, order, amount.fraction);
  return rel.select(rel.sort(picked, [ex.key(ex.column(ORDINAL))]), columns);
}

const hashFraction = (): Expression =>
  ex.binary('/', ex.cast(ex.column(KEY), 'DOUBLE'), ex.double(HASH_RANGE));

/** The first ⌈fraction × n⌉ rows of every group. */
function topFraction(
  input: Relation,
  groups: readonly Expression[],
  order: readonly SortKey[],
  fraction: number,
): Relation {
  const over = (name: string, orderBy: readonly SortKey[]): WindowCall => ({
    kind: 'window',
    call: ex.call(name),
    partitionBy: groups,
    orderBy,
  });
  const ranked = rel.window(input, [
    { name: RANK, window: over('row_number', order) },
    { name: COUNT, window: over('count', []) },
  ]);
  return rel.filter(
    ranked,
    ex.binary(
      '<=',
      ex.column(RANK),
      ex.call('ceil', ex.binary('*', ex.column(COUNT), ex.double(fraction))),
    ),
  );
}
