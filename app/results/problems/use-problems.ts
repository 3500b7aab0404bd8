import { useMemo } from 'react';
import { placedDiagnostics } from '../../session/placed-diagnostics.ts';
import { useRuns, useSession } from '../../session/studio.ts';
import { lastRun } from '../../session/run-store.ts';
import type { RunRecord, RunState } from '../../session/run-store.ts';
import type { Problem } from './collect-problems.ts';
import { collectProblems } from './collect-problems.ts';

/** All problems of the pipeline as it stands. */
export function useProblems(): readonly Problem[] {
  const diagnostics = useSession(placedDiagnostics);
  const error = useSession((state) => state.check.error);
  const sources = useSession((state) => state.sources);
  const runError = useRuns((state) => toldByRun(state)?.error);
  const warnings = useRuns((state) => toldByRun(state)?.warnings);
  return useMemo(
    () =>
      collectProblems({ diagnostics, ...(error === undefined ? {} : { error }) }, sources, {
        warnings: warnings ?? [],
        ...(runError === undefined ? {} : { error: runError }),
      }),
    [diagnostics, error, sources, runError, warnings],
  );
}

/** A run that did not begin told nothing that the check does not tell. */
function toldByRun(state: RunState): RunRecord | undefined {
  const run = lastRun(state);
  return run?.isRefused === true ? undefined : run;
}
