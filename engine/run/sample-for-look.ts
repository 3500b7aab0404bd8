/** Rows of a step for looking at its values: all of them, or those that a preview is computed from. */
import type { Relation } from '../contract/relation.ts';
import type { PipelineDocument } from '../document/schema.ts';
import type { LogicalPlan } from '../logical/compile.ts';
import type { ProfileOptions } from './engine-api.ts';
import { createServices } from './engine-parts.ts';
import type { EngineParts, RunServices } from './engine-parts.ts';
import { prepareDocument } from './prepare-document.ts';
import { keysOf } from './relation-key.ts';
import type { SampledRelation } from './sample-relation.ts';
import { openSampling, sampleRelation } from './sample-relation.ts';
import { createWholeRows } from './whole-rows.ts';

/**
 * @param relation all columns of the step, as rows may be stored
 * @param narrow what is looked at of them
 */
export async function relationToLookAt(
  parts: EngineParts,
  document: PipelineDocument,
  given: Pick<ProfileOptions, 'parameters' | 'signal' | 'sample'>,
  relation: Relation,
  plan: LogicalPlan,
  services: RunServices,
  narrow: Relation = relation,
): Promise<SampledRelation> {
  if (given.sample !== true)
    return { relation: narrow, coverage: 'whole', sourceRows: 0, sources: new Map() };
  const compileAll = async (): Promise<LogicalPlan> =>
    (await prepareDocument(parts, document, given)).plan;
  const whole = createWholeRows(parts, plan, keysOf(plan), compileAll);
  const all = await whole.of(relation);
  const stored = all === undefined ? await whole.below(relation) : new Map([[relation, all]]);
  const sampling = createServices(parts, plan, openSampling());
  return sampleRelation(narrow, parts, services, sampling, stored);
}
