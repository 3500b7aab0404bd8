/**
 * The document being edited and its history. The document changes by commands and by nothing else, so
 * undo and redo cover everything. Patches instead of copies: an entry costs what it changes.
 */
import { freeze } from 'immer';
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { PipelineDocument } from '../../engine/document/schema.ts';
import type { Command, Message } from './command.ts';
import { change, stepBack, stepForth, stepTo } from './history.ts';
import type { History } from './history.ts';

/** Milliseconds after which typing goes into an entry of its own. */
const PAUSE = 1500;

export interface DocumentState extends History {
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
  /** Makes the open document one to look at alone, or one to edit again; its history stays. */
  readonly setReadOnly: (why: Message | undefined) => void;
  /** Called when something was tried that a document to be looked at alone does not take. */
  readonly onRefused: (listener: (why: Message) => void) => () => void;
  /** Says so of something that is no command. */
  readonly refuse: () => void;
}

export function createDocumentStore(
  initial: PipelineDocument,
  now: () => number = Date.now,
): DocumentStore {
  let nextId = 1;
  let sealed = true;
  const store = createStore<DocumentState>(() => ({
    document: freeze(initial, true),
    past: [],
    future: [],
    opened: 1,
  }));
  const { getState, setState } = store;

  const refused = new Set<(why: Message) => void>();
  const refuse = (): void => {
    const { readOnly } = getState();
    if (readOnly !== undefined) for (const listener of refused) listener(readOnly);
  };

  const execute = (command: Command): void => {
    const state = getState();
    if (state.readOnly !== undefined) return refuse();
    const time = now();
    const last = state.past.at(-1);
    const continues = !sealed && last !== undefined && time - last.time < PAUSE;
    const changed = change(state, command, { id: nextId, time, continues });
    if (changed === undefined) return;
    nextId += 1;
    sealed = false;
    setState(changed);
  };

  const step = (move: (history: History) => History | undefined): void => {
    const state = getState();
    if (state.readOnly !== undefined) return refuse();
    const moved = move(state);
    if (moved === undefined) return;
    sealed = true;
    setState(moved);
  };

  return {
    ...store,
    execute,
    undo: () => step(stepBack),
    redo: () => step(stepForth),
    goTo: (id) => step((history) => stepTo(history, id)),
    seal: () => {
      sealed = true;
    },
    open: (document, { readOnly } = {}) => {
      sealed = true;
      // What is found out of a step is remembered by its identity, so it must never change.
      freeze(document, true);
      setState({ document, past: [], future: [], readOnly, opened: getState().opened + 1 });
    },
    setReadOnly: (readOnly) => setState({ readOnly }),
    onRefused: (listener) => {
      refused.add(listener);
      return () => refused.delete(listener);
    },
    refuse,
  };
}
