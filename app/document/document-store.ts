/**
 * The document being edited and its history. The document changes by commands and by nothing else, so
 * undo and redo cover everything. Patches instead of copies: an entry costs what it changes.
 */
import { applyPatches, enablePatches, produceWithPatches } from 'immer';
import type { Patch } from 'immer';
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { PipelineDocument } from '../../engine/document/schema.ts';
import type { Command, DocumentDraft, Message } from './command.ts';

enablePatches();

/** Milliseconds after which typing goes into an entry of its own. */
const PAUSE = 1500;

export interface HistoryEntry {
  /** Grows with every entry; never used twice. */
  readonly id: number;
  readonly label: Message;
  readonly redo: readonly Patch[];
  readonly undo: readonly Patch[];
  readonly merge?: string;
  /** Milliseconds since the epoch of the last change in it. */
  readonly time: number;
}

export interface DocumentState {
  readonly document: PipelineDocument;
  /** Oldest first. */
  readonly past: readonly HistoryEntry[];
  /** Next to redo first. */
  readonly future: readonly HistoryEntry[];
  /** Opened to be looked at alone, and why; commands do nothing. */
  readonly readOnly?: Message | undefined;
  /** Changes whenever another document is opened, not when one is edited. */
  readonly opened: number;
}

export interface DocumentStore extends StoreApi<DocumentState> {
  /** Carries out a command. A command that changes nothing leaves no entry. */
  readonly execute: (command: Command) => void;
  readonly undo: () => void;
  readonly redo: () => void;
  /** Goes back or forth until this entry is the last one done; 0 is the document as it was opened. */
  readonly goTo: (entry: number) => void;
  /** Ends a row of merged commands: the next one is an entry of its own. */
  readonly seal: () => void;
  /** Opens another document: a fresh history. */
  readonly open: (document: PipelineDocument, options?: { readonly readOnly?: Message }) => void;
}

export function createDocumentStore(
  initial: PipelineDocument,
  now: () => number = Date.now,
): DocumentStore {
  let nextId = 1;
  let sealed = true;
  const store = createStore<DocumentState>(() => ({
    document: initial,
    past: [],
    future: [],
    opened: 1,
  }));
  const { getState, setState } = store;

  const execute = ({ label, change, merge }: Command): void => {
    const { document, past, readOnly } = getState();
    if (readOnly !== undefined) return;
    const [changed, redo, undo] = produceWithPatches(document, (draft) => {
      change(draft as DocumentDraft);
    });
    if (redo.length === 0) return;
    const time = now();
    const last = past.at(-1);
    const continues =
      !sealed && merge !== undefined && last?.merge === merge && time - last.time < PAUSE;
    const entry: HistoryEntry = continues
      ? { ...last, label, redo: [...last.redo, ...redo], undo: [...undo, ...last.undo], time }
      : { id: nextId++, label, redo, undo, time, ...(merge === undefined ? {} : { merge }) };
    sealed = false;
    setState({
      document: changed,
      past: continues ? [...past.slice(0, -1), entry] : [...past, entry],
      future: [],
    });
  };

  const undo = (): void => {
    const { document, past, future } = getState();
    const entry = past.at(-1);
    if (entry === undefined) return;
    sealed = true;
    setState({
      document: applyPatches(document, [...entry.undo]),
      past: past.slice(0, -1),
      future: [entry, ...future],
    });
  };

  const redo = (): void => {
    const { document, past, future } = getState();
    const [entry, ...rest] = future;
    if (entry === undefined) return;
    sealed = true;
    setState({
      document: applyPatches(document, [...entry.redo]),
      past: [...past, entry],
      future: rest,
    });
  };

  return {
    ...store,
    execute,
    undo,
    redo,
    goTo: (id) => {
      const isDone = (): boolean => id === 0 || getState().past.some((entry) => entry.id === id);
      while (!isDone() && getState().future.length > 0) redo();
      while (getState().past.length > 0 && getState().past.at(-1)?.id !== id && isDone()) undo();
    },
    seal: () => {
      sealed = true;
    },
    open: (document, { readOnly } = {}) => {
      sealed = true;
      setState({ document, past: [], future: [], readOnly, opened: getState().opened + 1 });
    },
  };
}
