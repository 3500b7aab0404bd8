/** The rows of an output. React makes the frame and the menus; cells are drawn by the grid's view. */
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStudio, useSession } from '../../session/studio.ts';
import type { RowSource } from '../../session/row-source.ts';
import { ContextMenu, MenuAt } from '../../ui/Menu.tsx';
import { changePrefs, prefsOf, useResults, useResultsStore } from '../results-store.ts';
import { CellInspector } from './CellInspector.tsx';
import type { InspectedCell } from './CellInspector.tsx';
import { layOutColumns } from './column-layout.ts';
import { copyCells } from './copy-cells.ts';
import { notesOf } from './column-notes.ts';
import styles from './DataGrid.module.css';
import { FilterDialog } from './FilterDialog.tsx';
import { moveColumn } from './column-order.ts';
import type { GridEvents } from './grid-types.ts';
import { HEADER, boxOf, selectCell } from './selection.ts';
import type { CellAt } from './selection.ts';
import { defaultWidth } from './short-type.ts';
import { useCellMenu } from './use-cell-menu.tsx';
import { useColumnMenu } from './use-column-menu.tsx';
import { useGrid } from './use-grid.ts';
import { useViewActions } from './use-view.ts';

export interface DataGridProps {
  readonly rows: RowSource;
  /** Newer rows are on their way. */
  readonly stale: boolean;
  readonly onReadError: () => void;
}

interface OpenMenu {
  readonly position: number;
  readonly at: { readonly getBoundingClientRect: () => DOMRect };
}

export function DataGrid({ rows, stale, onReadError }: DataGridProps) {
  const { t } = useTranslation('results');
  const studio = useStudio();
  const store = useResultsStore();
  const host = useRef<HTMLDivElement>(null);
  const prefs = useResults((state) => prefsOf(state, rows.target));
  const profiles = useResults((state) => state.profiles);
  const view = useSession((state) => (state.view?.target === rows.target ? state.view : undefined));
  const actions = useViewActions(rows.target);
  const [menu, setMenu] = useState<OpenMenu>();
  const [context, setContext] = useState<CellAt>();
  const [inspected, setInspected] = useState<InspectedCell>();
  const [filtering, setFiltering] = useState<number>();

  const { schema, target } = rows;
  const looks = useMemo(
    () => ({
      layout: layOutColumns(schema, prefs, (column) => {
        const { name, type } = schema[column] ?? {};
        return name === undefined || type === undefined ? 0 : defaultWidth(name, type);
      }),
      sorts: new Map(view?.sort.map(({ column, direction }) => [column, direction])),
      notes: notesOf(profiles?.source === rows.id ? profiles : undefined),
      filtered: new Set(view?.filters.map(({ column }) => column.name)),
    }),
    [schema, prefs, view, profiles, rows.id],
  );
  const indexAt = (position: number): number => looks.layout.columns[position] ?? 0;
  const columnAt = (position: number) => schema[indexAt(position)];

  const events: GridEvents = {
    onSelect: () => undefined,
    onOpen: (at) => {
      const column = columnAt(at.column);
      const cell = grid.reader.current?.cell(at.row, indexAt(at.column));
      if (column !== undefined && cell !== undefined)
        setInspected({ column, row: at.row, cell, position: at.column });
    },
    onMenu: (position, anchor) => {
      const bounds = anchor.getBoundingClientRect();
      setMenu({ position, at: { getBoundingClientRect: () => bounds } });
    },
    onSort: (position, add) => {
      const column = columnAt(position);
      if (column !== undefined) actions.cycleSort(column.name, add);
    },
    onCopy: (box, withNames) => {
      const columns = looks.layout.columns.slice(box.left, box.right + 1);
      void copyCells(studio, grid.reader.current, schema, box, columns, withNames, t);
    },
    onMove: (move) => {
      const { layout } = looks;
      if (move.to < 0 || move.to >= layout.columns.length || move.to === move.from) return;
      changePrefs(store, target, (before) => moveColumn(schema, before, layout, move));
      grid.view.current?.select(selectCell({ row: HEADER, column: move.to }));
    },
    onResize: (position, width) => {
      const column = columnAt(position);
      if (column === undefined) return;
      changePrefs(store, target, ({ widths }) => ({ widths: { ...widths, [column.name]: width } }));
    },
    onFit: (position) => {
      const column = columnAt(position);
      if (column === undefined || host.current === null) return;
      const width = widestIn(host.current, position);
      changePrefs(store, target, ({ widths }) => ({ widths: { ...widths, [column.name]: width } }));
    },
  };
  const grid = useGrid(host, rows, looks, events, onReadError);
  const jump = useResults((state) => state.jump);
  useEffect(() => {
    if (jump === undefined) return;
    const column = grid.view.current?.selection().focus.column ?? 0;
    grid.view.current?.goTo({ row: jump.row, column });
    grid.view.current?.focus();
    store.setState({ jump: undefined });
  }, [jump, grid, store]);
  const columnEntries = useColumnMenu({
    rows,
    positionOf: (position) => columnAt(position),
    onFilter: setFiltering,
    onFit: events.onFit,
    onMove: events.onMove,
    layout: looks.layout,
  });
  const cellEntries = useCellMenu({
    rows,
    columnAt,
    cell: (at) => grid.reader.current?.cell(at.row, indexAt(at.column)),
    onOpen: events.onOpen,
    onCopy: (withNames) => {
      const selection = grid.view.current?.selection();
      if (selection !== undefined) events.onCopy(boxOf(selection), withNames);
    },
    onFilter: setFiltering,
  });
  const filteredColumn = filtering === undefined ? undefined : columnAt(filtering);

  return (
    <>
      <ContextMenu
        entries={
          context === undefined
            ? []
            : context.row === HEADER
              ? columnEntries(context.column)
              : cellEntries(context)
        }
      >
        <div
          ref={host}
          role="grid"
          aria-label={t('data')}
          aria-readonly
          aria-multiselectable
          aria-busy={stale}
          tabIndex={0}
          className={`${styles.scroller} ${stale ? styles.stale : ''}`}
          onContextMenu={(event) => {
            const at =
              grid.view.current?.hit(event.clientX, event.clientY) ??
              grid.view.current?.selection().focus;
            if (at?.row === HEADER) grid.view.current?.select(selectCell(at), false);
            setContext(at);
          }}
        />
      </ContextMenu>
      <MenuAt
        at={menu?.at}
        label={t('column-menu', { column: columnAt(menu?.position ?? 0)?.name ?? '' })}
        finalFocus={host}
        onClose={() => setMenu(undefined)}
        entries={menu === undefined ? [] : columnEntries(menu.position)}
      />
      {inspected === undefined ? null : (
        <CellInspector cell={inspected} onClose={() => setInspected(undefined)} />
      )}
      {filteredColumn === undefined ? null : (
        <FilterDialog
          column={filteredColumn}
          onClose={() => setFiltering(undefined)}
          onFilter={actions.addFilter}
        />
      )}
    </>
  );
}

/** Width that shows every value of a column that is on screen. */
function widestIn(host: HTMLElement, position: number): number {
  const cells = host.querySelectorAll<HTMLElement>(`[aria-colindex="${position + 1}"]`);
  const canvas = document.createElement('canvas').getContext('2d');
  if (canvas === null) return 0;
  const widths = Array.from(cells, (cell) => {
    const { fontSize, fontFamily } = getComputedStyle(cell);
    canvas.font = `${cell.role === 'columnheader' ? 600 : 400} ${fontSize} ${fontFamily}`;
    const text = cell.role === 'columnheader' ? cell.firstChild?.textContent : cell.textContent;
    return canvas.measureText(text ?? '').width + (cell.role === 'columnheader' ? 44 : 20);
  });
  return Math.max(0, ...widths);
}
