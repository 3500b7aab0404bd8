/** How far a push is with each step of the pipeline that is open. Pure. */
import type { PipelineDocument } from '../../../engine/document/schema.ts';
import { upstreamOf } from '../../document/edges.ts';
import type { Push } from '../../platform/computer.ts';
import type { PushedStep } from '../../session/session-store.ts';

/**
 * An operation computes an output out of all that is before it. What one has done and another needs again
 * is under way again.
 */
export function pushedSteps(
  { operations, error, state }: Pick<Push, 'operations' | 'error' | 'state'>,
  document: PipelineDocument,
): ReadonlyMap<string, PushedStep> {
  const found = new Map<string, PushedStep>();
  for (const { step, does, state: how, progress } of operations) {
    const { tasksDone = 0, tasks = 0 } = progress ?? {};
    const isUnderWay = how === 'sent' && RUNS.includes(state);
    if (how === 'sent' && !isUnderWay) continue;
    const status: PushedStep = isUnderWay
      ? { status: 'running', done: tasksDone, partitions: tasks }
      : { status: 'done' };
    const before = does === 'commit' ? [] : upstreamOf(document, step);
    for (const each of [step, ...before]) {
      if (Object.hasOwn(document.nodes, each)) found.set(each, status);
    }
  }
  const failed = error?.node;
  if (failed !== undefined && Object.hasOwn(document.nodes, failed)) {
    found.set(failed, { status: 'failed' });
  }
  return found;
}

const RUNS: readonly Push['state'][] = ['uploading', 'submitted', 'running', 'fetching'];
