/**
 * Rows of a list: dragged by their handle or moved with the arrow keys on it, removed by a button.
 * A long list has only the rows in sight.
 */
import { useVirtualizer } from '@tanstack/react-virtual';
import { GripVertical, X } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../ui/Button.tsx';
import styles from './lists.module.css';
import { useReorder } from './use-reorder.ts';

const LONG = 40;
const ROW = 34;

export interface SortableRowsProps {
  readonly count: number;
  readonly row: (index: number) => ReactNode;
  /** Buttons of a row, before the one that removes it. */
  readonly buttons?: (index: number) => ReactNode;
  /** What stands below a row's first line. */
  readonly below?: (index: number) => ReactNode;
  readonly onMove: (from: number, to: number) => void;
  readonly onRemove: (index: number) => void;
  /** A row to bring into sight. */
  readonly reveal?: number | undefined;
}

export function SortableRows({ count, reveal, ...props }: SortableRowsProps) {
  const list = useId();
  const box = useRef<HTMLDivElement>(null);
  const [moved, setMoved] = useState<number>();
  const { t } = useTranslation('inspector');
  const onMove = (from: number, to: number): void => {
    if (to < 0 || to >= count || from === to) return;
    props.onMove(from, to);
    setMoved(to);
  };
  // The cursor goes with the row that the keys moved.
  useEffect(() => {
    if (moved === undefined) return;
    box.current?.querySelector<HTMLElement>(`[data-handle="${moved}"]`)?.focus();
  }, [moved]);
  const row = (index: number) => (
    <SortableRow key={index} {...props} list={list} index={index} onMove={onMove} />
  );
  return (
    <div ref={box}>
      {count > LONG ? (
        <LongList count={count} row={row} reveal={reveal} />
      ) : (
        <div className={styles.rows}>{Array.from({ length: count }, (_, index) => row(index))}</div>
      )}
      <span role="status" className="visually-hidden">
        {moved === undefined ? '' : t('moved', { place: moved + 1, count })}
      </span>
    </div>
  );
}

interface LongListProps {
  readonly count: number;
  readonly row: (index: number) => ReactNode;
  readonly reveal: number | undefined;
}

function LongList({ count, row, reveal }: LongListProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 6,
  });
  useEffect(() => {
    if (reveal !== undefined) virtualizer.scrollToIndex(reveal, { align: 'center' });
  }, [reveal, virtualizer]);
  return (
    <div ref={scroller} className={styles.scroller} tabIndex={-1}>
      <div className={styles.space} style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, start, key }) => (
          <div
            key={key}
            ref={virtualizer.measureElement}
            data-index={index}
            className={styles.placed}
            style={{ transform: `translateY(${start}px)` }}
          >
            {row(index)}
          </div>
        ))}
      </div>
    </div>
  );
}

interface SortableRowProps extends Omit<SortableRowsProps, 'count' | 'reveal'> {
  readonly list: string;
  readonly index: number;
}

function SortableRow({ list, index, row, buttons, below, onMove, onRemove }: SortableRowProps) {
  const { t } = useTranslation('inspector');
  const reorder = useReorder(list, index, onMove);
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
    if (step === 0) return;
    event.preventDefault();
    onMove(index, index + step);
  };
  return (
    <div ref={reorder.row} className={styles.row} {...reorder.attributes}>
      <button
        ref={reorder.handle}
        type="button"
        className={styles.handle}
        data-handle={index}
        aria-label={t('reorder')}
        title={t('reorder-hint')}
        onKeyDown={onKeyDown}
      >
        <GripVertical size={13} aria-hidden />
      </button>
      {row(index)}
      <div className={styles.buttons}>
        {buttons?.(index)}
        <IconButton size="small" label={t('remove')} onClick={() => onRemove(index)}>
          <X aria-hidden />
        </IconButton>
      </div>
      {below?.(index)}
    </div>
  );
}
