/** The number of rows that an output gave: of the last run, or of a preview that saw all of them. */
import type { PipelineDocument } from '../../engine/document/schema.ts';
import type { Edge } from '../document/edges.ts';
import { lastRun } from '../session/run-store.ts';
import { useDocument, useRuns, useSession } from '../session/studio.ts';
import type { Studio } from '../session/studio.ts';
import { rowsWritten, staleSteps } from './step-status.ts';

interface EdgeRows {
  readonly count: number;
  /** The pipeline was changed since. */
  readonly isStale: boolean;
}

export function useEdgeRows(edge: Edge): EdgeRows | undefined {
  const { source, sourcePort, target } = edge;
  const key = `${source}.${sourcePort}`;
  const exact = useSession(({ preview }) =>
    preview.status === 'done' && preview.target === key && preview.rows.extent.kind === 'all'
      ? preview.rows.rows
      : undefined,
  );
  const count = useRuns((state) => {
    const run = lastRun(state);
    return run?.portRows.get(key) ?? rowsWritten(run, target);
  });
  const run = useRuns((state) => lastRun(state)?.id);
  const isStale = useDocument(({ document }) => staleSince(run, document).has(source));
  if (exact !== undefined) return { count: exact, isStale: false };
  return count === undefined ? undefined : { count, isStale };
}

/** The steps as they were when the last run began. */
let began: { readonly run: string; readonly nodes: PipelineDocument['nodes'] } | undefined;
let known: { readonly nodes: object; readonly stale: ReadonlySet<string> } | undefined;

/** Remembers, from now on, what each run was of. */
export function followRuns({ runs, documents }: Studio): void {
  runs.subscribe((state) => {
    const run = lastRun(state);
    if (run === undefined || run.id === began?.run) return;
    began = { run: run.id, nodes: documents.getState().document.nodes };
    known = undefined;
  });
}

const NONE: ReadonlySet<string> = new Set();

function staleSince(run: string | undefined, document: PipelineDocument): ReadonlySet<string> {
  if (run === undefined || began?.run !== run) return NONE;
  if (known?.nodes !== document.nodes) {
    known = { nodes: document.nodes, stale: staleSteps(began.nodes, document) };
  }
  return known.stale;
}
