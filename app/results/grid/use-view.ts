/** Changes of the temporary view: sort, quick filters, and making them real steps. */
import { useMemo } from 'react';
import type { QuickFilter, RowView } from '../../session/row-view.ts';
import { useStudio } from '../../session/studio.ts';
import { nextSort } from './next-sort.ts';

export interface ViewActions {
  /** As a click on a header does: ascending, descending, not at all. */
  readonly cycleSort: (column: string, add: boolean) => void;
  readonly sort: (column: string, direction: 'asc' | 'desc' | undefined) => void;
  readonly addFilter: (filter: QuickFilter) => void;
  readonly removeFilter: (filter: QuickFilter) => void;
  readonly removeSort: (column: string) => void;
  readonly clear: () => void;
}

export function useViewActions(target: string): ViewActions {
  const { session } = useStudio();
  return useMemo(() => {
    const change = (make: (view: RowView) => Partial<RowView>): void => {
      session.setState(({ view }) => {
        const before = view?.target === target ? view : { target, sort: [], filters: [] };
        return { view: { ...before, ...make(before) } };
      });
    };
    return {
      cycleSort: (column, add) => change(({ sort }) => ({ sort: nextSort(sort, column, add) })),
      sort: (column, direction) =>
        change(() => ({ sort: direction === undefined ? [] : [{ column, direction }] })),
      addFilter: (filter) => change(({ filters }) => ({ filters: [...filters, filter] })),
      removeFilter: (filter) =>
        change(({ filters }) => ({ filters: filters.filter((each) => each !== filter) })),
      removeSort: (column) =>
        change(({ sort }) => ({ sort: sort.filter((each) => each.column !== column) })),
      clear: () => session.setState({ view: undefined }),
    };
  }, [session, target]);
}
