import { useTranslation } from 'react-i18next';
import type { Column } from '../../../engine/contract/schema.ts';
import type { HistogramBin } from '../../../engine/contract/profile.ts';
import type { QuickFilter } from '../../session/row-view.ts';
import { formatCount } from '../../ui/format.ts';
import { binFilters, histogramBars } from './histogram.ts';
import styles from './ProfileTab.module.css';

const WIDTH = 190;
const HEIGHT = 50;

export interface HistogramProps {
  readonly column: Column;
  readonly bins: readonly HistogramBin[];
  readonly onFilter: (filters: readonly QuickFilter[]) => void;
}

export function Histogram({ column, bins, onFilter }: HistogramProps) {
  const { t } = useTranslation('results');
  if (bins.length === 0) return <span className={styles.noHistogram} />;
  const bars = histogramBars(bins, WIDTH, HEIGHT);
  return (
    <svg
      className={styles.histogram}
      width={WIDTH}
      height={HEIGHT}
      role="img"
      aria-label={t('histogram-of', { column: column.name })}
    >
      {bins.map((bin, i) => {
        const bar = bars[i];
        if (bar === undefined) return null;
        return (
          <g key={i} onClick={() => onFilter(binFilters(column, bin, i === bins.length - 1))}>
            <title>{t('bin', { from: bin.from, to: bin.to, rows: formatCount(bin.rows) })}</title>
            <rect className={styles.hitArea} x={bar.x} y={0} width={bar.width} height={HEIGHT} />
            <rect className={styles.bar} {...bar} />
          </g>
        );
      })}
    </svg>
  );
}
