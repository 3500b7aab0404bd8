/**
 * The grid: draws the rows and columns in view into a fixed pool of elements, whatever the size of the
 * table. It knows nothing of React, and rows never enter a store.
 */
import { isNumeric } from '../../../engine/contract/schema.ts';
import { columnAt, columnsInView, leftToShow, totalWidth } from './column-layout.ts';
import styles from './DataGrid.module.css';
import type { GridHeader, HeaderTexts } from './grid-header.ts';
import { edgeAt, edgeX } from './column-order.ts';
import { HEADER_HEIGHT, createGridHeader } from './grid-header.ts';
import { handleKeys } from './grid-keys.ts';
import { handlePointer } from './grid-pointer.ts';
import type { GridRows } from './grid-rows.ts';
import { ROW_HEIGHT, createGridRows, div } from './grid-rows.ts';
import type { GridContent, GridEvents, GridView } from './grid-types.ts';
import type { ScrollScale } from './scroll-scale.ts';
import { clampTop, scrollScale, toContent, toTrack, topToShow } from './scroll-scale.ts';
import type { CellAt, Extents, Selection } from './selection.ts';
import { HEADER, boxOf, selectCell } from './selection.ts';

export function createGridView(
  scroller: HTMLElement,
  events: GridEvents,
  texts: HeaderTexts,
): GridView {
  return new View(scroller, events, texts).handle();
}

let grids = 0;

class View {
  readonly #scroller: HTMLElement;
  readonly #sizer = div(styles.sizer, 'presentation');
  readonly #layer = div(styles.layer, 'presentation');
  readonly #body = div(styles.body, 'rowgroup');
  readonly #drop = div(styles.drop);
  readonly #header: GridHeader;
  readonly #rows: GridRows;
  readonly #focusId: string;
  readonly #stops: (() => void)[] = [];
  #content: GridContent | undefined;
  #numeric: readonly boolean[] = [];
  #scale: ScrollScale = scrollScale(0, 0);
  #width = 0;
  #gutter = 40;
  /** Pixels that the rows are moved up by; the scroll bar follows, coarser where rows are many. */
  #top = 0;
  /** The scroll bar's place as this view has set it: another one is the user's. */
  #ownScroll = 0;
  #selection: Selection = selectCell({ row: 0, column: 0 });
  #frame = 0;

  constructor(scroller: HTMLElement, events: GridEvents, texts: HeaderTexts) {
    grids += 1;
    this.#scroller = scroller;
    this.#focusId = `grid-${grids}-focus`;
    const head = div(styles.header, 'rowgroup');
    this.#drop.hidden = true;
    this.#layer.append(head, this.#body, this.#drop);
    this.#sizer.append(this.#layer);
    scroller.replaceChildren(this.#sizer);
    this.#header = createGridHeader(head, this.#focusId, texts);
    this.#rows = createGridRows(this.#body, this.#focusId);
    this.#listen(events);
  }

  handle(): GridView {
    return {
      setContent: (content, keepPlace) => this.#setContent(content, keepPlace),
      setStale: (stale) => this.#body.classList.toggle(styles.stale ?? '', stale),
      refresh: () => this.#schedule(),
      goTo: (at) => this.#select(selectCell(at), true),
      select: (selection, show = true) => this.#select(selection, show),
      selection: () => this.#selection,
      extents: () => this.#extents(),
      hit: (x, y) => this.#hit(x, y),
      nearest: (x, y) => this.#nearest(x, y),
      edge: (x) => this.#edge(x),
      showDrop: (drop) => this.#showDrop(drop),
      outside: (x, y) => outside(this.#body.getBoundingClientRect(), this.#gutter, x, y),
      scrollBy: (x, y) => {
        this.#scroller.scrollLeft += x;
        this.#moveTo(this.#top + y);
      },
      headerCell: (position) => this.#header.elementOf(position),
      content: () => this.#content,
      focus: () => this.#scroller.focus({ preventScroll: true }),
      close: () => {
        cancelAnimationFrame(this.#frame);
        for (const stop of this.#stops) stop();
        this.#scroller.replaceChildren();
      },
    };
  }

  #listen(events: GridEvents): void {
    const scroller = this.#scroller;
    const observer = new ResizeObserver(() => this.#measure());
    observer.observe(scroller);
    const onScroll = (): void => this.#onScroll();
    const onWheel = (event: WheelEvent): void => this.#onWheel(event);
    scroller.addEventListener('scroll', onScroll, { passive: true });
    scroller.addEventListener('wheel', onWheel, { passive: false });
    const grid = {
      ...this.handle(),
      selected: (selection: Selection) => events.onSelect(selection),
    };
    this.#stops.push(
      () => observer.disconnect(),
      () => scroller.removeEventListener('scroll', onScroll),
      () => scroller.removeEventListener('wheel', onWheel),
      handleKeys(scroller, grid, events),
      handlePointer(scroller, grid, events),
    );
  }

  #setContent(content: GridContent, keepPlace: boolean): void {
    const before = this.#content;
    this.#content = content;
    if (before?.schema !== content.schema)
      this.#numeric = content.schema.map(({ type }) => isNumeric(type));
    this.#gutter = Math.max(34, String(content.rows).length * 7 + 18);
    const { rows, layout } = content;
    this.#scroller.setAttribute('aria-rowcount', String(rows + 1));
    this.#scroller.setAttribute('aria-colcount', String(layout.columns.length));
    const { anchor, focus } = this.#selection;
    const inside = ({ row, column }: CellAt): CellAt => ({
      row: Math.max(HEADER, Math.min(row, rows - 1)),
      column: Math.max(0, Math.min(column, layout.columns.length - 1)),
    });
    this.#selection = keepPlace
      ? { anchor: inside(anchor), focus: inside(focus) }
      : selectCell({ row: rows === 0 ? HEADER : 0, column: 0 });
    if (!keepPlace) this.#top = 0;
    this.#measure();
  }

  #measure(): void {
    const { clientWidth, clientHeight } = this.#scroller;
    const content = this.#content;
    if (content === undefined) return;
    const bodyHeight = Math.max(0, clientHeight - HEADER_HEIGHT);
    this.#width = Math.max(0, clientWidth - this.#gutter);
    this.#scale = scrollScale(content.rows * ROW_HEIGHT, bodyHeight);
    this.#layer.style.width = `${clientWidth}px`;
    this.#layer.style.height = `${clientHeight}px`;
    this.#body.style.height = `${bodyHeight}px`;
    this.#sizer.style.width = `${totalWidth(content.layout) + this.#gutter}px`;
    this.#sizer.style.height = `${this.#scale.track + HEADER_HEIGHT}px`;
    this.#moveTo(this.#top);
  }

  #onScroll(): void {
    const { scrollTop } = this.#scroller;
    if (Math.abs(scrollTop - this.#ownScroll) >= 1) {
      this.#ownScroll = scrollTop;
      this.#top = toContent(this.#scale, scrollTop);
    }
    this.#schedule();
  }

  /** On a shortened track a wheel's step would jump over rows: it moves the rows themselves. */
  #onWheel(event: WheelEvent): void {
    const { track, content } = this.#scale;
    if (track >= content || event.ctrlKey || event.shiftKey || event.deltaY === 0) return;
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? ROW_HEIGHT : 1;
    const top = clampTop(this.#scale, this.#top + event.deltaY * lines);
    if (top === this.#top) return;
    event.preventDefault();
    this.#scroller.scrollLeft += event.deltaX * lines;
    this.#moveTo(top);
  }

  #moveTo(top: number): void {
    this.#top = clampTop(this.#scale, top);
    this.#scroller.scrollTop = toTrack(this.#scale, this.#top);
    this.#ownScroll = this.#scroller.scrollTop;
    this.#schedule();
  }

  #extents(): Extents {
    return {
      rows: this.#content?.rows ?? 0,
      columns: this.#content?.layout.columns.length ?? 0,
      page: Math.max(1, Math.floor(this.#scale.view / ROW_HEIGHT) - 1),
    };
  }

  #select(selection: Selection, show: boolean): void {
    this.#selection = selection;
    const content = this.#content;
    if (show && content !== undefined) {
      const { row, column } = selection.focus;
      const left = leftToShow(content.layout, this.#scroller.scrollLeft, this.#width, column);
      if (left !== this.#scroller.scrollLeft) this.#scroller.scrollLeft = left;
      if (row >= 0) this.#moveTo(topToShow(this.#scale, this.#top, row, ROW_HEIGHT));
    }
    this.#schedule();
  }

  #hit(x: number, y: number): CellAt | undefined {
    const content = this.#content;
    if (content === undefined) return undefined;
    const bounds = this.#layer.getBoundingClientRect();
    const column = columnAt(
      content.layout,
      x - bounds.left - this.#gutter,
      this.#scroller.scrollLeft,
    );
    const below = y - bounds.top - HEADER_HEIGHT;
    const row = below < 0 ? HEADER : Math.floor((below + this.#top) / ROW_HEIGHT);
    return column === undefined || row >= content.rows ? undefined : { row, column };
  }

  #nearest(x: number, y: number): CellAt | undefined {
    const bounds = this.#body.getBoundingClientRect();
    const columns = this.#content?.layout.columns.length ?? 0;
    const rows = this.#content?.rows ?? 0;
    if (columns === 0 || rows === 0) return undefined;
    const inside = (at: number, from: number, to: number): number =>
      Math.min(to - 1, Math.max(from, at));
    const atY = inside(y, bounds.top, bounds.bottom);
    const atX = inside(x, bounds.left + this.#gutter, bounds.right);
    const row = Math.min(rows - 1, Math.floor((atY - bounds.top + this.#top) / ROW_HEIGHT));
    return { row, column: this.#hit(atX, bounds.top)?.column ?? columns - 1 };
  }

  #edge(x: number): number {
    const left = this.#layer.getBoundingClientRect().left + this.#gutter;
    const { layout } = this.#content ?? {};
    return layout === undefined ? 0 : edgeAt(layout, x - left, this.#scroller.scrollLeft);
  }

  #showDrop(drop: { readonly from: number; readonly edge: number } | undefined): void {
    const { layout } = this.#content ?? {};
    const isNone = drop === undefined || layout === undefined;
    this.#drop.hidden = isNone;
    this.#header.markMoved(drop?.from);
    if (isNone) return;
    const x = this.#gutter + edgeX(layout, drop.edge, this.#scroller.scrollLeft);
    this.#drop.style.transform = `translateX(${Math.max(1, x) - 1}px)`;
  }

  #schedule(): void {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#draw();
    });
  }

  #draw(): void {
    const content = this.#content;
    if (content === undefined) return;
    const { layout, rows, schema, sorts, notes, filtered } = content;
    const from = Math.floor(this.#top / ROW_HEIGHT);
    const to = Math.min(rows, Math.ceil((this.#top + this.#scale.view) / ROW_HEIGHT));
    content.look(from, to);
    const left = this.#scroller.scrollLeft;
    const columns = columnsInView(layout, left, this.#width);
    const place = { ...columns, left, gutter: this.#gutter, layout };
    const { focus } = this.#selection;
    this.#header.draw({
      ...place,
      schema,
      sorts,
      notes,
      filtered,
      focus: focus.row === HEADER ? focus.column : undefined,
    });
    this.#rows.draw({
      ...place,
      from,
      to,
      top: this.#top,
      selected: boxOf(this.#selection),
      focus,
      cell: content.cell,
      numeric: this.#numeric,
    });
    this.#scroller.setAttribute('aria-activedescendant', this.#focusId);
  }
}

/** Pixels that a point is left or right of the columns, and above or below the rows. */
function outside(bounds: DOMRect, gutter: number, x: number, y: number) {
  const beyond = (at: number, from: number, to: number): number =>
    at < from ? at - from : at > to ? at - to : 0;
  return {
    x: beyond(x, bounds.left + gutter, bounds.right),
    y: beyond(y, bounds.top, bounds.bottom),
  };
}
