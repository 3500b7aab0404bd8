/** Cuts a physical plan into stages: one for each exchange, in the order in which they can run. */
import type { Exchange, Relation, StageOutput } from '../contract/relation.ts';
import { inputsOf, transformUp, walk } from '../contract/relation.ts';
import type { Schema } from '../contract/schema.ts';
import type { OpenGrouping } from './sample-keys.ts';
import { createRowOrder } from '../sql/row-order.ts';
import { isOpenGrouping } from './sample-keys.ts';
import type { Sizing } from './sizing.ts';

/** What a plan waits for: rows that must be stored, or keys that must be looked at. */
export type Step = Exchange | OpenGrouping;

const isStep = (relation: Relation): relation is Step =>
  relation.kind === 'exchange' || isOpenGrouping(relation);

/** Steps with no other step below: everything that they read is there. */
export function readySteps(roots: readonly Relation[]): Step[] {
  const waits = new Map<Relation, boolean>();
  const ready: Step[] = [];
  for (const relation of walk(roots)) {
    const below = inputsOf(relation).some((input) => waits.get(input) === true);
    waits.set(relation, below || isStep(relation));
    if (isStep(relation) && !below) ready.push(relation);
  }
  return ready;
}

/** True when no step is left below a root, so that it can run itself. */
export const isReady = (root: Relation): boolean =>
  walk([root]).every((relation) => !isStep(relation));

/** What reads the rows of an exchange once they are stored. */
export function stageOutput(
  exchange: Exchange,
  stage: string,
  schema: Schema,
  sizing: Pick<Sizing, 'whole'> = {},
): StageOutput {
  const { distribution, origin } = exchange;
  const readsAll = distribution.kind === 'single' || distribution.kind === 'broadcast';
  return {
    kind: 'stage-output',
    stage,
    schema,
    distribution,
    read: readsAll ? 'all' : 'partition',
    ...(sizing.whole === true && !createRowOrder()(exchange.input) ? { inAnyOrder: true } : {}),
    ...(origin === undefined ? {} : { origin }),
  };
}

/** The plan with an exchange replaced by its stored rows, or an open grouping by what was decided. */
export const replaceStep = (
  roots: readonly Relation[],
  step: Step,
  replacement: Relation,
): Relation[] => transformUp(roots, (relation) => (relation === step ? replacement : relation));
