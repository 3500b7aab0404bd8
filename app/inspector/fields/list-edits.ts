/** Changes of lists, as new lists. Pure. */

export const moveItem = <T>(items: readonly T[], from: number, to: number): readonly T[] => {
  const item = items[from];
  const inside = to >= 0 && to < items.length;
  if (item === undefined || !inside || from === to) return items;
  const rest = items.filter((_, index) => index !== from);
  return [...rest.slice(0, to), item, ...rest.slice(to)];
};

export const removeItem = <T>(items: readonly T[], at: number): readonly T[] =>
  items.filter((_, index) => index !== at);

export const asArray = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? (value as readonly unknown[]) : [];

export const asRecord = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : {};

export type ListEdit =
  | { readonly kind: 'add'; readonly item: unknown }
  | { readonly kind: 'remove'; readonly at: number }
  | { readonly kind: 'move'; readonly from: number; readonly to: number }
  | { readonly kind: 'all'; readonly all: readonly unknown[] };

export function editList(items: readonly unknown[], edit: ListEdit): readonly unknown[] {
  switch (edit.kind) {
    case 'add':
      return [...items, edit.item];
    case 'remove':
      return removeItem(items, edit.at);
    case 'move':
      return moveItem(items, edit.from, edit.to);
    case 'all':
      return edit.all;
  }
}

/** Columns of a table in the pipeline, and its rows with the cells where their columns are. */
export function editTable(
  { rows }: Readonly<Record<string, unknown>>,
  columns: readonly unknown[],
  edit: ListEdit,
): Readonly<Record<string, unknown>> {
  const cells: ListEdit = edit.kind === 'add' ? { kind: 'add', item: null } : edit;
  if (rows === undefined || edit.kind === 'all') return { columns };
  return { columns, rows: asArray(rows).map((row) => editList(asArray(row), cells)) };
}
