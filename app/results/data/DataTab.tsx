/** The rows of the shown step, or why there are none. */
import { Suspense, lazy, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RowSource } from '../../session/row-source.ts';
import { shownStep } from '../../session/session-store.ts';
import { useDocument, useSession, useStudio } from '../../session/studio.ts';
import { Button } from '../../ui/Button.tsx';
import { Message } from '../../ui/Message.tsx';
import { DataGrid } from '../grid/DataGrid.tsx';
import { DataBar } from './DataBar.tsx';
import styles from './DataTab.module.css';
import { EngineNotReady } from './EngineNotReady.tsx';
import { PreviewFailed } from './PreviewFailed.tsx';
import { RunFailedHere } from './RunFailedHere.tsx';
import { ViewChips } from './ViewChips.tsx';

const ChartView = lazy(async () => {
  const { ChartView: component } = await import('../chart/ChartView.tsx');
  return { default: component };
});

export function DataTab() {
  const { t } = useTranslation('results');
  const preview = useSession((state) => state.preview);
  const isReady = useSession((state) => state.engine.status === 'ready');
  const step = useSession(shownStep);
  const type = useDocument(({ document }) =>
    step === undefined ? undefined : document.nodes[step]?.type,
  );
  const isEmpty = useDocument(({ document }) => Object.keys(document.nodes).length === 0);
  const rows = preview.status === 'done' || preview.status === 'loading' ? preview.rows : undefined;
  const [asRows, setAsRows] = useState(false);
  if (!isReady && rows === undefined && step !== undefined) return <EngineNotReady />;
  if (preview.status === 'failed') return <PreviewFailed preview={preview} />;
  if (preview.status === 'idle')
    return step === undefined ? (
      <Message title={t('no-rows')}>{t(isEmpty ? 'no-rows-empty' : 'no-rows-hint')}</Message>
    ) : (
      <Message title={t('nothing-to-show')}>{t('nothing-to-show-hint')}</Message>
    );
  if (rows === undefined) return <Message kind="loading" title={t('computing')} />;
  const isChart = type === 'output.chart' && preview.target === step;
  return (
    <div className={styles.tab}>
      <DataBar
        preview={preview}
        rows={rows}
        {...(isChart ? { chart: { shown: !asRows, show: (chart) => setAsRows(!chart) } } : {})}
      />
      <RunFailedHere target={rows.target} />
      <ViewChips target={rows.target} schema={rows.schema} />
      <div className={styles.grid}>
        {isChart && !asRows ? (
          <Suspense fallback={<Message kind="loading" title={t('loading-chart')} />}>
            <ChartView rows={rows} step={step} />
          </Suspense>
        ) : (
          <Rows rows={rows} stale={preview.status === 'loading'} />
        )}
      </div>
    </div>
  );
}

function Rows({ rows, stale }: { readonly rows: RowSource; readonly stale: boolean }) {
  const { t } = useTranslation('results');
  const { refreshPreview } = useStudio();
  const [failed, setFailed] = useState(false);
  useEffect(() => setFailed(false), [rows]);
  if (failed)
    return (
      <Message
        kind="error"
        title={t('rows-unreadable')}
        actions={<Button onClick={refreshPreview}>{t('compute-again')}</Button>}
      >
        {t('rows-unreadable-hint')}
      </Message>
    );
  return (
    <>
      <DataGrid rows={rows} stale={stale} onReadError={() => setFailed(true)} />
      {rows.rows === 0 ? <p className={styles.none}>{t('zero-rows')}</p> : null}
    </>
  );
}
