/** The distribution of a column as bars. A bar filters the rows by it, by mouse or by key. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Column } from '../../../engine/contract/schema.ts';
import type { HistogramBin } from '../../../engine/contract/profile.ts';
import type { QuickFilter } from '../../session/row-view.ts';
import { formatCount } from '../../ui/format.ts';
import { binFilters, histogramBars, shortNumber } from './histogram.ts';
import styles from './ProfileTab.module.css';
import { useRoving } from './roving.ts';

const WIDTH = 190;
const HEIGHT = 46;

export interface HistogramProps {
  readonly column: Column;
  readonly bins: readonly HistogramBin[];
  readonly onFilter: (filters: readonly QuickFilter[]) => void;
}

export function Histogram({ column, bins, onFilter }: HistogramProps) {
  const { t } = useTranslation('results');
  const roving = useRoving(bins.length);
  const [pointed, setPointed] = useState<number>();
  if (bins.length === 0) return <span className={styles.noHistogram} />;
  const bars = histogramBars(bins, WIDTH, HEIGHT);
  const shown = pointed === undefined ? undefined : bins[pointed];
  return (
    <div className={styles.distribution}>
      <svg
        className={styles.histogram}
        width={WIDTH}
        height={HEIGHT}
        role="group"
        aria-label={t('histogram-of', { column: column.name })}
        onKeyDown={roving.onKeyDown}
        onPointerLeave={() => setPointed(undefined)}
      >
        {bins.map((bin, i) => {
          const bar = bars[i];
          if (bar === undefined) return null;
          const keep = (): void => onFilter(binFilters(column, bin, i === bins.length - 1));
          const { onFocus, ...place } = roving.place(i);
          return (
            <g
              key={i}
              role="button"
              aria-label={t('keep-bin', {
                count: bin.rows,
                rows: formatCount(bin.rows),
                from: bin.from,
                to: bin.to,
              })}
              {...place}
              onFocus={() => {
                onFocus();
                setPointed(i);
              }}
              onBlur={() => setPointed(undefined)}
              onPointerEnter={() => setPointed(i)}
              onClick={keep}
              onKeyDown={({ key }) => {
                if (key === 'Enter' || key === ' ') keep();
              }}
            >
              <rect className={styles.hitArea} x={bar.x} y={0} width={bar.width} height={HEIGHT} />
              <rect className={styles.bar} {...bar} />
            </g>
          );
        })}
      </svg>
      <div className={styles.bin} aria-hidden>
        {shown === undefined
          ? ''
          : t('bin', {
              from: shortNumber(shown.from),
              to: shortNumber(shown.to),
              rows: formatCount(shown.rows),
            })}
      </div>
    </div>
  );
}
