/**
 * Runs a plan: stage by stage, and planned again after each of them with the sizes that came out.
 * Every decision waits for the sizes it needs and looks at nothing else, so that the order in which
 * stages happen to finish never changes a result.
 */
import { EngineFailure, cancelledError, toEngineError } from '../contract/errors.ts';
import type { Relation } from '../contract/relation.ts';
import { chooseGrouping, splitSkewedGroupings } from '../physical/choose-grouping.ts';
import { chooseJoinStrategies } from '../physical/choose-join-strategies.ts';
import { insertExchanges } from '../physical/insert-exchanges.ts';
import type { PhysicalContext } from '../physical/physical-context.ts';
import { planPhysical } from '../physical/plan-physical.ts';
import { isOpenGrouping } from '../physical/sample-keys.ts';
import { selectRanks } from '../physical/select-ranks.ts';
import type { Step } from '../physical/split-stages.ts';
import { isReady, readySteps, replaceStep } from '../physical/split-stages.ts';
import { sampleKeys } from './sample-rows.ts';
import type { StageServices } from './run-stage.ts';
import type { StoreServices } from './store-databases.ts';
import { storeDatabases } from './store-databases.ts';
import { runExchange } from './run-stage.ts';

export interface PlanServices extends StageServices, StoreServices {
  readonly physical: PhysicalContext & StoreServices['physical'];
  /** Called once, when the first thing of the run has failed: what else is under way must end. */
  readonly stop: (reason: EngineFailure) => void;
}

interface Finished {
  readonly step: Step;
  readonly replacement: Relation;
}

/**
 * @param finishRoot does what a root is for, once everything below it is stored
 * @param earlier optimised roots of a run before, whose stored rows are to be found
 * @returns what `finishRoot` gave for each root
 */
export async function executePlan<T>(
  roots: readonly Relation[],
  finishRoot: (root: Relation, index: number) => Promise<T>,
  services: PlanServices,
  earlier: readonly Relation[] = [],
): Promise<T[]> {
  const drop = await storeDatabases(roots, services);
  try {
    return await executeStored(roots, finishRoot, services, earlier);
  } finally {
    await drop();
  }
}

async function executeStored<T>(
  roots: readonly Relation[],
  finishRoot: (root: Relation, index: number) => Promise<T>,
  services: PlanServices,
  earlier: readonly Relation[],
): Promise<T[]> {
  const results: T[] = [];
  const steps = new Map<Step, Promise<void>>();
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

  const replan = async (plan: readonly Relation[]): Promise<readonly Relation[]> => {
    const chosen = chooseJoinStrategies(plan, services);
    const split = await splitSkewedGroupings(chosen, services);
    return insertExchanges(selectRanks(split, services), services);
  };

  let plan = await replan(await planPhysical(roots, services.physical, earlier));
  for (;;) {
    if (finished.length > 0) {
      for (const { step, replacement } of finished.splice(0)) {
        plan = replaceStep(plan, step, replacement);
      }
      // While it is planned again, more may finish.
      plan = await replan(plan);
      continue;
    }
    if (failures.length === 0) start();
    const running = [...steps.values(), ...rootRuns.values()];
    if (running.length === 0) break;
    await Promise.race(running);
  }
  if (failures.length > 0) throw worst(failures);
  if (services.context.signal.aborted) throw cancelledError();
  return results;

  function start(): void {
    for (const step of readySteps(plan)) {
      if (steps.has(step)) continue;
      const work = runStep(step, services).then((replacement) => {
        finished.push({ step, replacement });
      });
      steps.set(
        step,
        track(work, () => steps.delete(step)),
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

const runStep = async (step: Step, services: PlanServices): Promise<Relation> =>
  isOpenGrouping(step)
    ? chooseGrouping(step, await sampleKeys(step, services), services.physical)
    : runExchange(step, services);

/** The failure to tell: what was cancelled because of another one is not it. */
const worst = (failures: readonly unknown[]): unknown =>
  failures.find((failure) => toEngineError(failure).kind !== 'cancelled') ?? failures[0];
