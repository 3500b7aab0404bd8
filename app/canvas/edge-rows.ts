/** The number of rows that an output gave: of the last run, or of a preview that saw all of them. */
import type { PipelineDocument } from '../../engine/document/schema.ts';
import type { Edge } from '../document/edges.ts';
import { lastRun } from '../session/run-store.ts';
import type { RunRecord } from '../session/run-store.ts';
import type { Studio } from '../session/studio.ts';
import { useDocument, useRuns, useSession, useStudio } from '../session/studio.ts';
import { rowsWritten, staleSteps } from './step-status.ts';

interface EdgeRows {
  readonly count: number;
  /** The pipeline was changed since. */
  readonly isStale: boolean;
}

/** @param edge one that is no edge yet, without a target, has the rows of its output */
export function useEdgeRows(
  edge: Pick<Edge, 'source' | 'sourcePort'> & Partial<Edge>,
): EdgeRows | undefined {
  const { source, sourcePort, target } = edge;
  const key = `${source}.${sourcePort}`;
  const exact = useSession(({ preview }) =>
    preview.status === 'done' && preview.target === key && preview.rows.extent.kind === 'all'
      ? preview.rows.rows
      : undefined,
  );
  const count = useRuns((state) => {
    const run = lastRun(state);
    return run?.portRows.get(key) ?? (target === undefined ? undefined : rowsWritten(run, target));
  });
  const { runs } = useStudio();
  const run = useRuns((state) => lastRun(state)?.id);
  const isStale = useDocument(
    ({ document }) =>
      run !== undefined && staleSince(lastRun(runs.getState()), document).has(source),
  );
  if (exact !== undefined) return { count: exact, isStale: false };
  return count === undefined ? undefined : { count, isStale };
}

/** The same, as it is now. */
export function rowsOfEdge(
  { session, runs, documents }: Studio,
  { source, sourcePort, target }: Edge,
): EdgeRows | undefined {
  const key = `${source}.${sourcePort}`;
  const { preview } = session.getState();
  if (preview.status === 'done' && preview.target === key && preview.rows.extent.kind === 'all') {
    return { count: preview.rows.rows, isStale: false };
  }
  const run = lastRun(runs.getState());
  const count = run?.portRows.get(key) ?? rowsWritten(run, target);
  if (count === undefined) return undefined;
  return { count, isStale: staleSince(run, documents.getState().document).has(source) };
}

let known:
  { readonly run: string; readonly nodes: object; readonly stale: ReadonlySet<string> } | undefined;

const NONE: ReadonlySet<string> = new Set();

/** Steps that are not what they were when the run began; found once for all edges. */
function staleSince(run: RunRecord | undefined, document: PipelineDocument): ReadonlySet<string> {
  if (run === undefined) return NONE;
  if (known?.nodes !== document.nodes || known.run !== run.id) {
    known = { run: run.id, nodes: document.nodes, stale: staleSteps(run.steps, document) };
  }
  return known.stale;
}
