/** What can be done with a cell. */
import { Copy, Eye, Filter, FilterX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Column } from '../../../engine/contract/schema.ts';
import type { Cell } from '../../../engine/values/cell.ts';
import { formatCell } from '../../../engine/values/cell.ts';
import { formatKeys } from '../../session/action-store.ts';
import type { RowSource } from '../../session/row-source.ts';
import type { MenuEntry } from '../../ui/Menu.tsx';
import type { CellAt } from './selection.ts';
import { useViewActions } from './use-view.ts';

export interface CellMenuOptions {
  readonly rows: RowSource;
  readonly columnAt: (position: number) => Column | undefined;
  readonly cell: (at: CellAt) => Cell | undefined;
  readonly onOpen: (at: CellAt) => void;
  readonly onCopy: (withNames: boolean) => void;
  readonly onFilter: (position: number) => void;
}

/** @returns entries for a cell */
export function useCellMenu(options: CellMenuOptions): (at: CellAt) => readonly MenuEntry[] {
  const { t } = useTranslation('results');
  const actions = useViewActions(options.rows.target);
  return (at) => {
    const column = options.columnAt(at.column);
    const cell = options.cell(at);
    if (column === undefined || cell === undefined) return [];
    const value = cell === null ? '' : formatCell(cell);
    const canCompare = cell === null || 'text' in cell;
    return [
      {
        label: t('copy'),
        icon: <Copy />,
        keys: formatKeys('Mod+C'),
        onSelect: () => options.onCopy(false),
      },
      {
        label: t('copy-with-names'),
        keys: formatKeys('Mod+Shift+C'),
        onSelect: () => options.onCopy(true),
      },
      { label: t('show-value'), icon: <Eye />, keys: 'Enter', onSelect: () => options.onOpen(at) },
      'separator',
      {
        label: t('only-this-value'),
        icon: <Filter />,
        disabled: !canCompare,
        onSelect: () =>
          actions.addFilter({ column, operator: cell === null ? 'is-null' : 'equals', value }),
      },
      {
        label: t('without-this-value'),
        icon: <FilterX />,
        disabled: !canCompare,
        onSelect: () =>
          actions.addFilter({ column, operator: cell === null ? 'is-not-null' : 'differs', value }),
      },
      { label: t('filter-column'), onSelect: () => options.onFilter(at.column) },
    ];
  };
}
