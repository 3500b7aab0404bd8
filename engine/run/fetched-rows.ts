/** Outputs whose rows were computed elsewhere: they lie here as files of Arrow, and are written as the pipeline says. */
import { internalError } from '../contract/errors.ts';
import { ex } from '../contract/expression.ts';
import { rel } from '../contract/rel.ts';
import type { Scan } from '../contract/relation.ts';
import type { ArrowSource } from '../contract/source-spec.ts';
import { formatType } from '../contract/schema.ts';
import type { LogicalPlan } from '../logical/compile.ts';
import { sourceKey } from '../logical/compile.ts';
import type { EngineParts } from './engine-parts.ts';

/**
 * The plan of one output alone, over files.
 * @param files pattern, in the order of the names
 */
export async function overFetched(
  { catalog }: EngineParts,
  plan: LogicalPlan,
  step: string,
  files: string,
): Promise<LogicalPlan> {
  const found = plan.sinks.find(({ origin }) => origin?.node === step);
  if (found === undefined) throw internalError(`The step ${step} is no output.`);
  const source: ArrowSource = { format: 'arrow', paths: [files] };
  const description = await catalog.describe(source, found.origin?.node);
  const scan: Scan = { kind: 'scan', source, output: 'rows' };
  // Rows come in the types that stand for theirs elsewhere.
  const columns = (plan.schemaOf(found.input) ?? []).map(({ name, type }) => ({
    name,
    expression: ex.cast(ex.column(name), formatType(type)),
  }));
  return {
    ...plan,
    sources: new Map([...plan.sources, [sourceKey(source), description]]),
    sinks: [{ ...found, input: rel.project(scan, columns) }],
  };
}
