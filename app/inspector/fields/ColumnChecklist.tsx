/** Many columns at once: all of a table's, with a search, each with a box to tick. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schema } from '../../../engine/contract/schema.ts';
import { formatType, nameKey } from '../../../engine/contract/schema.ts';
import { Button } from '../../ui/Button.tsx';
import inputs from '../../ui/inputs.module.css';
import { matchSuggestions } from '../../ui/match-suggestions.ts';
import styles from './ColumnChecklist.module.css';

export interface ColumnChecklistProps {
  readonly columns: Schema;
  /** Keys of the names that are ticked. */
  readonly chosen: ReadonlySet<string>;
  readonly onChange: (names: readonly string[], ticked: boolean) => void;
}

const ROW = 24;

export function ColumnChecklist({ columns, chosen, onChange }: ColumnChecklistProps) {
  const { t } = useTranslation('inspector');
  const [search, setSearch] = useState('');
  const [scroller, setScroller] = useState<HTMLElement | null>(null);
  const items = useMemo(
    () => columns.map(({ name, type }) => ({ value: name, detail: formatType(type) })),
    [columns],
  );
  const shown = useMemo(() => matchSuggestions(items, search), [items, search]);
  const virtualizer = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller,
    estimateSize: () => ROW,
    overscan: 8,
  });
  const names = shown.map(({ value }) => value);
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
    <div className={styles.checklist}>
      <input
        type="search"
        className={inputs.input}
        aria-label={t('search-columns')}
        placeholder={t('search-columns')}
        value={search}
        onChange={({ target }) => setSearch(target.value)}
      />
      <div className={styles.bar}>
        <Button kind="quiet" onClick={() => onChange(names, true)}>
          {t('tick-all')}
        </Button>
        <Button kind="quiet" onClick={() => onChange(names, false)}>
          {t('tick-none')}
        </Button>
        <span className={styles.count}>
          {t('ticked', { count: columns.filter(({ name }) => chosen.has(nameKey(name))).length })}
        </span>
      </div>
      <div ref={setScroller} className={styles.scroller} onKeyDown={onKeyDown}>
        <div className={styles.space} style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map(({ index, start }) => {
            const item = shown[index];
            return item === undefined ? null : (
              <label
                key={item.value}
                className={styles.item}
                style={{ transform: `translateY(${start}px)` }}
              >
                <input
                  type="checkbox"
                  className={inputs.checkbox}
                  data-row={index}
                  checked={chosen.has(nameKey(item.value))}
                  onChange={({ target }) => onChange([item.value], target.checked)}
                />
                <span className={styles.name}>{item.value}</span>
                <span className={styles.type}>{item.detail}</span>
              </label>
            );
          })}
        </div>
      </div>
    </div>
  );
}
