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
import { downloadBlob } from '../runs/save-files.ts';
import type { ChartSpec } from './chart-option.ts';
import { chartOption } from './chart-option.ts';
import styles from './ChartView.module.css';
import type { Chart } from './draw-chart.ts';
import { drawChart, lookOf, pngOf, svgOf } from './draw-chart.ts';

/** Points that are drawn; more of them are no picture. */
const MOST_POINTS = 5000;

export interface ChartViewProps {
  readonly rows: RowSource;
  readonly step: string;
}

export function ChartView({ rows, step }: ChartViewProps) {
  const { t } = useTranslation('results');
  const { documents, notify } = useStudio();
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<Chart>(undefined);
  const [problem, setProblem] = useState<string>();
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
    const columns = rows.schema.map((_, i) => i);
    const last = Math.min(rows.rows, MOST_POINTS) - 1;
    void reader.readRange(0, last, columns).then((read) => {
      if (!current) return;
      setProblem(read.ok ? undefined : read.error.message);
      // The step's own spec: its rows are there, so it is valid.
      const spec = documents.getState().document.nodes[step]?.params['spec'] as ChartSpec;
      if (read.ok)
        chart.current?.setOption(chartOption(spec, rows.schema, read.value, lookOf()), true);
    });
    return () => {
      current = false;
      reader.close();
    };
    // Colours are read again with the theme.
  }, [rows, step, documents, theme]);

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
      <div className={styles.buttons}>
        {rows.rows > MOST_POINTS ? (
          <span>{t('chart-cut', { rows: formatCount(MOST_POINTS) })}</span>
        ) : null}
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
