/** Asks the chosen cluster's host what will not run there, after edits and never while somebody types. */
import type { Diagnostic } from '../../../engine/contract/diagnostic.ts';
import type { EngineError } from '../../../engine/contract/errors.ts';
import type { Computer } from '../../platform/computer.ts';
import { askedOf } from '../../session/asked-document.ts';
import { inFormWords } from '../../session/form-words.ts';
import { createLatest } from '../../session/latest.ts';
import type { Studio } from '../../session/studio.ts';

/** Milliseconds without another change: longer than between two keys. */
const QUIET = 600;

/** @returns stops following */
export function followCheck(studio: Studio, computer: Computer): () => void {
  const { documents, session, registry } = studio;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const ask = createLatest(async () => {
    const { cluster, clusterCheck } = session.getState();
    const { document } = documents.getState();
    if (cluster === undefined || Object.keys(document.nodes).length === 0) {
      if (clusterCheck !== undefined) session.setState({ clusterCheck: undefined });
      return;
    }
    const diagnostics = clusterCheck?.cluster === cluster ? clusterCheck.diagnostics : [];
    session.setState({ clusterCheck: { cluster, status: 'checking', diagnostics } });
    const asked = await askedOf(studio, computer);
    const answer = await computer.client.call('push.check', { ...asked, cluster });
    // Another one was chosen meanwhile, or none: that is asked next.
    if (session.getState().cluster !== cluster) return;
    const found = answer.ok
      ? answer.value.diagnostics.map((one) => inFormWords(one, asked.document, registry))
      : [unanswered(answer.error)];
    session.setState({ clusterCheck: { cluster, status: 'done', diagnostics: found } });
  });
  const later = (): void => {
    clearTimeout(timer);
    if (session.getState().cluster !== undefined) timer = setTimeout(ask, QUIET);
  };

  const stops = [
    documents.subscribe(({ document: now }, { document: before }) => {
      if (now.nodes !== before.nodes || now.parameters !== before.parameters) later();
    }),
    session.subscribe((now, before) => {
      if (now.cluster !== before.cluster) {
        clearTimeout(timer);
        ask();
      } else if (now.parameters !== before.parameters || now.found !== before.found) later();
    }),
    computer.store.subscribe((now, before) => {
      if (now.clusters !== before.clusters) later();
    }),
  ];
  ask();
  return () => {
    clearTimeout(timer);
    stops.forEach((stop) => stop());
  };
}

/** The pipeline may be right: nobody could say. */
const unanswered = ({ code, message, hint }: EngineError): Diagnostic => ({
  severity: 'warning',
  code,
  message,
  ...(hint === undefined ? {} : { hint }),
});
