/** The values that a text box offers, below or above it, over everything else. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Suggestion } from './match-suggestions.ts';
import rows from './rows.module.css';
import styles from './Suggest.module.css';

const ROW = 26;
const GAP = 3;
const MOST = 280;

export interface SuggestListProps<Item extends Suggestion> {
  readonly id: string;
  /** The box. */
  readonly anchor: HTMLElement;
  readonly items: readonly Item[];
  readonly note?: string | undefined;
  /** The one that Enter picks; -1: none. */
  readonly active: number;
  readonly onPick: (item: Item) => void;
}

export function SuggestList<Item extends Suggestion>({
  id,
  anchor,
  items,
  note,
  active,
  onPick,
}: SuggestListProps<Item>) {
  const { t } = useTranslation('ui');
  const [scroller, setScroller] = useState<HTMLElement | null>(null);
  // Only the rows in sight are there: a table may have ten thousand columns.
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller,
    estimateSize: () => ROW,
    overscan: 8,
    scrollPaddingEnd: note === undefined ? 0 : ROW,
  });
  useLayoutEffect(() => {
    if (scroller === null) return undefined;
    scroller.showPopover();
    const put = (): void => place(scroller, anchor);
    put();
    addEventListener('resize', put);
    addEventListener('scroll', put, true);
    return () => {
      removeEventListener('resize', put);
      removeEventListener('scroll', put, true);
    };
  }, [scroller, anchor, items.length, note]);
  useEffect(() => {
    if (active >= 0) virtualizer.scrollToIndex(active);
  }, [active, virtualizer]);
  return (
    // In the top layer, and yet a child of what holds the box: a press here is no press outside.
    <div
      ref={setScroller}
      popover="manual"
      tabIndex={-1}
      className={styles.list}
      onMouseDown={(event) => event.preventDefault()}
    >
      {items.length === 0 ? null : (
        <div
          id={id}
          role="listbox"
          aria-label={t('suggestions')}
          className={rows.space}
          style={{ height: virtualizer.getTotalSize() }}
        >
          {virtualizer.getVirtualItems().map(({ index, start }) => {
            const item = items[index];
            return item === undefined ? null : (
              <div
                key={index}
                id={`${id}-${index}`}
                role="option"
                aria-selected={index === active}
                aria-setsize={items.length}
                aria-posinset={index + 1}
                className={`${rows.row} ${styles.item}`}
                style={{ transform: `translateY(${start}px)` }}
                onClick={() => onPick(item)}
              >
                <span className={`${rows.name} ${item.label === undefined ? '' : styles.label}`}>
                  {item.label ?? item.value}
                </span>
                {item.detail === undefined ? null : (
                  <span className={`${rows.detail} ${styles.detail}`}>{item.detail}</span>
                )}
              </div>
            );
          })}
        </div>
      )}
      {note === undefined ? null : (
        <p role="status" className={styles.note}>
          {note}
        </p>
      )}
    </div>
  );
}

/** Below the box where there is room, else above. */
function place(list: HTMLElement, anchor: HTMLElement): void {
  const { top, bottom, left, width } = anchor.getBoundingClientRect();
  const below = innerHeight - bottom - GAP * 2;
  const above = top - GAP * 2;
  const isBelow = below >= Math.min(MOST, list.scrollHeight) || below >= above;
  Object.assign(list.style, {
    left: `${Math.max(GAP, Math.min(left, innerWidth - list.offsetWidth - GAP))}px`,
    minWidth: `${width}px`,
    maxHeight: `${Math.min(MOST, isBelow ? below : above)}px`,
    top: isBelow ? `${bottom + GAP}px` : 'auto',
    bottom: isBelow ? 'auto' : `${innerHeight - top + GAP}px`,
  });
}
