/** The chart of a chart step, and saving it. Loaded when one is shown: ECharts is large. */
import { FileImage, ImageDown } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { stepTitle } from '../../document/commands/steps.ts';
import type { RowSource } from '../../session/row-source.ts';
import { useDocument, useStudio } from '../../session/studio.ts';
import { IconButton } from '../../ui/Button.tsx';
import { formatCount } from '../../ui/format.ts';
import { Message } from '../../ui/Message.tsx';
import { useTheme } from '../../ui/theme.ts';
import { createRowReader } from '../grid/row-reader.ts';
import { downloadBlob } from '../../platform/download-blob.ts';
import type { ChartPicture, ChartSpec } from './chart-option.ts';
import { chartOption } from './chart-option.ts';
import styles from './ChartView.module.css';
import type { Chart } from './draw-chart.ts';
import { drawChart, lookOf, pngOf, svgOf } from './draw-chart.ts';
import { distinctOf, readPoints } from './read-points.ts';

export interface ChartViewProps {
  readonly rows: RowSource;
  readonly step: string;
}

/** How much of what is there is in the picture. */
type Drawn = Omit<ChartPicture, 'option'> & { readonly total: number };

export function ChartView({ rows, step }: ChartViewProps) {
  const { t } = useTranslation('results');
  const { documents, notify } = useStudio();
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<Chart>(undefined);
  const [problem, setProblem] = useState<string>();
  const [drawn, setDrawn] = useState<Drawn>();
  const title = useDocument(({ document }) => stepTitle(document, step));
  const theme = useTheme();

  useEffect(() => {
    if (host.current === null) return undefined;
    const drawn = drawChart(host.current);
    chart.current = drawn;
    const observer = new ResizeObserver(() => drawn.resize());
    observer.observe(host.current);
    return () => {
      observer.disconnect();
      chart.current = undefined;
      drawn.dispose();
    };
  }, []);

  useEffect(() => {
    let current = true;
    const reader = createRowReader(rows, () => undefined);
    void readPoints(reader, rows).then((read) => {
      if (!current) return;
      setProblem(read.ok ? undefined : read.error.message);
      // The step's own spec: its rows are there, so it is valid.
      const spec = documents.getState().document.nodes[step]?.params['spec'] as ChartSpec;
      if (!read.ok) return;
      const others = (count: number): string => t('other-slices', { count });
      const { option, ...left } = chartOption(spec, rows.schema, read.value, lookOf(), others);
      chart.current?.setOption(option, true);
      // A pie has a slice for each value, and no points of which some could be left unread.
      const total = left.how === 'largest' ? distinctOf(read.value) : rows.rows;
      const isPart = left.how === 'all' && read.value.length < rows.rows;
      setDrawn({ ...left, how: isPart ? 'even' : left.how, total });
    });
    return () => {
      current = false;
      reader.close();
    };
    // Colours are read again with the theme.
  }, [rows, step, documents, theme, t]);

  const save = async (kind: 'svg' | 'png'): Promise<void> => {
    if (chart.current === undefined) return;
    const blob = kind === 'svg' ? svgOf(chart.current) : await pngOf(chart.current);
    if (blob === undefined) notify({ kind: 'error', text: t('save-failed') });
    else downloadBlob(blob, `${title}.${kind}`);
  };

  return (
    <div className={styles.view}>
      {problem === undefined ? null : (
        <div className={styles.problem}>
          <Message kind="error" title={t('chart-failed')}>
            {problem}
          </Message>
        </div>
      )}
      <div ref={host} className={styles.chart} role="img" aria-label={t('chart-of', { title })} />
      {drawn === undefined ? null : (
        <p className={styles.drawn} data-part={drawn.how !== 'all'} role="status">
          {t(`drawn-${drawn.how}`, {
            count: drawn.total,
            shown: formatCount(drawn.drawn),
            total: formatCount(drawn.total),
          })}
        </p>
      )}
      <div className={styles.buttons}>
        <IconButton label={t('save-svg')} onClick={() => void save('svg')}>
          <FileImage aria-hidden />
        </IconButton>
        <IconButton label={t('save-png')} onClick={() => void save('png')}>
          <ImageDown aria-hidden />
        </IconButton>
      </div>
    </div>
  );
}
