/**
 * Rows of every output that a run went through, counted after it: stages that the run has stored are
 * read again, and what can be told without looking at rows is not counted.
 */
import { formatPortRef } from '../contract/ids.ts';
import type { Relation, Scan } from '../contract/relation.ts';
import type { PipelineDocument } from '../document/schema.ts';
import { upstreamOf } from '../graph/order.ts';
import { createRowCounts, evaluateCount, solveCount, uncounted } from '../optimise/row-counts.ts';
import type { RowCount } from '../optimise/row-counts.ts';
import { endsOf } from './check-expectations.ts';
import { findTarget } from './collect-targets.ts';
import { countRelations } from './count-relations.ts';
import type { CountOptions } from './engine-api.ts';
import { createServices, now } from './engine-parts.ts';
import type { EngineParts, RunServices } from './engine-parts.ts';
import { rejectsNothing } from './plan-context.ts';
import type { Prepared } from './prepare.ts';
import { parseTarget, refuseErrors } from './prepare.ts';
import { prepareDocument } from './prepare-document.ts';
import type { RelationKeys } from './relation-key.ts';
import { keysOf } from './relation-key.ts';
import { openRun } from './run-context.ts';
import { evictBlocks } from './run-lifecycle.ts';

export async function countDocument(
  parts: EngineParts,
  document: PipelineDocument,
  options: CountOptions,
): Promise<ReadonlyMap<string, number>> {
  const { outputs } = options;
  const run = openRun(options.signal, undefined, now, { background: outputs === undefined });
  try {
    const only = outputs ?? options.targets;
    const prepared = await prepareDocument(parts, document, options, only);
    refuseErrors(prepared.diagnostics);
    const services = createServices(parts, prepared.plan, run);
    const went = {
      ...(outputs === undefined
        ? wentThrough(prepared, document, options, parts)
        : justThese(outputs, prepared, document, parts)),
      told: whatWasTold(prepared, document, options, parts),
    };
    return await countPorts(went, keysOf(prepared.plan), options, services);
  } finally {
    run.close();
    await evictBlocks(parts);
  }
}

/** What a run computes, and the outputs on the way there. */
interface WentThrough {
  readonly ends: readonly Relation[];
  /** Known of what the run told: rows of outputs and of what was written. */
  readonly told: readonly { readonly relation: Relation; readonly rows: number }[];
  readonly ports: readonly {
    readonly key: string;
    readonly relation: Relation;
    /** Some step reads it. */
    readonly isRead: boolean;
  }[];
}

function wentThrough(
  { plan, graph }: Prepared,
  document: PipelineDocument,
  { targets }: CountOptions,
  { registry }: EngineParts,
): Omit<WentThrough, 'told'> {
  const asked = targets?.map((target) => parseTarget(target, document, registry));
  const ends = asked?.map(({ key }) => findTarget(key, plan).relation) ?? endsOf(plan.sinks);
  const last =
    asked?.map(({ node }) => node) ??
    plan.sinks.flatMap(({ origin }) => (origin === undefined ? [] : [origin.node]));
  const steps = new Set([...upstreamOf(graph, last), ...last]);
  const read = new Set(asked?.map(({ key }) => key));
  for (const id of steps) {
    for (const ref of [...(graph.nodes.get(id)?.inputs.values() ?? [])].flat())
      read.add(formatPortRef(ref));
  }
  const ports = [...steps].flatMap((id) =>
    (graph.nodes.get(id)?.outPorts ?? []).flatMap((port) => {
      const key = formatPortRef({ node: id, port });
      const relation = plan.ports.get(key)?.relation;
      return relation === undefined ? [] : [{ key, relation, isRead: read.has(key) }];
    }),
  );
  return { ends, ports };
}

function justThese(
  outputs: readonly string[],
  { plan }: Prepared,
  document: PipelineDocument,
  { registry }: EngineParts,
): Omit<WentThrough, 'told'> {
  const ports = outputs.map((output) => {
    const { key } = parseTarget(output, document, registry);
    return { key, relation: findTarget(key, plan).relation, isRead: true };
  });
  return { ends: [], ports };
}

/** Of steps that are not compiled, nothing is of use. */
function whatWasTold(
  { plan, graph }: Prepared,
  document: PipelineDocument,
  { known = new Map() }: CountOptions,
  { registry }: EngineParts,
): WentThrough['told'] {
  return [...known].flatMap(([target, rows]) => {
    const { node, key } = parseTarget(target, document, registry);
    return graph.nodes.has(node) ? [{ relation: findTarget(key, plan).relation, rows }] : [];
  });
}

async function countPorts(
  { ends, told, ports }: WentThrough,
  keyOf: RelationKeys,
  { onCounts }: CountOptions,
  services: RunServices,
): Promise<ReadonlyMap<string, number>> {
  const rowCountOf = createRowCounts((scan) => sourceRows(scan, services));
  const rows = new Map<string, number>();
  const rowsOf = (relation: Relation): number | undefined => rows.get(keyOf(relation));
  const counts = ports.map((port) => ({ ...port, count: rowCountOf(port.relation) }));
  const found = new Map<string, number>();

  const conclude = (): void => {
    for (const each of told) {
      const solved = solveCount(rowCountOf(each.relation), each.rows, rowsOf);
      if (solved !== undefined) rows.set(keyOf(solved.relation), solved.rows);
    }
    const news = new Map<string, number>();
    for (const { key, count } of counts) {
      const known = found.has(key) ? undefined : evaluateCount(count, rowsOf);
      if (known !== undefined) news.set(key, known);
    }
    for (const [key, known] of news) found.set(key, known);
    if (news.size > 0) onCounts?.(news);
  };

  const count = async (wanted: readonly RowCount[]): Promise<void> => {
    const missing = new Map<string, Relation>();
    for (const relation of wanted.flatMap((each) =>
      uncounted(each, (part) => rows.has(keyOf(part))),
    )) {
      if (!missing.has(keyOf(relation))) missing.set(keyOf(relation), relation);
    }
    const keys = [...missing.keys()];
    const counted = await countRelations([...missing.values()], ends, services);
    counted.forEach((each, i) => {
      if (each !== undefined) rows.set(keys[i] ?? '', each);
    });
    conclude();
  };

  conclude();
  // What is seen goes first.
  await count(counts.filter(({ isRead }) => isRead).map((each) => each.count));
  await count(counts.map((each) => each.count));
  return found;
}

function sourceRows(scan: Scan, { physical }: RunServices): number | undefined {
  const description = physical.describe(scan);
  if (scan.output === 'rows') return description.rows;
  return rejectsNothing(description) ? 0 : undefined;
}
