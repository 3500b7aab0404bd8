import type { ViewSort } from '../../session/row-view.ts';

/** The sort after a click on a header. @param add keeps the other columns' */
export function nextSort(
  sort: readonly ViewSort[],
  column: string,
  add: boolean,
): readonly ViewSort[] {
  const before = sort.find((each) => each.column === column);
  const next: readonly ViewSort[] =
    before === undefined
      ? [{ column, direction: 'asc' }]
      : before.direction === 'asc'
        ? [{ column, direction: 'desc' }]
        : [];
  if (!add) return next;
  if (before === undefined) return [...sort, ...next];
  return sort.flatMap((each) => (each === before ? next : [each]));
}
