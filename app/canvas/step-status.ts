/** What is wrong with a step, and how far a run is with it. Each is worked out once per change. */
import type { Diagnostic } from '../../engine/contract/diagnostic.ts';
import type { DocumentNode, PipelineDocument } from '../../engine/document/schema.ts';
import { downstreamOf } from '../document/edges.ts';
import { isActive } from '../session/run-store.ts';
import type { RunRecord, StageRecord } from '../session/run-store.ts';

export interface Problems {
  readonly errors: number;
  readonly warnings: number;
  /** The first of the most severe ones. */
  readonly message: string;
}

/** Remembers the answer for the last argument; what is computed next sees the one before. */
function once<Argument, Answer>(
  compute: (argument: Argument, before: Answer | undefined) => Answer,
): (a: Argument) => Answer {
  let last: { readonly argument: Argument; readonly answer: Answer } | undefined;
  return (argument) => {
    if (last === undefined || last.argument !== argument)
      last = { argument, answer: compute(argument, last?.answer) };
    return last.answer;
  };
}

/** Steps that have the problems of before keep the same object: every check renders only the others. */
export const problemsByStep = once(
  (
    diagnostics: readonly Diagnostic[],
    last: ReadonlyMap<string, Problems> | undefined,
  ): ReadonlyMap<string, Problems> => {
    const found = new Map<string, Problems>();
    for (const { node, severity, message } of diagnostics) {
      if (node === undefined || severity === 'info') continue;
      const before = found.get(node) ?? { errors: 0, warnings: 0, message };
      const isError = severity === 'error';
      found.set(node, {
        errors: before.errors + (isError ? 1 : 0),
        warnings: before.warnings + (isError ? 0 : 1),
        message: isError && before.errors === 0 ? message : before.message,
      });
    }
    for (const [node, problems] of found) {
      const known = last?.get(node);
      if (known !== undefined && sameProblems(known, problems)) found.set(node, known);
    }
    return found;
  },
);

const sameProblems = (a: Problems, b: Problems): boolean =>
  a.errors === b.errors && a.warnings === b.warnings && a.message === b.message;

export type StepRun =
  | { readonly status: 'running'; readonly done: number; readonly partitions: number }
  | { readonly status: 'done' }
  | { readonly status: 'failed' };

/** How far each step of a run is. A run that ended leaves no step running. */
export const runByStep = once((run: RunRecord | undefined): ReadonlyMap<string, StepRun> => {
  const found = new Map<string, StepRun>();
  for (const stage of run?.stages ?? []) {
    const state = stageState(stage, isActive(run));
    if (state === undefined) continue;
    // A step that takes part in two stages is as far as the later one.
    for (const node of stage.nodes) {
      if (found.get(node)?.status !== 'failed') found.set(node, state);
    }
  }
  for (const { node } of run?.written ?? []) found.set(node, { status: 'done' });
  return found;
});

/** Rows that went into an output step, of all files that it wrote. */
export function rowsWritten(run: RunRecord | undefined, step: string): number | undefined {
  const files = run?.written.filter(({ node }) => node === step) ?? [];
  return files.length === 0 ? undefined : files.reduce((sum, { rows }) => sum + rows, 0);
}

function stageState(
  { ended, partitions, tasks }: StageRecord,
  isRunning: boolean,
): StepRun | undefined {
  if (ended !== undefined) return { status: 'done' };
  if (!isRunning) {
    return tasks.some(({ status }) => status === 'failed') ? { status: 'failed' } : undefined;
  }
  const done = new Set(
    tasks.filter(({ status }) => status !== 'failed').map(({ partition }) => partition),
  ).size;
  return { status: 'running', done, partitions };
}

/** Steps whose rows are no longer those of a run: they, or what they read, were changed since. */
export function staleSteps(
  then: PipelineDocument['nodes'],
  now: PipelineDocument,
): ReadonlySet<string> {
  const stale = new Set<string>();
  if (then === now.nodes) return stale;
  for (const [id, node] of Object.entries(now.nodes)) {
    if (then[id] === node || sameRows(then[id], node) || stale.has(id)) continue;
    stale.add(id);
    for (const reader of downstreamOf(now, id)) stale.add(reader);
  }
  return stale;
}

/** Whether two versions of a step give the same rows: they differ in captions alone, or not at all. */
const sameRows = (a: DocumentNode | undefined, b: DocumentNode): boolean =>
  a !== undefined && rowsText(a) === rowsText(b);

const rowsText = ({ type, params, inputs, disabled }: DocumentNode): string =>
  JSON.stringify([type, params, inputs, disabled]);
