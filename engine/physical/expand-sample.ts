/**
 * Samples that need all rows of a group, in terms of relations that split. The draws are those of
 * `engine/sql/sample-draw.ts`, so that every number of partitions picks the same rows.
 */
import type { Expression, SortKey, WindowCall } from '../contract/expression.ts';
import { ex } from '../contract/expression.ts';
import { rel } from '../contract/rel.ts';
import type { Relation, Sample } from '../contract/relation.ts';
import { sampleDraw } from '../sql/sample-draw.ts';
import { ORDINAL, withOrdinal } from './ordinal.ts';

const DRAW = '__draw';
const RANK = '__rank';
const COUNT = '__count';

/**
 * @param columns output columns of the sample
 * @returns the sample itself where each row's fate hangs on its own draw
 */
export function expandSample(sample: Sample, columns: readonly string[]): Relation {
  const { input, amount, method } = sample;
  if (method === 'first' && 'rows' in amount) return rel.limit(input, amount.rows);
  if (method === 'random' && 'fraction' in amount) return sample;

  const drawn = rel.project(withOrdinal(input, columns), [
    ...[...columns, ORDINAL].map((name) => ({ name, expression: ex.column(name) })),
    { name: DRAW, expression: sampleDraw(ex.column(ORDINAL), sample.seed) },
  ]);
  const byOrdinal = ex.key(ex.column(ORDINAL));
  const order = method === 'first' ? [byOrdinal] : [ex.key(ex.column(DRAW)), byOrdinal];
  const groups = method === 'stratified' ? sample.by.map((name) => ex.column(name)) : [];
  const picked =
    'rows' in amount
      ? rel.topN({ input: drawn, per: groups, by: order, rows: amount.rows, offset: 0 })
      : topFraction(drawn, groups, order, amount.fraction);
  return rel.select(rel.sort(picked, [byOrdinal]), columns);
}

/** The first rows of every group, as many as the rounded fraction of its size. */
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
  const wanted = ex.call('round', ex.binary('*', ex.double(fraction), ex.column(COUNT)));
  return rel.filter(ranked, ex.binary('<=', ex.column(RANK), wanted));
}
