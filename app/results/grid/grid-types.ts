/** What the grid shows and tells, and what can be done with it. */
import type { Schema } from '../../../engine/contract/schema.ts';
import type { Cell } from '../../../engine/values/cell.ts';
import type { ColumnLayout } from './column-layout.ts';
import type { ColumnMove } from './column-order.ts';
import type { HeaderFrame } from './grid-header.ts';
import type { Box, CellAt, Extents, Selection } from './selection.ts';

export interface GridContent {
  readonly schema: Schema;
  readonly rows: number;
  readonly layout: ColumnLayout;
  readonly sorts: HeaderFrame['sorts'];
  readonly notes: HeaderFrame['notes'];
  readonly filtered: HeaderFrame['filtered'];
  /** A cell by row and index in the schema; undefined while it is fetched. */
  readonly cell: (row: number, column: number) => Cell | undefined;
  /** Says which rows are in view. */
  readonly look: (from: number, to: number) => void;
}

export interface GridEvents {
  readonly onSelect: (selection: Selection) => void;
  readonly onOpen: (at: CellAt) => void;
  /** The menu of a column is asked for, to be shown at an element. */
  readonly onMenu: (position: number, anchor: Element) => void;
  readonly onSort: (position: number, add: boolean) => void;
  readonly onCopy: (box: Box, withNames: boolean) => void;
  readonly onMove: (move: ColumnMove) => void;
  readonly onResize: (position: number, width: number) => void;
  /** Double click on the edge: as wide as its values. */
  readonly onFit: (position: number) => void;
}

export interface GridView {
  /** The grid begins at its top when `keepPlace` is not set. */
  readonly setContent: (content: GridContent, keepPlace: boolean) => void;
  readonly setStale: (stale: boolean) => void;
  /** Draws again, e.g. when rows have arrived. */
  readonly refresh: () => void;
  /** Selects a cell and scrolls to it. */
  readonly goTo: (at: CellAt) => void;
  readonly select: (selection: Selection, show?: boolean) => void;
  readonly selection: () => Selection;
  readonly extents: () => Extents;
  /** What lies under a point of the page. */
  readonly hit: (x: number, y: number) => CellAt | undefined;
  /** The cell that is closest to a point of the page, in view or at its border. */
  readonly nearest: (x: number, y: number) => CellAt | undefined;
  /** The edge between columns that is closest to a point of the page. */
  readonly edge: (x: number) => number;
  /** Marks an edge between columns as the place where something would go, and what goes there. */
  readonly showDrop: (drop: { readonly from: number; readonly edge: number } | undefined) => void;
  /** How far a point of the page is outside of the rows: 0 in them. */
  readonly outside: (x: number, y: number) => { readonly x: number; readonly y: number };
  readonly scrollBy: (x: number, y: number) => void;
  readonly headerCell: (position: number) => HTMLElement | undefined;
  readonly content: () => GridContent | undefined;
  readonly focus: () => void;
  readonly close: () => void;
}

export interface GridHandle extends GridView {
  /** Tells who listens of a selection. */
  readonly selected: (selection: Selection) => void;
}
