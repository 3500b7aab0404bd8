/** What is selected and which results are shown, kept for each document of a tab: a reload changes neither. */
import type { DocumentStore } from '../document/document-store.ts';
import type { ResultsTab, SessionStore } from './session-store.ts';

interface KeptView {
  readonly selection: readonly string[];
  readonly port?: string | undefined;
  readonly tab: ResultsTab;
}

export interface ViewKeeper {
  /** Another document is about to be opened: what is selected from now on says nothing of this one. */
  readonly pause: () => void;
  readonly stop: () => void;
}

/** @param idOf the open document's */
export function keepView(
  documents: DocumentStore,
  session: SessionStore,
  idOf: () => string,
): ViewKeeper {
  let isPaused = true;
  const stops = [
    documents.subscribe(({ document, opened }, before) => {
      if (opened === before.opened) return;
      const kept = readView(idOf());
      if (kept !== undefined) {
        const there = kept.selection.filter((id) => Object.hasOwn(document.nodes, id));
        const isSame = there.at(-1) === kept.selection.at(-1);
        session.setState({
          selection: there,
          port: isSame ? kept.port : undefined,
          tab: kept.tab,
        });
      }
      isPaused = false;
    }),
    session.subscribe(({ selection, port, tab }, before) => {
      if (isPaused) return;
      if (selection !== before.selection || port !== before.port || tab !== before.tab)
        writeView(idOf(), { selection, port, tab });
    }),
  ];
  return {
    pause: () => {
      isPaused = true;
    },
    stop: () => stops.forEach((stop) => stop()),
  };
}

const keyOf = (document: string): string => `sluice.view.${document}`;

function writeView(document: string, view: KeptView): void {
  try {
    sessionStorage.setItem(keyOf(document), JSON.stringify(view));
  } catch {
    // Storage is denied or full: a reload begins with nothing selected.
  }
}

function readView(document: string): KeptView | undefined {
  try {
    const view = JSON.parse(sessionStorage.getItem(keyOf(document)) ?? 'null') as unknown;
    return isView(view) ? view : undefined;
  } catch {
    return undefined;
  }
}

const isView = (value: unknown): value is KeptView =>
  typeof value === 'object' &&
  value !== null &&
  Array.isArray((value as KeptView).selection) &&
  typeof (value as KeptView).tab === 'string';
