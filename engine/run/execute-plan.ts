/**
 * Runs a plan: stage by stage, and planned again after each of them with the sizes that came out.
 * Every decision waits for the sizes it needs and looks at nothing else, so that the order in which
 * stages happen to finish never changes a result.
 */
import { EngineFailure, cancelledError, toEngineError } from '../contract/errors.ts';
import type { Exchange, Relation, StageOutput } from '../contract/relation.ts';
import { chooseJoinStrategies } from '../physical/choose-join-strategies.ts';
import { insertExchanges } from '../physical/insert-exchanges.ts';
import type { PhysicalContext } from '../physical/physical-context.ts';
import { planPhysical } from '../physical/plan-physical.ts';
import { isReady, readyExchanges, replaceExchange } from '../physical/split-stages.ts';
import type { StageServices } from './run-stage.ts';
import { runExchange } from './run-stage.ts';

export interface PlanServices extends StageServices {
  readonly physical: PhysicalContext;
  /** Called once, when the first thing of the run has failed: what else is under way must end. */
  readonly stop: (reason: EngineFailure) => void;
}

interface Finished {
  readonly exchange: Exchange;
  readonly output: StageOutput;
}

/**
 * @param finishRoot does what a root is for, once everything below it is stored
 * @returns what `finishRoot` gave for each root
 */
export async function executePlan<T>(
  roots: readonly Relation[],
  finishRoot: (root: Relation, index: number) => Promise<T>,
  services: PlanServices,
): Promise<T[]> {
  const results: T[] = [];
  const exchanges = new Map<Exchange, Promise<void>>();
  const rootRuns = new Map<number, Promise<void>>();
  const finished: Finished[] = [];
  const failures: unknown[] = [];
  const track = (work: Promise<void>, done: () => void): Promise<void> =>
    work
      .catch((thrown: unknown) => {
        failures.push(thrown);
        services.stop(new EngineFailure(toEngineError(thrown)));
      })
      .finally(done);

  const replan = (plan: readonly Relation[]): readonly Relation[] =>
    insertExchanges(chooseJoinStrategies(plan, services), services);

  let plan = replan(await planPhysical(roots, services.physical));
  for (;;) {
    if (failures.length === 0) start();
    const running = [...exchanges.values(), ...rootRuns.values()];
    if (running.length === 0) break;
    await Promise.race(running);
    for (const { exchange, output } of finished.splice(0)) {
      plan = replaceExchange(plan, exchange, output);
    }
    plan = replan(plan);
  }
  if (failures.length > 0) throw worst(failures);
  if (services.context.signal.aborted) throw cancelledError();
  return results;

  function start(): void {
    for (const exchange of readyExchanges(plan)) {
      if (exchanges.has(exchange)) continue;
      const work = runExchange(exchange, services).then((output) => {
        finished.push({ exchange, output });
      });
      exchanges.set(
        exchange,
        track(work, () => exchanges.delete(exchange)),
      );
    }
    plan.forEach((root, index) => {
      if (rootRuns.has(index) || index in results || !isReady(root)) return;
      const work = finishRoot(root, index).then((result) => {
        results[index] = result;
      });
      rootRuns.set(
        index,
        track(work, () => rootRuns.delete(index)),
      );
    });
  }
}

/** The failure to tell: what was cancelled because of another one is not it. */
const worst = (failures: readonly unknown[]): unknown =>
  failures.find((failure) => toEngineError(failure).kind !== 'cancelled') ?? failures[0];
