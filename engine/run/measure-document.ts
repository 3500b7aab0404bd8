/** How much a pipeline would read, move and write; nothing of it is run. */
import type { PlanMeasure } from '../contract/plan-measure.ts';
import type { PipelineDocument } from '../document/schema.ts';
import { measurePlan } from '../optimise/measure-plan.ts';
import { optimise } from '../optimise/optimise.ts';
import type { RunOptions } from './engine-api.ts';
import { createServices, type EngineParts, now } from './engine-parts.ts';
import { refuseErrors } from './prepare.ts';
import { prepareDocument } from './prepare-document.ts';
import { openRun } from './run-context.ts';

export async function measureDocument(
  parts: EngineParts,
  document: PipelineDocument,
  given: Pick<RunOptions, 'parameters' | 'signal'>,
): Promise<PlanMeasure> {
  const { plan, diagnostics } = await prepareDocument(parts, document, given);
  refuseErrors(diagnostics);
  const { physical } = createServices(parts, plan, openRun(given.signal, undefined, now));
  const { bind, sourceSchema, estimate, splitsOf } = physical;
  const { roots } = await optimise(plan.sinks, { bind, sourceSchema, estimate });
  return measurePlan(roots, {
    bind,
    estimate,
    bytesOf: (scan) => splitsOf(scan).reduce((sum, { bytes }) => sum + bytes, 0),
    sourceKey: (scan) => JSON.stringify(scan.source),
  });
}
