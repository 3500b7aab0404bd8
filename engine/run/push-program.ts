/** What pushes and comparisons of a pipeline share: its program for the cluster, and rows that go along. */
import { internalError } from '../contract/errors.ts';
import { ex } from '../contract/expression.ts';
import { rel } from '../contract/rel.ts';
import type { Relation, Scan } from '../contract/relation.ts';
import { walk } from '../contract/relation.ts';
import type { SourceDescription } from '../contract/source.ts';
import { stepNames } from '../export/step-names.ts';
import { sourceKey } from '../logical/compile.ts';
import type { WantedOutput } from '../remote/spark-plan/program.ts';
import { planProgram } from '../remote/spark-plan/program.ts';
import { isClusterPath } from '../remote/spark-plan/shared-paths.ts';
import type { ShippedSource } from '../remote/spark-plan/sources.ts';
import { transportType } from '../remote/spark-plan/transport.ts';
import { endsOf } from './check-expectations.ts';
import type { PreparedPush, PushPlanOptions } from './engine-api.ts';
import type { EngineParts, RunServices } from './engine-parts.ts';
import { createServices, now } from './engine-parts.ts';
import type { DescribeElsewhere } from './prepare-document.ts';
import type { Prepared } from './prepare.ts';
import { refuseErrors } from './prepare.ts';
import { openRun } from './run-context.ts';
import { storeRows } from './stored-rows.ts';

/** Files that are named by URI are looked at by the cluster, once for each source. */
export function describedThere({
  describeFiles,
}: Pick<PushPlanOptions, 'describeFiles'>): DescribeElsewhere {
  const known = new Map<string, Promise<SourceDescription>>();
  return (spec, node) => {
    if (!('paths' in spec) || !spec.paths.some(isClusterPath)) return undefined;
    const key = sourceKey(spec);
    const found = known.get(key) ?? describeFiles(spec, node);
    known.set(key, found);
    return found;
  };
}

/** The columns of relations that are not part of a whole pipeline, such as queries, are known after that. */
export async function bindAll({ plan }: Prepared, { physical }: RunServices): Promise<void> {
  for (const part of walk(endsOf(plan.sinks))) await physical.bind(part);
}

/**
 * @param sampledBytes of a source of which some rows go along, whoever could read the others
 * @throws user what Spark cannot do, at the steps
 */
export async function programOf(
  parts: EngineParts,
  { plan, input, diagnostics }: Prepared,
  outputs: readonly WantedOutput[],
  { uriOf, signal }: Pick<PushPlanOptions, 'uriOf' | 'signal'>,
  sampledBytes?: (scan: Scan) => number | undefined,
): Promise<Pick<PreparedPush, 'program' | 'diagnostics'>> {
  const services = createServices(parts, plan, openRun(signal, undefined, now));
  const planned = await planProgram({
    outputs,
    steps: stepNames(plan),
    schemaOf: plan.schemaOf,
    describe: parts.describe,
    describeSource: (scan) => services.physical.describe(scan),
    parameters: input.parameters,
    uriOf,
    ...(sampledBytes === undefined ? {} : { sampledBytes }),
  });
  if (!planned.ok) {
    refuseErrors(planned.diagnostics);
    throw internalError('A pipeline is refused for no reason.');
  }
  return {
    program: planned.program,
    diagnostics: [...diagnostics, ...planned.diagnostics],
  };
}

/** Bytes of rows in one piece of what goes along: pieces that the server has are not sent again. */
const PIECE_BYTES = 8 << 20;

/** Rows in the types that stand for theirs on their way. */
export async function* shippedPieces(
  parts: EngineParts,
  services: RunServices,
  rows: Relation,
  columns: ShippedSource['columns'],
): AsyncGenerator<Uint8Array, void> {
  const cast = columns.map(({ name, type }) => ({
    name,
    expression: ex.cast(ex.column(name), transportType(type)),
  }));
  const stored = await storeRows(parts, rel.project(rows, cast), services);
  try {
    const pieces = Math.max(1, Math.ceil(stored.bytes / PIECE_BYTES));
    const size = Math.max(1, Math.ceil(stored.rows / pieces));
    // One piece without rows tells the columns.
    for (let from = 0; from === 0 || from < stored.rows; from += size) {
      yield await stored.read(from, size);
    }
  } finally {
    await stored.close();
  }
}
