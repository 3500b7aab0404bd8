/** Runs a pipeline: files for its sinks, or rows of the steps that are asked for. */
import type { Diagnostic } from '../contract/diagnostic.ts';
import { EngineFailure, internalError, toEngineError, userError } from '../contract/errors.ts';
import { fileTarget } from '../contract/file-target.ts';
import type { WrittenTable } from '../contract/database.ts';
import type { Relation, Sink } from '../contract/relation.ts';
import { walk } from '../contract/relation.ts';
import type { LogicalPlan } from '../logical/compile.ts';
import type { PipelineDocument } from '../document/schema.ts';
import type { OutputFile, OutputLocation } from '../runtime/runtime.ts';
import { expectationsOf, refuseRepeatedKeys } from './check-expectations.ts';
import { collectTargets, findTarget } from './collect-targets.ts';
import type { EngineOptions, RunOptions, RunResult } from './engine-api.ts';
import { addBytesToRead, collectValues, createServices, optimiseRoots } from './engine-parts.ts';
import type { EngineParts, RunServices } from './engine-parts.ts';
import { executePlan } from './execute-plan.ts';
import { prepareDocument } from './prepare-document.ts';
import { parseTarget, refuseErrors } from './prepare.ts';
import { keysOf } from './relation-key.ts';
import type { OpenRun } from './run-context.ts';
import { withRun } from './run-lifecycle.ts';
import { writeSink } from './write-sink.ts';
import type { Snapshots } from './plan-source.ts';
import type { OpenTable, StoredTable } from './write-table.ts';
import { openTable, storeTable, writeTable } from './write-table.ts';

export const runDocument = (
  parts: EngineParts,
  document: PipelineDocument,
  options: RunOptions,
): Promise<RunResult> =>
  withRun(parts, document, options, (run) =>
    withSnapshots(parts, (snapshots) => runPrepared(parts, document, options, run, snapshots)),
  );

async function runPrepared(
  parts: EngineParts,
  document: PipelineDocument,
  options: RunOptions,
  run: OpenRun,
  snapshots: Snapshots,
): Promise<RunResult> {
  const { registry } = parts;
  const targets = options.targets?.map((target) => parseTarget(target, document, registry));
  const prepared = await prepareDocument(
    parts,
    document,
    { ...options, snapshots },
    options.targets,
  );
  refuseErrors(prepared.diagnostics);
  const { plan } = prepared;
  const warnings: Diagnostic[] = prepared.diagnostics.filter(
    ({ severity }) => severity === 'warning',
  );
  const services = createServices(parts, plan, run, (relation, rows) => {
    warnRejected(run, warnings, relation, rows);
  });

  if (targets !== undefined) {
    const wanted = targets.map(({ key }) => findTarget(key, plan));
    const tables = await collectTargets(wanted, services);
    parts.computed.add(
      wanted.map(({ relation }) => relation),
      keysOf(plan),
    );
    return {
      files: [],
      tablesWritten: [],
      tables: tables.map(({ rows }) => rows),
      warnings,
      milliseconds: run.elapsed(),
    };
  }
  if (plan.sinks.length === 0) throw nothingToRun();
  const { files, tablesWritten } = await writeSinks(parts, plan, services);
  return { files, tablesWritten, tables: [], warnings, milliseconds: run.elapsed() };
}

/**
 * Writes all outputs of a plan. Files appear when all of them are whole; a failure before that leaves
 * what was there as it was.
 */
export async function writeSinks(
  parts: EngineParts,
  plan: LogicalPlan,
  services: RunServices,
): Promise<Pick<RunResult, 'files' | 'tablesWritten'>> {
  const { runtime } = parts;
  const places: Place[] = [];
  let isWritten = false;
  try {
    for (const sink of plan.sinks) {
      const table = await openTable(sink, runtime, services);
      places.push(table ?? { sink, location: await prepareOutput(sink, runtime) });
    }
    const { files, tables } = await runSinks(plan.sinks, places, services);
    isWritten = true;
    // Files are whole by now. What a database then refuses does not take them away: among them may be
    // the rows that were rejected on the way.
    const tablesWritten: WrittenTable[] = [];
    try {
      for (const table of tables) tablesWritten.push(await writeTable(table, services));
    } finally {
      for (const place of places) {
        if ('location' in place) await runtime.commitOutput(place.location);
      }
    }
    parts.computed.add(plan.sinks, keysOf(plan));
    return { files, tablesWritten };
  } catch (thrown) {
    if (!isWritten) {
      const locations = places.flatMap((place) => ('location' in place ? [place.location] : []));
      await Promise.all(locations.map((location) => runtime.discardOutput(location)));
    }
    throw thrown;
  } finally {
    const tables = places.flatMap((place) => ('output' in place ? [place.output] : []));
    await Promise.all(tables.map((table) => table.close()));
  }
}

export const nothingToRun = (): EngineFailure =>
  userError('nothing-to-run', 'The pipeline has no output step, so there is nothing to run.', {
    hint: 'Add an output step, or name a step with --target. A chart writes nothing.',
  });

/** Where a sink writes: a file, or a table. */
type Place = OpenTable | { readonly sink: Sink; readonly location: OutputLocation };

/** What databases keep for the run is let go at its end. */
async function withSnapshots<T>(
  { runtime: { databases } }: EngineParts,
  work: (snapshots: Snapshots) => Promise<T>,
): Promise<T> {
  const snapshots: Snapshots = { names: [] };
  try {
    return await work(snapshots);
  } finally {
    for (const name of snapshots.names) await databases?.release(name);
  }
}

export async function prepareOutput(
  sink: Sink,
  runtime: EngineOptions['runtime'],
): Promise<OutputLocation> {
  const { path, mode, partitionBy } = fileTarget(sink);
  try {
    return await runtime.prepareOutput(path, mode, partitionBy.length > 0);
  } catch (thrown) {
    const error = toEngineError(thrown);
    const node = sink.origin === undefined ? {} : { node: sink.origin.node };
    throw new EngineFailure({ ...error, ...node, param: 'path' }, { cause: thrown });
  }
}

async function runSinks(
  sinks: readonly Sink[],
  places: readonly Place[],
  services: RunServices,
): Promise<{ readonly files: OutputFile[]; readonly tables: StoredTable[] }> {
  const expectations = expectationsOf(sinks);
  const logical = [...sinks, ...expectations.map(({ relation }) => relation)];
  const roots = await optimiseRoots(logical, services);
  addBytesToRead(roots, services);
  const results = await executePlan<OutputFile | StoredTable | undefined>(
    roots,
    async (root, index) => {
      const place = places[index];
      if (place !== undefined && root.kind === 'sink') {
        return 'location' in place
          ? writeSink(root, place.location, services)
          : storeTable(place, root, services);
      }
      const expectation = expectations[index - sinks.length];
      if (expectation === undefined)
        throw internalError('A plan has a root that is not asked for.');
      refuseRepeatedKeys(expectation, await collectValues(root, services));
      return undefined;
    },
    services,
  );
  return {
    files: results.filter((result) => result !== undefined && 'path' in result),
    tables: results.filter((result) => result !== undefined && 'blocks' in result),
  };
}

function warnRejected(
  run: OpenRun,
  warnings: Diagnostic[],
  relation: Relation,
  rows: number,
): void {
  const scan = walk([relation]).find((each) => each.kind === 'scan' && each.output === 'rows');
  const node = scan?.origin?.node;
  const message = `${rows} rows could not be read and went to rejects.`;
  const at = node === undefined ? {} : { node };
  run.emit({ type: 'warning', code: 'rows-rejected', message, ...at });
  warnings.push({ severity: 'warning', code: 'rows-rejected', message, ...at });
}
