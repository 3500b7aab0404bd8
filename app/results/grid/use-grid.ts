/** The grid's view and reader, kept in step with rows, arrangement and notes. */
import { useEffect, useRef } from 'react';
import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { sameSchema } from '../../../engine/contract/schema.ts';
import type { RowSource } from '../../session/row-source.ts';
import type { ColumnLayout } from './column-layout.ts';
import type { GridContent, GridEvents, GridView } from './grid-types.ts';
import { createGridView } from './grid-view.ts';
import type { RowReader } from './row-reader.ts';
import { createRowReader } from './row-reader.ts';

export type GridLooks = Pick<GridContent, 'sorts' | 'notes' | 'filtered'> & {
  readonly layout: ColumnLayout;
};

export interface Grid {
  readonly view: RefObject<GridView | undefined>;
  readonly reader: RefObject<RowReader | undefined>;
}

export function useGrid(
  host: RefObject<HTMLElement | null>,
  rows: RowSource,
  looks: GridLooks,
  events: GridEvents,
  onReadError: () => void,
): Grid {
  const { t } = useTranslation('results');
  const view = useRef<GridView>(undefined);
  const reader = useRef<RowReader>(undefined);
  const shown = useRef<RowSource>(undefined);
  const latest = useRef({ events, looks, onReadError, t });
  latest.current = { events, looks, onReadError, t };

  useEffect(() => {
    if (host.current === null) return undefined;
    const now = (): GridEvents => latest.current.events;
    const created = createGridView(
      host.current,
      {
        onSelect: (...args) => now().onSelect(...args),
        onOpen: (...args) => now().onOpen(...args),
        onMenu: (...args) => now().onMenu(...args),
        onSort: (...args) => now().onSort(...args),
        onCopy: (...args) => now().onCopy(...args),
        onMove: (...args) => now().onMove(...args),
        onResize: (...args) => now().onResize(...args),
        onFit: (...args) => now().onFit(...args),
      },
      {
        menu: (column) => latest.current.t('column-menu', { column }),
        nulls: (share) => latest.current.t('null-share', { share: percent(share) }),
      },
    );
    view.current = created;
    shown.current = undefined;
    return () => {
      view.current = undefined;
      created.close();
    };
  }, [host]);

  useEffect(() => {
    let current = true;
    const next = createRowReader(rows, () => {
      if (!current) return;
      view.current?.refresh();
      if (next.error() !== undefined) latest.current.onReadError();
    });
    const before = shown.current;
    // The rows before stay on screen until the first of the new ones are there.
    void next.load(0).then(() => {
      if (!current) return next.close();
      const old = reader.current;
      reader.current = next;
      shown.current = rows;
      const samePlace = before?.target === rows.target && sameSchema(before.schema, rows.schema);
      view.current?.setContent(contentOf(rows, next, latest.current.looks), samePlace);
      old?.close();
    });
    return () => {
      current = false;
    };
  }, [rows]);

  const { layout, sorts, notes, filtered } = looks;
  useEffect(() => {
    if (reader.current === undefined || shown.current === undefined) return;
    view.current?.setContent(
      contentOf(shown.current, reader.current, { layout, sorts, notes, filtered }),
      true,
    );
  }, [layout, sorts, notes, filtered]);

  return { view, reader };
}

const contentOf = (rows: RowSource, reader: RowReader, looks: GridLooks): GridContent => ({
  schema: rows.schema,
  rows: rows.rows,
  cell: reader.cell,
  look: reader.look,
  ...looks,
});

/** `3%`, `<1%`. */
const percent = (share: number): string =>
  share > 0 && share < 0.01 ? '<1%' : `${Math.round(share * 100)}%`;
