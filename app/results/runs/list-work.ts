/** Runs and pushes as one list. Pure. */
import type { Push } from '../../platform/computer.ts';
import { isPreview, startOf } from '../../platform/pushes.ts';
import type { RunRecord } from '../../session/run-store.ts';

export type Work =
  | { readonly kind: 'run'; readonly id: string; readonly at: number; readonly run: RunRecord }
  | { readonly kind: 'push'; readonly id: string; readonly at: number; readonly push: Push };

/** Of the computer's past. */
const MOST_PUSHES = 30;

/** Last started first. */
export const listWork = (runs: readonly RunRecord[], pushes: readonly Push[]): readonly Work[] =>
  [
    ...runs.map((run): Work => ({ kind: 'run', id: run.id, at: run.startedAt, run })),
    ...pushes
      .filter((push) => !isPreview(push))
      .slice(0, MOST_PUSHES)
      .map((push): Work => ({ kind: 'push', id: push.id, at: startOf(push), push })),
  ].toSorted((a, b) => b.at - a.at);
