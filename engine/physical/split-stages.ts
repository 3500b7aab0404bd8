/** Cuts a physical plan into stages: one for each exchange, in the order in which they can run. */
import type { Exchange, Relation, StageOutput } from '../contract/relation.ts';
import { inputsOf, transformUp, walk } from '../contract/relation.ts';
import type { Schema } from '../contract/schema.ts';

/** Exchanges with no exchange below: everything that they read is there. */
export function readyExchanges(roots: readonly Relation[]): Exchange[] {
  const waits = new Map<Relation, boolean>();
  const ready: Exchange[] = [];
  for (const relation of walk(roots)) {
    const below = inputsOf(relation).some((input) => waits.get(input) === true);
    waits.set(relation, below || relation.kind === 'exchange');
    if (relation.kind === 'exchange' && !below) ready.push(relation);
  }
  return ready;
}

/** True when no exchange is left below a root, so that it can run itself. */
export const isReady = (root: Relation): boolean =>
  walk([root]).every((relation) => relation.kind !== 'exchange');

/** What reads the rows of an exchange once they are stored. */
export function stageOutput(exchange: Exchange, stage: string, schema: Schema): StageOutput {
  const { distribution, origin } = exchange;
  const readsAll = distribution.kind === 'single' || distribution.kind === 'broadcast';
  return {
    kind: 'stage-output',
    stage,
    schema,
    distribution,
    read: readsAll ? 'all' : 'partition',
    ...(origin === undefined ? {} : { origin }),
  };
}

/** The plan with an exchange replaced by its stored rows. */
export const replaceExchange = (
  roots: readonly Relation[],
  exchange: Exchange,
  output: StageOutput,
): Relation[] => transformUp(roots, (relation) => (relation === exchange ? output : relation));
