/** One SQL query that gives the rows of a step, for people to read and to run elsewhere. */
import { internalError } from '../contract/errors.ts';
import { walk } from '../contract/relation.ts';
import type { PipelineDocument } from '../document/schema.ts';
import { stepNames } from '../export/step-names.ts';
import { emitNativeSource } from '../sql/emit-native-source.ts';
import { emitSteps } from '../sql/emit-steps.ts';
import { findTarget } from './collect-targets.ts';
import type { SqlOptions } from './engine-api.ts';
import { createServices, now } from './engine-parts.ts';
import type { EngineParts } from './engine-parts.ts';
import { prepareDocument } from './prepare-document.ts';
import { parseTarget, refuseErrors } from './prepare.ts';
import { openRun } from './run-context.ts';

export async function sqlOfDocument(
  parts: EngineParts,
  document: PipelineDocument,
  options: SqlOptions,
): Promise<string> {
  const { key } = parseTarget(options.target, document, parts.registry);
  const { plan, diagnostics } = await prepareDocument(parts, document, options, [options.target]);
  refuseErrors(diagnostics);
  const { relation } = findTarget(key, plan);
  const { physical } = createServices(parts, plan, openRun(options.signal, undefined, now));
  // Bound here, so that the columns of queries are known.
  for (const part of walk([relation])) await physical.bind(part);
  const names = stepNames(plan);
  return emitSteps(relation, {
    nameOf: (part) => names.get(part),
    schemaOf: (part) => plan.schemaOf(part) ?? missingSchema(),
    source: (scan) => emitNativeSource(scan, physical.describe(scan)),
    columnsOf: physical.columnsOf,
  });
}

const missingSchema = (): never => {
  throw internalError('A step of a compiled plan has no columns.');
};
