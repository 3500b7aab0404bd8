/**
 * Quantiles of values that are stored in ranges: the row counts of the ranges tell which of them holds
 * the wanted rank, and only that one is read and sorted.
 */
import type { Call, Literal } from '../contract/expression.ts';
import { ex } from '../contract/expression.ts';
import { rel } from '../contract/rel.ts';
import type { Aggregate, AggregateCall, Relation, StageOutput } from '../contract/relation.ts';
import { transformUp } from '../contract/relation.ts';
import { besideEachOther, VALUE } from './expand-ungrouped.ts';
import type { PhysicalContext } from './physical-context.ts';

/** The value at one rank, or a part of the way from one to the next. */
export interface RankPlace {
  /** 0-based, among the values in ascending order. */
  readonly rank: number;
  /** 0 (the value itself) to less than 1. */
  readonly towardsNext: number;
}

/** Same objects where the ranges are not there yet. */
export const selectRanks = (
  roots: readonly Relation[],
  context: Pick<PhysicalContext, 'stage'>,
): Relation[] =>
  transformUp(roots, (relation) =>
    relation.kind === 'aggregate' &&
    relation.phase === 'ranked' &&
    relation.input.kind === 'stage-output' &&
    relation.input.distribution.kind === 'range' &&
    relation.input.read === 'partition'
      ? selectFrom(relation, relation.input, context)
      : relation,
  );

function selectFrom(
  aggregate: Aggregate,
  ranges: StageOutput,
  context: Pick<PhysicalContext, 'stage'>,
): Relation {
  const counts = context.stage(ranges).partitions.map(({ rows }) => rows);
  const count = counts.reduce((sum, rows) => sum + rows, 0);
  if (count === 0) return { ...aggregate, input: { ...ranges, read: 'all' } };
  const read = new Map<string, StageOutput>();
  const narrowed = (partitions: readonly number[]): StageOutput => {
    const key = partitions.join();
    const leaf = read.get(key) ?? { ...ranges, read: 'all', partitions };
    read.set(key, leaf);
    return leaf;
  };
  const origin = aggregate.origin === undefined ? {} : { origin: aggregate.origin };
  const valueOf = ({ name, call }: AggregateCall): Relation => {
    const { rank, towardsNext } = rankOf(call, count);
    const last = towardsNext > 0 ? rank + 1 : rank;
    const { partitions, before } = holding(counts, rank, last);
    const sorted = { ...rel.sort(narrowed(partitions), [ex.key(ex.column(VALUE))]), ...origin };
    const values = rel.limit(sorted, last - rank + 1, rank - before);
    // DuckDB interpolates between the two as it would between all, and so to the last bit alike.
    const quantile = ex.call(call.name, ex.column(VALUE), ex.double(towardsNext));
    return { ...rel.aggregate(values, [], [{ name, call: quantile }]), ...origin };
  };
  return besideEachOther(
    aggregate.aggregates.map((item) => ({ relation: valueOf(item), names: [item.name] })),
  );
}

/** Partitions that hold the ranks, and the rows in those before them. */
function holding(
  counts: readonly number[],
  first: number,
  last: number,
): { readonly partitions: readonly number[]; readonly before: number } {
  const partitions: number[] = [];
  let before = 0;
  let start = 0;
  counts.forEach((rows, partition) => {
    const end = start + rows;
    if (rows > 0 && start <= last && end > first) {
      if (partitions.length === 0) before = start;
      partitions.push(partition);
    }
    start = end;
  });
  return { partitions, before };
}

/**
 * Where a quantile lies among `count` values, by the arithmetic of DuckDB's `Interpolator`
 * (extension/core_functions/include/core_functions/aggregate/quantile_helpers.hpp).
 */
export function rankOf(call: Call, count: number): RankPlace {
  const [, fraction] = call.args;
  if (fraction?.kind !== 'literal') throw new TypeError('a rank needs a literal fraction');
  if (call.name === 'quantile_disc') {
    const rest = Math.floor(rowsAbove(fraction, count));
    return { rank: Math.max(1, count - rest) - 1, towardsNext: 0 };
  }
  const place = (count - 1) * Number(fraction.value);
  const rank = Math.floor(place);
  return { rank, towardsNext: place - rank };
}

/** `count - count * fraction`; a decimal fraction is exact, a double is not. */
function rowsAbove({ type, value }: Literal, count: number): number {
  if (type === 'DOUBLE') return count - count * Number(value);
  const [, whole = '0', decimals = ''] = /^(\d*)\.?(\d*)$/.exec(value ?? '') ?? [];
  const scale = 10n ** BigInt(decimals.length);
  const rows = BigInt(count);
  return Number((rows * scale - rows * BigInt(`${whole}${decimals}`)) / scale);
}
