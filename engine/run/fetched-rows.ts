/** Outputs whose rows were computed elsewhere: they lie here as files of Arrow, and are written as the pipeline says. */
import { internalError } from '../contract/errors.ts';
import { ex } from '../contract/expression.ts';
import { rel } from '../contract/rel.ts';
import type { NodeId } from '../contract/ids.ts';
import type { Relation, Scan } from '../contract/relation.ts';
import type { ArrowSource } from '../contract/source-spec.ts';
import { formatType, type Schema } from '../contract/schema.ts';
import type { LogicalPlan } from '../logical/compile.ts';
import { sourceKey } from '../logical/compile.ts';
import { collectTargets } from './collect-targets.ts';
import type { Preview } from './engine-api.ts';
import { createServices, type EngineParts, now } from './engine-parts.ts';
import { openRun } from './run-context.ts';

/**
 * The plan of one output alone, over files.
 * @param files pattern, in the order of the names
 */
export async function overFetched(
  parts: EngineParts,
  plan: LogicalPlan,
  step: string,
  files: string,
): Promise<LogicalPlan> {
  const found = plan.sinks.find(({ origin }) => origin?.node === step);
  if (found === undefined) throw internalError(`The step ${step} is no output.`);
  const { rows, sources } = await fetchedRows(
    parts,
    plan,
    plan.schemaOf(found.input) ?? [],
    files,
    found.origin?.node,
  );
  return { ...plan, sources, sinks: [{ ...found, input: rows }] };
}

/** The first of the rows that were fetched to be looked at. */
export async function previewFetched(
  parts: EngineParts,
  plan: LogicalPlan,
  { key, schema }: { readonly key: string; readonly schema: Schema },
  files: string,
  { rows: limit, signal }: { readonly rows: number; readonly signal?: AbortSignal | undefined },
): Promise<Preview> {
  const run = openRun(signal, undefined, now, { interactive: true });
  try {
    const { rows, sources } = await fetchedRows(parts, plan, schema, files, undefined);
    const services = createServices(parts, { ...plan, sources }, run);
    const [found] = await collectTargets([{ key, schema, relation: rows }], services, limit);
    if (found === undefined) throw internalError('A preview gave no table.');
    const { more, rows: shown } = found;
    return { ...shown, complete: !more, extent: { kind: more ? 'first' : 'all' } };
  } finally {
    run.close();
  }
}

/** Rows come in the types that stand for theirs elsewhere. */
export async function fetchedRows(
  { catalog }: EngineParts,
  plan: LogicalPlan,
  schema: Schema,
  files: string,
  node: NodeId | undefined,
): Promise<{ readonly rows: Relation; readonly sources: LogicalPlan['sources'] }> {
  const source: ArrowSource = { format: 'arrow', paths: [files] };
  const description = await catalog.describe(source, node);
  const scan: Scan = { kind: 'scan', source, output: 'rows' };
  const columns = schema.map(({ name, type }) => ({
    name,
    expression: ex.cast(ex.column(name), formatType(type)),
  }));
  return {
    rows: rel.project(scan, columns),
    sources: new Map([...plan.sources, [sourceKey(source), description]]),
  };
}
