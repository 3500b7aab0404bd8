/** How much of an optimised plan's rows must move, as a cluster would move them: a guess, from the sizes of sources. */
import type { MeasuredExchange, PlanMeasure } from '../contract/plan-measure.ts';
import type { Relation, Scan } from '../contract/relation.ts';
import { inputsOf, walk } from '../contract/relation.ts';
import type { Schema } from '../contract/schema.ts';
import { createRowEstimator, estimateBytes, type ScanEstimate } from './estimate-rows.ts';

export interface MeasureContext {
  readonly bind: (relation: Relation) => Promise<Schema>;
  readonly estimate: ScanEstimate;
  /** Bytes that a scan reads of its source. */
  readonly bytesOf: (scan: Scan) => number;
  /** Equal for scans of one source. */
  readonly sourceKey: (scan: Scan) => string;
}

/** Up to this size Spark sends the right side of a join to everybody (`autoBroadcastJoinThreshold`). */
const BROADCAST_BYTES = 10 * 1024 * 1024;
/** Tasks that each aggregate their part first: one for so many bytes of sources. */
const TASK_BYTES = 128 * 1024 * 1024;

interface Size {
  readonly rows: number;
  readonly bytes: number;
}

/** @param roots sinks, optimised; columns that nobody reads would count as moved */
export async function measurePlan(
  roots: readonly Relation[],
  context: MeasureContext,
): Promise<PlanMeasure> {
  const relations = walk(roots);
  const rowsOf = createRowEstimator(context.estimate);
  const sizes = new Map<Relation, Size>();
  for (const relation of relations) {
    const input = relation.kind === 'sink' ? relation.input : relation;
    const rows = rowsOf(input);
    sizes.set(relation, { rows, bytes: estimateBytes(rows, await context.bind(input)) });
  }
  const sizeOf = (relation: Relation): Size => sizes.get(relation) ?? { rows: 0, bytes: 0 };
  return {
    sources: measureSources(relations, context),
    exchanges: relations.flatMap((relation) => exchangesOf(relation, sizeOf, context)),
    outputs: roots.map((root) => ({ step: root.origin?.node, ...sizeOf(root) })),
  };
}

function measureSources(
  relations: readonly Relation[],
  { sourceKey, bytesOf, estimate }: MeasureContext,
): PlanMeasure['sources'] {
  const scans = relations.filter((one) => one.kind === 'scan');
  const distinct = new Map(scans.map((scan) => [sourceKey(scan), scan]));
  return [...distinct.values()].map((scan) => ({
    step: scan.origin?.node,
    bytes: bytesOf(scan),
    rows: estimate(scan)?.rows ?? 0,
    from: placeOf(scan),
  }));
}

function placeOf({ source }: Scan): PlanMeasure['sources'][number]['from'] {
  if (source.format === 'database') return 'database';
  return source.format === 'inline' || source.format === 'generate' ? 'pipeline' : 'files';
}

function exchangesOf(
  relation: Relation,
  sizeOf: (relation: Relation) => Size,
  context: MeasureContext,
): MeasuredExchange[] {
  const step = relation.origin?.node;
  const exchange = (kind: MeasuredExchange['kind'], size: Size): MeasuredExchange => ({
    step,
    kind,
    ...size,
  });
  const [first] = inputsOf(relation);
  const input = first === undefined ? { rows: 0, bytes: 0 } : sizeOf(first);
  switch (relation.kind) {
    case 'aggregate':
      return relation.keys.length === 0
        ? []
        : [exchange('hash', partly(input, sizeOf(relation), tasksOf(relation, context)))];
    case 'pivot':
      return relation.rows.length === 0
        ? []
        : [exchange('hash', partly(input, sizeOf(relation), tasksOf(relation, context)))];
    case 'join':
    case 'asof-join': {
      const right = sizeOf(relation.right);
      if (relation.on.length === 0 || right.bytes <= BROADCAST_BYTES) {
        return [exchange('broadcast', right)];
      }
      return [exchange('hash', input), exchange('hash', right)];
    }
    case 'distinct':
      return [exchange('hash', input)];
    case 'sort':
      return [exchange('range', input)];
    case 'window': {
      const isOpen = relation.expressions.some(({ window }) => window.partitionBy.length === 0);
      return [exchange(isOpen ? 'gather' : 'hash', input)];
    }
    case 'top-n':
      return relation.per.length === 0
        ? [exchange('gather', partly(input, sizeOf(relation), tasksOf(relation, context)))]
        : [exchange('hash', input)];
    case 'sql':
      return [exchange('gather', input)];
    case 'sample':
      return relation.method === 'stratified' ? [exchange('hash', input)] : [];
    case 'scan':
    case 'filter':
    case 'project':
    case 'limit':
    case 'union':
    case 'unpivot':
    case 'unnest':
    case 'sink':
    case 'exchange':
    case 'stage-output':
      return [];
  }
}

/** Each task sends its own part of the result; at worst all that it got. */
function partly(input: Size, result: Size, tasks: number): Size {
  return {
    rows: Math.min(input.rows, result.rows * tasks),
    bytes: Math.min(input.bytes, result.bytes * tasks),
  };
}

function tasksOf(relation: Relation, { bytesOf }: MeasureContext): number {
  const scans = walk([relation]).filter((one) => one.kind === 'scan');
  return Math.max(1, Math.ceil(scans.reduce((sum, scan) => sum + bytesOf(scan), 0) / TASK_BYTES));
}
