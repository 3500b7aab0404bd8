/** Counts that were asked for, until the steps change. */
import { useState } from 'react';
import { useDocument, useStudio } from '../../session/studio.ts';

interface Counted {
  readonly nodes: unknown;
  readonly rows: ReadonlyMap<string, number>;
}

export interface ExactCounts {
  /** By `node.port`; undefined until counted. */
  readonly rows: ReadonlyMap<string, number> | undefined;
  readonly isCounting: boolean;
  readonly count: (outputs: readonly string[]) => Promise<void>;
}

/** A run may have counted other rows: of other files, or with other parameters. */
const NOTHING_KNOWN: ReadonlyMap<string, number> = new Map();

export function useExactCounts(): ExactCounts {
  const { engine, documents, session, notify } = useStudio();
  const nodes = useDocument((state) => state.document.nodes);
  const [counted, setCounted] = useState<Counted>();
  const [isCounting, setCounting] = useState(false);
  return {
    rows: counted?.nodes === nodes ? counted.rows : undefined,
    isCounting,
    count: async (outputs) => {
      setCounting(true);
      const { document } = documents.getState();
      const { parameters } = session.getState();
      const question = { document, parameters, outputs, known: NOTHING_KNOWN };
      const answer = await engine.count(question, () => undefined);
      setCounting(false);
      if (answer.ok) setCounted({ nodes: document.nodes, rows: answer.value });
      else if (answer.error.kind !== 'cancelled')
        notify({ kind: 'error', text: answer.error.message });
    },
  };
}
