/**
 * Looks at the keys at the front of a grouping's input: where most rows have a key of their own, a
 * partial aggregate in each partition does the work twice and leaves as much to move.
 */
import type { Expression } from '../contract/expression.ts';
import { ex } from '../contract/expression.ts';
import { rel } from '../contract/rel.ts';
import type { Aggregate, Distinct, NamedExpression, Relation } from '../contract/relation.ts';
import { inputsOf } from '../contract/relation.ts';
import { partitioningOf } from './partitioning.ts';
import type { PhysicalContext } from './physical-context.ts';
import type { Sizing } from './sizing.ts';
import { sourceBytes } from './source-bytes.ts';

/** A grouping of which is not known yet whether each partition is grouped first. */
export type OpenGrouping = (Aggregate | Distinct) & { readonly phase: 'open' };

export const isOpenGrouping = (relation: Relation): relation is OpenGrouping =>
  (relation.kind === 'aggregate' || relation.kind === 'distinct') && relation.phase === 'open';

/** Whether a look at the first rows is cheap, and small beside the work that it may save. */
export function maySampleKeys(
  input: Relation,
  context: Pick<PhysicalContext, 'splitsOf' | 'stage' | 'sizing'>,
): boolean {
  return (
    partitioningOf(input, context).kind === 'unknown' &&
    streams(input) &&
    sourceBytes(input, context) >= context.sizing.sampleKeysBytes
  );
}

/** Whether a relation's first rows come before all of its input was read. */
function streams(relation: Relation): boolean {
  switch (relation.kind) {
    case 'scan':
    case 'stage-output':
    case 'exchange':
      return true;
    case 'filter':
    case 'project':
    case 'union':
    case 'unnest':
    case 'unpivot':
    case 'join':
    case 'sample':
      return inputsOf(relation).every(streams);
    default:
      return false;
  }
}

export const groupingKeys = (grouping: OpenGrouping): readonly Expression[] =>
  grouping.kind === 'aggregate'
    ? grouping.keys.map((key) => key.expression)
    : (grouping.keys ?? []).map((name) => ex.column(name));

/** One row of texts: how many keys the first rows of a partition have, and how many rows those are. */
export function keySample(grouping: OpenGrouping, { sampledKeys }: Sizing): Relation {
  const keys = groupingKeys(grouping).map((expression, i) => ({ name: `k${i}`, expression }));
  const front = { ...rel.limit(rel.project(grouping.input, keys), sampledKeys), local: true };
  const byColumn = keys.map(({ name }) => ({ name, expression: ex.column(name) }));
  const grouped = rel.aggregate(front, byColumn, [{ name: 'n', call: ex.call('count') }]);
  const counted = rel.aggregate(
    grouped,
    [],
    [
      { name: 'keys', call: ex.call('count') },
      { name: 'rows', call: ex.call('sum', ex.column('n')) },
    ],
  );
  const asText = (name: string): NamedExpression => ({
    name,
    expression: ex.cast(ex.column(name), 'VARCHAR'),
  });
  return rel.project(counted, [asText('keys'), asText('rows')]);
}

/**
 * Share of a partition's rows that a partial aggregate would leave.
 * @param keys distinct keys among the sampled rows
 * @param sampled rows that were looked at
 * @param rows rows of the partition; what the sample does not show is expected as if every key were
 *   as likely as any other
 * @returns 0 (one key) to 1 (every row its own); 0 also where the sample is too small to tell
 */
export function distinctShare(
  keys: number,
  sampled: number,
  rows: number,
  { sampledKeys, fewestSampledKeys }: Sizing,
): number {
  if (sampled < fewestSampledKeys) return 0;
  if (sampled < sampledKeys || rows <= sampled) return keys / sampled;
  if (keys >= sampled) return 1;
  // Drawing n times of d keys shows d * (1 - exp(-n / d)) of them, which grows with d.
  const shown = (d: number, n: number): number => -d * Math.expm1(-n / d);
  let low = keys;
  let high = sampled * sampled;
  for (let i = 0; i < 100; i += 1) {
    const middle = (low + high) / 2;
    if (shown(middle, sampled) < keys) low = middle;
    else high = middle;
  }
  return Math.min(1, shown(low, rows) / rows);
}
