/** What the results panel remembers beside the session: how columns are arranged, and profiles. */
import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { ColumnProfile } from '../../engine/contract/profile.ts';
import type { Extent } from '../../engine/contract/extent.ts';
import type { ColumnPrefs } from './grid/column-layout.ts';
import { NO_PREFS } from './grid/column-layout.ts';

/** Profiles of the columns of some rows, as far as they are known. */
export interface KnownProfiles {
  /** `RowSource.id` of the rows. */
  readonly source: string;
  readonly of: 'preview' | 'all';
  readonly columns: ReadonlyMap<string, ColumnProfile>;
  readonly extent?: Extent | undefined;
}

export interface ResultsState {
  /** By output: `node.port`. */
  readonly prefs: Readonly<Record<string, ColumnPrefs>>;
  readonly profiles?: KnownProfiles | undefined;
  /** A row that was asked for; a new object each time. */
  readonly jump?: { readonly row: number } | undefined;
  /** The run whose picture is shown; absent: the last one. */
  readonly run?: string | undefined;
}

export type ResultsStore = StoreApi<ResultsState>;

export const createResultsStore = (): ResultsStore =>
  createStore<ResultsState>(() => ({ prefs: {} }));

export const prefsOf = (state: ResultsState, target: string): ColumnPrefs =>
  state.prefs[target] ?? NO_PREFS;

export function changePrefs(
  store: ResultsStore,
  target: string,
  change: (prefs: ColumnPrefs) => Partial<ColumnPrefs>,
): void {
  store.setState((state) => {
    const before = prefsOf(state, target);
    return { prefs: { ...state.prefs, [target]: { ...before, ...change(before) } } };
  });
}

/** Adds what became known; profiles of other rows are dropped. */
export function addProfiles(store: ResultsStore, added: KnownProfiles): void {
  store.setState(({ profiles }) => {
    const same = profiles?.source === added.source && profiles.of === added.of;
    const columns = new Map([...(same ? profiles.columns : []), ...added.columns]);
    return { profiles: { ...added, columns } };
  });
}

const ResultsContext = createContext<ResultsStore | undefined>(undefined);

export const ResultsProvider = ResultsContext.Provider;

export function useResultsStore(): ResultsStore {
  const store = useContext(ResultsContext);
  if (store === undefined) throw new Error('useResultsStore outside of the results panel');
  return store;
}

export const useResults = <T>(select: (state: ResultsState) => T): T =>
  useStore(useResultsStore(), select);
