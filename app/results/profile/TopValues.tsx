/** The most frequent values of a column. Each filters the rows by it, by mouse or by key. */
import { useTranslation } from 'react-i18next';
import type { Column } from '../../../engine/contract/schema.ts';
import type { ColumnProfile } from '../../../engine/contract/profile.ts';
import type { QuickFilter } from '../../session/row-view.ts';
import { formatCount } from '../../ui/format.ts';
import { shareText } from './histogram.ts';
import styles from './ProfileTab.module.css';
import { useRoving } from './roving.ts';

export interface TopValuesProps {
  readonly column: Column;
  readonly profile: Pick<ColumnProfile, 'rows' | 'top'>;
  readonly onFilter: (filters: readonly QuickFilter[]) => void;
}

const SHOWN = 4;

export function TopValues({ column, profile: { rows, top }, onFilter }: TopValuesProps) {
  const { t } = useTranslation('results');
  // Where every value stands once, none is frequent.
  const shown = rows > SHOWN && (top[0]?.rows ?? 0) <= 1 ? [] : top.slice(0, SHOWN);
  const roving = useRoving(shown.length);
  return (
    <div
      className={styles.top}
      role="group"
      aria-label={t('top-values-of', { column: column.name })}
      onKeyDown={roving.onKeyDown}
    >
      {shown.map(({ value, rows: count }, i) => {
        const text = value === '' ? t('empty-text') : (value ?? 'null');
        const share = shareText(count, rows);
        return (
          <button
            key={value ?? ' null'}
            type="button"
            className={styles.value}
            title={t('filter-by-value', { value: text })}
            // What is seen comes first, as it is seen: so it can be said to a computer that listens.
            aria-label={t('keep-value', { value: text, share, count, rows: formatCount(count) })}
            {...roving.place(i)}
            onClick={() =>
              onFilter([
                value === null
                  ? { column, operator: 'is-null', value: '' }
                  : { column, operator: 'equals', value },
              ])
            }
          >
            <i style={{ width: `${(count / Math.max(1, rows)) * 100}%` }} />
            <span className={value === null ? styles.null : ''}>{text}</span> <small>{share}</small>
          </button>
        );
      })}
    </div>
  );
}
