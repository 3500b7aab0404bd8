/** Runs a pipeline: files for its sinks, or rows of the steps that are asked for. */
import type { Diagnostic } from '../contract/diagnostic.ts';
import { EngineFailure, internalError, toEngineError, userError } from '../contract/errors.ts';
import type { Relation, Sink } from '../contract/relation.ts';
import { walk } from '../contract/relation.ts';
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

export const runDocument = (
  parts: EngineParts,
  document: PipelineDocument,
  options: RunOptions,
): Promise<RunResult> =>
  withRun(parts, document, options, (run) => runPrepared(parts, document, options, run));

async function runPrepared(
  parts: EngineParts,
  document: PipelineDocument,
  options: RunOptions,
  run: OpenRun,
): Promise<RunResult> {
  const { runtime, registry } = parts;
  const targets = options.targets?.map((target) => parseTarget(target, document, registry));
  const prepared = await prepareDocument(parts, document, options, options.targets);
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
      tables: tables.map(({ rows }) => rows),
      warnings,
      milliseconds: run.elapsed(),
    };
  }
  if (plan.sinks.length === 0) {
    throw userError(
      'nothing-to-run',
      'The pipeline has no output step, so there is nothing to run.',
      {
        hint: 'Add an output.file step, or name a step with --target. A chart writes nothing.',
      },
    );
  }
  const locations: OutputLocation[] = [];
  try {
    for (const sink of plan.sinks) locations.push(await prepareOutput(sink, runtime));
    const files = await runSinks(plan.sinks, locations, services);
    for (const location of locations) await runtime.commitOutput(location);
    parts.computed.add(plan.sinks, keysOf(plan));
    return { files, tables: [], warnings, milliseconds: run.elapsed() };
  } catch (thrown) {
    await Promise.all(locations.map((location) => runtime.discardOutput(location)));
    throw thrown;
  }
}

async function prepareOutput(
  sink: Sink,
  runtime: EngineOptions['runtime'],
): Promise<OutputLocation> {
  const { path, mode, partitionBy } = sink.target;
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
  locations: readonly OutputLocation[],
  services: RunServices,
): Promise<OutputFile[]> {
  const expectations = expectationsOf(sinks);
  const logical = [...sinks, ...expectations.map(({ relation }) => relation)];
  const roots = await optimiseRoots(logical, services);
  addBytesToRead(roots, services);
  const results = await executePlan<OutputFile | undefined>(
    roots,
    async (root, index) => {
      const location = locations[index];
      if (location !== undefined && root.kind === 'sink')
        return writeSink(root, location, services);
      const expectation = expectations[index - sinks.length];
      if (expectation === undefined)
        throw internalError('A plan has a root that is not asked for.');
      refuseRepeatedKeys(expectation, await collectValues(root, services));
      return undefined;
    },
    services,
  );
  return results.filter((result) => result !== undefined);
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
