/** The first rows of a step, from as little of its sources as they need. */
import { internalError } from '../contract/errors.ts';
import type { PipelineDocument } from '../document/schema.ts';
import type { Collected, Wanted } from './collect-targets.ts';
import { collectTargets, findTarget } from './collect-targets.ts';
import type { Preview, PreviewOptions } from './engine-api.ts';
import { createServices, now } from './engine-parts.ts';
import type { EngineParts, RunServices } from './engine-parts.ts';
import { extentOf } from './extent.ts';
import { prepareDocument } from './prepare-document.ts';
import { parseTarget, refuseErrors } from './prepare.ts';
import type { LogicalPlan } from '../logical/compile.ts';
import { relationKey } from './relation-key.ts';
import { openRun } from './run-context.ts';
import { openSampling, sampleRelation } from './sample-relation.ts';
import { inputsOfStep } from './stored-inputs.ts';

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
    return await previewSampled(wanted, limit, parts, plan, services);
  } finally {
    run.close();
  }
}

async function previewSampled(
  wanted: Wanted,
  limit: number,
  parts: EngineParts,
  plan: LogicalPlan,
  services: RunServices,
): Promise<Preview> {
  const { key: target, schema } = wanted;
  const content = relationKey(wanted.relation, (scan) => services.describe(scan).fingerprint);
  const open = parts.opened.get(content);
  if (open !== undefined) {
    const more = open.rows > limit;
    const rows = Math.min(limit, open.rows);
    const ipc = await open.read(0, rows);
    return { target, schema, rows, ipc, complete: !more, extent: { kind: more ? 'first' : 'all' } };
  }
  const inputs = inputsOfStep(wanted.relation, parts, plan, services);
  const sampling = createServices(parts, plan, openSampling());
  const sampled = await sampleRelation(wanted.relation, parts, services, sampling, inputs.stored);
  const { rows, more } = await collectOne(
    { ...wanted, relation: sampled.relation },
    services,
    limit,
  );
  inputs.storeOthers();
  const extent = extentOf(sampled, more);
  return { ...rows, complete: extent.kind === 'all', extent };
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
