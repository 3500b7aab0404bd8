/** The first rows of a step, from as little of its sources as they need. */
import { internalError } from '../contract/errors.ts';
import type { PipelineDocument } from '../document/schema.ts';
import { collectTargets } from './collect-targets.ts';
import type { Preview, PreviewOptions } from './engine-api.ts';
import { createServices, now } from './engine-parts.ts';
import type { EngineParts } from './engine-parts.ts';
import { prepareDocument } from './prepare-document.ts';
import { parseTarget, refuseErrors } from './prepare.ts';
import { openRun } from './run-context.ts';

const DEFAULT_PREVIEW_ROWS = 20;

export async function previewDocument(
  parts: EngineParts,
  document: PipelineDocument,
  options: PreviewOptions,
): Promise<Preview> {
  const run = openRun(options.signal, undefined, now);
  try {
    const target = parseTarget(options.target, document, parts.registry);
    const { plan, diagnostics } = await prepareDocument(parts, document, options, [options.target]);
    refuseErrors(diagnostics);
    const limit = options.rows ?? DEFAULT_PREVIEW_ROWS;
    const services = createServices(parts, plan, run);
    const [collected] = await collectTargets([target], plan, services, limit);
    if (collected === undefined) throw internalError('A preview gave no table.');
    return { ...collected.rows, complete: !collected.more };
  } finally {
    run.close();
  }
}
