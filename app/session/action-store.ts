/**
 * What can be done in the studio, told by the features that do it: one registry for the command
 * palette, the shortcuts and the list of shortcuts.
 */
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';

export interface Action {
  /** Unique, e.g. `canvas.auto-layout`. */
  readonly id: string;
  /** As shown, translated. */
  readonly title: string;
  /** Heading under which it is listed, translated. */
  readonly group: string;
  /**
   * Shortcut, e.g. `Mod+Shift+Z`, `Delete`, `/`. `Mod` is Command on a Mac and Ctrl elsewhere. Keys
   * without modifier do nothing while a text is edited.
   */
  readonly keys?: string;
  /** Other shortcuts for those used to them; not shown. */
  readonly moreKeys?: readonly string[];
  /**
   * Selector of the parts of the page in which the shortcut works; the page itself, with nothing in
   * focus, counts too. Absent: everywhere. For keys that mean something else elsewhere, like Delete.
   */
  readonly within?: string;
  /** Absent: always. */
  readonly isEnabled?: () => boolean;
  readonly run: () => void;
}

interface Actions {
  readonly actions: readonly Action[];
  /** Asked for before its feature was there; only the last. */
  readonly awaited?: ((action: Action) => boolean) | undefined;
}

export type ActionStore = StoreApi<Actions>;

export const createActionStore = (): ActionStore => createStore<Actions>(() => ({ actions: [] }));

/** @returns takes the actions away again */
export function registerActions(store: ActionStore, actions: readonly Action[]): () => void {
  store.setState((state) => ({ actions: [...state.actions, ...actions] }));
  const { awaited } = store.getState();
  const action = awaited === undefined ? undefined : actions.findLast(awaited);
  if (action !== undefined) {
    store.setState({ awaited: undefined });
    // Not in the middle of what registers it.
    queueMicrotask(() => runIfEnabled(action));
  }
  return () => {
    store.setState((state) => ({
      actions: state.actions.filter((action) => !actions.includes(action)),
    }));
  };
}

/** An action by its id; undefined when the feature that has it is not there. */
export const findAction = (store: ActionStore, id: string): Action | undefined =>
  store.getState().actions.findLast((action) => action.id === id);

/** Carries out an action if it can be done: at once, or when its feature, which may be loading, is there. */
export function runAction(store: ActionStore, id: string): void {
  const action = findAction(store, id);
  if (action === undefined) awaitAction(store, (each) => each.id === id);
  else runIfEnabled(action);
}

/** Carries out the first that comes of these: what was asked for in time is not lost. */
export const awaitAction = (store: ActionStore, awaited: (action: Action) => boolean): void =>
  store.setState({ awaited });

function runIfEnabled({ isEnabled, run }: Action): void {
  if (isEnabled?.() !== false) run();
}

export const isMac = (): boolean => /Mac|iPhone|iPad/.test(navigator.platform);

/** A shortcut for people: `Ctrl Shift Z`, on a Mac `⌘ ⇧ Z`. */
export const formatKeys = (keys: string): string =>
  keys
    .split('+')
    .map((part) => {
      if (part === 'Mod') return isMac() ? '⌘' : 'Ctrl';
      if (part === 'Shift') return isMac() ? '⇧' : 'Shift';
      if (part === 'Alt') return isMac() ? '⌥' : 'Alt';
      return part;
    })
    .join(' ');
