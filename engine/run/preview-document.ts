/** The first rows of a step, from as little of its sources as they need. */
import { internalError } from '../contract/errors.ts';
import type { PipelineDocument } from '../document/schema.ts';
import type { Collected, Wanted } from './collect-targets.ts';
import { collectTargets, findTarget } from './collect-targets.ts';
import type { Preview, PreviewOptions } from './engine-api.ts';
import { createServices, now } from './engine-parts.ts';
import type { EngineParts, OpenRows, RunServices } from './engine-parts.ts';
import { extentOf } from './extent.ts';
import { prepareDocument } from './prepare-document.ts';
import { parseTarget, refuseErrors } from './prepare.ts';
import type { LogicalPlan } from '../logical/compile.ts';
import { keysOf } from './relation-key.ts';
import { openRun } from './run-context.ts';
import { openSampling, sampleRelation } from './sample-relation.ts';
import type { Coverage } from './source-samples.ts';
import { inputsOfStep } from './stored-inputs.ts';
import { sampleSource } from './take-sample.ts';
import type { WholeRows } from './whole-rows.ts';
import { createWholeRows } from './whole-rows.ts';

const DEFAULT_PREVIEW_ROWS = 20;

export async function previewDocument(
  parts: EngineParts,
  document: PipelineDocument,
  options: PreviewOptions,
): Promise<Preview> {
  const run = openRun(options.signal, undefined, now, { interactive: options.sample === true });
  try {
    const { key } = parseTarget(options.target, document, parts.registry);
    const { plan, diagnostics } = await prepareDocument(parts, document, options, [options.target]);
    refuseErrors(diagnostics);
    const services = createServices(parts, plan, run);
    const wanted = findTarget(key, plan);
    const limit = options.rows ?? DEFAULT_PREVIEW_ROWS;
    if (options.sample !== true) {
      const { rows, more } = await collectOne(wanted, services, limit);
      return { ...rows, complete: !more, extent: { kind: more ? 'first' : 'all' } };
    }
    const compileAll = async (): Promise<LogicalPlan> =>
      (await prepareDocument(parts, document, options)).plan;
    const whole = createWholeRows(parts, plan, keysOf(plan), compileAll);
    return await previewSampled(wanted, limit, whole, parts, plan, services);
  } finally {
    run.close();
  }
}

async function previewSampled(
  wanted: Wanted,
  limit: number,
  whole: WholeRows,
  parts: EngineParts,
  plan: LogicalPlan,
  services: RunServices,
): Promise<Preview> {
  const { relation } = wanted;
  const all = parts.opened.get(whole.keyOf(relation)) ?? (await whole.of(relation));
  if (all !== undefined) return readFirst(wanted, limit, all, 'whole');
  const sampling = createServices(parts, plan, openSampling());
  if (relation.kind === 'scan' && relation.columns === undefined) {
    const sample = await sampleSource(relation, parts, sampling);
    if (sample.partitions.some((blocks) => blocks.length > 0))
      return readFirst(wanted, limit, sample, sample.coverage);
  }
  const inputs = inputsOfStep(relation, whole, parts, plan);
  const stored = new Map([...inputs.stored, ...(await whole.below(relation))]);
  const sampled = await sampleRelation(relation, parts, services, sampling, stored);
  const { rows, more } = await collectOne(
    { ...wanted, relation: sampled.relation },
    services,
    limit,
  );
  inputs.storeOthers();
  const extent = extentOf(sampled, more);
  return { ...rows, complete: extent.kind === 'all', extent };
}

/** Rows that are stored as they are shown. */
async function readFirst(
  { key: target, schema }: Wanted,
  limit: number,
  stored: OpenRows,
  coverage: Coverage,
): Promise<Preview> {
  const rows = Math.min(limit, stored.rows);
  const extent = extentOf({ coverage, sourceRows: stored.rows }, stored.rows > limit);
  const ipc = await stored.read(0, rows);
  return { target, schema, rows, ipc, complete: extent.kind === 'all', extent };
}

async function collectOne(
  wanted: Wanted,
  services: RunServices,
  limit: number,
): Promise<Collected> {
  const [collected] = await collectTargets([wanted], services, limit);
  if (collected === undefined) throw internalError('A preview gave no table.');
  return collected;
}
