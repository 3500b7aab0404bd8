/** Many values, each with a box to tick, and a search over them. Up and down go from box to box. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './Button.tsx';
import inputs from './inputs.module.css';
import { matchSuggestions } from './match-suggestions.ts';
import type { Suggestion } from './match-suggestions.ts';
import rows from './rows.module.css';
import styles from './TickList.module.css';

export interface TickListProps {
  readonly items: readonly Suggestion[];
  readonly isTicked: (value: string) => boolean;
  readonly onTick: (values: readonly string[], ticked: boolean) => void;
}

const ROW = 24;

export function TickList({ items, isTicked, onTick }: TickListProps) {
  const { t } = useTranslation('ui');
  const [search, setSearch] = useState('');
  const [scroller, setScroller] = useState<HTMLElement | null>(null);
  const shown = useMemo(() => matchSuggestions(items, search), [items, search]);
  const virtualizer = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller,
    estimateSize: () => ROW,
    overscan: 8,
  });
  const values = shown.map(({ value }) => value);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
    const at = Number((event.target as HTMLElement).dataset['row']);
    const to = at + step;
    if (step === 0 || !Number.isInteger(at) || to < 0 || to >= shown.length) return;
    event.preventDefault();
    virtualizer.scrollToIndex(to);
    requestAnimationFrame(() =>
      scroller?.querySelector<HTMLElement>(`[data-row="${to}"]`)?.focus(),
    );
  };
  return (
    <div className={styles.ticks}>
      <input
        type="search"
        className={inputs.input}
        aria-label={t('search')}
        placeholder={t('search')}
        value={search}
        onChange={({ target }) => setSearch(target.value)}
      />
      <div className={styles.bar}>
        <Button kind="quiet" onClick={() => onTick(values, true)}>
          {t('tick-all')}
        </Button>
        <Button kind="quiet" onClick={() => onTick(values, false)}>
          {t('tick-none')}
        </Button>
        <span className={styles.count}>
          {t('ticked', { count: items.filter(({ value }) => isTicked(value)).length })}
        </span>
      </div>
      <div ref={setScroller} className={styles.scroller} onKeyDown={onKeyDown}>
        <div className={rows.space} style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map(({ index, start }) => {
            const item = shown[index];
            return item === undefined ? null : (
              <label
                key={item.value}
                className={`${rows.row} ${styles.item}`}
                style={{ transform: `translateY(${start}px)` }}
              >
                <input
                  type="checkbox"
                  className={inputs.checkbox}
                  data-row={index}
                  checked={isTicked(item.value)}
                  onChange={({ target }) => onTick([item.value], target.checked)}
                />
                <span className={rows.name}>{item.value}</span>
                <span className={rows.detail}>{item.detail}</span>
              </label>
            );
          })}
        </div>
      </div>
    </div>
  );
}
