/** Outputs whose rows were computed elsewhere: they lie here as files of Arrow, and are written as the pipeline says. */
import { ex } from '../contract/expression.ts';
import { rel } from '../contract/rel.ts';
import type { Scan, Sink } from '../contract/relation.ts';
import type { ArrowSource } from '../contract/source-spec.ts';
import { formatType } from '../contract/schema.ts';
import type { LogicalPlan } from '../logical/compile.ts';
import { sourceKey } from '../logical/compile.ts';
import type { EngineParts } from './engine-parts.ts';

/**
 * The plan of these outputs alone, over the files.
 * @param fetched pattern of files, in the order of their names, by output step
 */
export async function overFetched(
  { catalog }: EngineParts,
  plan: LogicalPlan,
  fetched: ReadonlyMap<string, string>,
): Promise<LogicalPlan> {
  const sources = new Map(plan.sources);
  const sinks: Sink[] = [];
  for (const sink of plan.sinks) {
    const node = sink.origin?.node;
    const pattern = node === undefined ? undefined : fetched.get(node);
    if (pattern === undefined) continue;
    const source: ArrowSource = { format: 'arrow', paths: [pattern] };
    sources.set(sourceKey(source), await catalog.describe(source, node));
    const scan: Scan = { kind: 'scan', source, output: 'rows' };
    // Rows come in the types that stand for theirs elsewhere.
    const columns = (plan.schemaOf(sink.input) ?? []).map(({ name, type }) => ({
      name,
      expression: ex.cast(ex.column(name), formatType(type)),
    }));
    sinks.push({ ...sink, input: rel.project(scan, columns) });
  }
  return { ...plan, sources, sinks };
}
