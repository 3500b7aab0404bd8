/** What can be done with a column. */
import {
  ArrowDown,
  ArrowLeft,
  ArrowRight,
  ArrowUp,
  Copy,
  EyeOff,
  Filter,
  MoveHorizontal,
  Pin,
  PinOff,
  ScanSearch,
  TextCursorInput,
  X,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Column } from '../../../engine/contract/schema.ts';
import { formatKeys } from '../../session/action-store.ts';
import { startColumnTask } from '../../session/column-tasks.ts';
import type { RowSource } from '../../session/row-source.ts';
import { useSession, useStudio } from '../../session/studio.ts';
import type { MenuEntry } from '../../ui/Menu.tsx';
import { changePrefs, prefsOf, useResults, useResultsStore } from '../results-store.ts';
import type { ColumnLayout } from './column-layout.ts';
import type { ColumnMove } from './column-order.ts';
import { copyText } from './copy-cells.ts';
import { useViewActions } from './use-view.ts';

export interface ColumnMenuOptions {
  readonly rows: RowSource;
  readonly positionOf: (position: number) => Column | undefined;
  readonly onFilter: (position: number) => void;
  readonly onFit: (position: number) => void;
  readonly onMove: (move: ColumnMove) => void;
  readonly layout: ColumnLayout;
}

/** @returns entries for the column at a position */
export function useColumnMenu(
  options: ColumnMenuOptions,
): (position: number) => readonly MenuEntry[] {
  const { t } = useTranslation('results');
  const studio = useStudio();
  const store = useResultsStore();
  const { target } = options.rows;
  const actions = useViewActions(target);
  const prefs = useResults((state) => prefsOf(state, target));
  const view = useSession((state) => (state.view?.target === target ? state.view : undefined));
  return (position) => {
    const name = options.positionOf(position)?.name;
    if (name === undefined) return [];
    const isSorted = view?.sort.some(({ column }) => column === name) ?? false;
    const isPinned = prefs.pinned.includes(name);
    return [
      {
        label: t('sort-ascending'),
        icon: <ArrowUp />,
        onSelect: () => actions.sort(name, 'asc'),
      },
      {
        label: t('sort-descending'),
        icon: <ArrowDown />,
        onSelect: () => actions.sort(name, 'desc'),
      },
      ...(isSorted
        ? [{ label: t('sort-none'), icon: <X />, onSelect: () => actions.sort(name, undefined) }]
        : []),
      {
        label: t('filter-column'),
        icon: <Filter />,
        onSelect: () => options.onFilter(position),
      },
      'separator',
      {
        label: t(isPinned ? 'unpin' : 'pin'),
        icon: isPinned ? <PinOff /> : <Pin />,
        onSelect: () =>
          changePrefs(store, target, ({ pinned }) => ({
            pinned: isPinned ? pinned.filter((each) => each !== name) : [...pinned, name],
          })),
      },
      ...([-1, 1] as const).map((way) => ({
        label: t(way < 0 ? 'move-left' : 'move-right'),
        icon: way < 0 ? <ArrowLeft /> : <ArrowRight />,
        keys: formatKeys(way < 0 ? 'Mod+Shift+ArrowLeft' : 'Mod+Shift+ArrowRight'),
        disabled: !canMove(options.layout, position, position + way),
        onSelect: () => options.onMove({ from: position, to: position + way }),
      })),
      {
        label: t('hide'),
        icon: <EyeOff />,
        onSelect: () => changePrefs(store, target, ({ hidden }) => ({ hidden: [...hidden, name] })),
      },
      {
        label: t('fit-width'),
        icon: <MoveHorizontal />,
        onSelect: () => options.onFit(position),
      },
      'separator',
      {
        label: t('rename-column'),
        icon: <TextCursorInput />,
        onSelect: () => startColumnTask(studio.session, 'rename', target, name),
      },
      {
        label: t('find-usages'),
        icon: <ScanSearch />,
        onSelect: () => startColumnTask(studio.session, 'usages', target, name),
      },
      {
        label: t('copy-name'),
        icon: <Copy />,
        onSelect: () => void copyText(studio, name, t),
      },
    ];
  };
}

const canMove = ({ columns }: ColumnLayout, from: number, to: number): boolean =>
  to >= 0 && to < columns.length && from !== to;
