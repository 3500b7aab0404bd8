/** Counts that were asked for, until the steps change. */
import { useState } from 'react';
import { isActive, lastRun } from '../../session/run-store.ts';
import { useDocument, useRuns, useStudio } from '../../session/studio.ts';
import { countRows } from './count-rows.ts';

interface Counted {
  readonly nodes: unknown;
  readonly rows: ReadonlyMap<string, number>;
}

export interface ExactCounts {
  /** By `node.port`; undefined until counted. */
  readonly rows: ReadonlyMap<string, number> | undefined;
  readonly isCounting: boolean;
  /** A run is under way, which counting would end. */
  readonly isBusy: boolean;
  readonly count: (outputs: readonly string[]) => Promise<void>;
}

export function useExactCounts(): ExactCounts {
  const { engine, documents, session, notify } = useStudio();
  const nodes = useDocument((state) => state.document.nodes);
  const isBusy = useRuns((state) => isActive(lastRun(state)));
  const [counted, setCounted] = useState<Counted>();
  const [isCounting, setCounting] = useState(false);
  return {
    rows: counted?.nodes === nodes ? counted.rows : undefined,
    isCounting,
    isBusy,
    count: async (outputs) => {
      setCounting(true);
      const { document } = documents.getState();
      const { parameters } = session.getState();
      const answer = await countRows(engine, { document, parameters }, outputs);
      setCounting(false);
      if (answer.ok) setCounted({ nodes: document.nodes, rows: answer.value });
      else if (answer.error.kind !== 'cancelled')
        notify({ kind: 'error', text: answer.error.message });
    },
  };
}
