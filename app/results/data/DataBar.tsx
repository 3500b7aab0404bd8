/** Above the rows: what they are, and how to get all of them. */
import { LoaderCircle, Rows3 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { parseInput } from '../../../engine/document/schema.ts';
import { stepTitle } from '../../document/commands/steps.ts';
import type { RowSource } from '../../session/row-source.ts';
import { isActive, lastRun } from '../../session/run-store.ts';
import type { PreviewState } from '../../session/session-store.ts';
import { shownStep } from '../../session/session-store.ts';
import { useDocument, useRuns, useSession, useStudio } from '../../session/studio.ts';
import { Button } from '../../ui/Button.tsx';
import { ColumnsMenu } from './ColumnsMenu.tsx';
import styles from './DataBar.module.css';
import { extentText } from './extent-text.ts';
import { JoinFacts } from './JoinFacts.tsx';
import { JumpToRow } from './JumpToRow.tsx';
import { RowsThere } from './RowsThere.tsx';
import { PortSwitch } from './PortSwitch.tsx';
import { Segments } from './Segments.tsx';

export interface DataBarProps {
  readonly preview: Extract<PreviewState, { readonly status: 'done' | 'loading' }>;
  readonly rows: RowSource;
  /** Of a chart step: whether the picture is shown, or its rows. */
  readonly chart?: { readonly shown: boolean; readonly show: (chart: boolean) => void };
}

export function DataBar({ preview, rows, chart }: DataBarProps) {
  const { t } = useTranslation('results');
  const { runner } = useStudio();
  const step = useSession(shownStep);
  const busy = useRuns((state) => isActive(lastRun(state)));
  const source = parseInput(rows.target).node;
  const title = useDocument(({ document }) => stepTitle(document, source));
  const milliseconds = preview.status === 'done' ? preview.milliseconds : undefined;
  return (
    <div className={styles.bar}>
      {source === step ? null : <span className={styles.of}>{t('rows-of', { step: title })}</span>}
      <PortSwitch target={rows.target} />
      <span className={styles.extent} role="status" aria-label={t('shown-rows')}>
        {extentText(rows, milliseconds, t)}
      </span>
      {preview.status === 'loading' ? (
        <LoaderCircle className={styles.spinner} aria-label={t('computing')} />
      ) : null}
      <RowsThere isThere={rows.from !== undefined} />
      {rows.extent.kind === 'all' || rows.from !== undefined ? null : (
        <Button
          icon={<Rows3 aria-hidden />}
          disabled={busy}
          title={t('all-rows-hint')}
          onClick={() => void runner.runTo(rows.target)}
        >
          {t('all-rows')}
        </Button>
      )}
      <JoinFacts target={rows.target} />
      <span className={styles.space} />
      {chart === undefined ? null : (
        <Segments
          label={t('show-as')}
          value={chart.shown ? 'chart' : 'rows'}
          options={[
            { value: 'chart', label: t('chart') },
            { value: 'rows', label: t('as-rows') },
          ]}
          onChange={(value) => chart.show(value === 'chart')}
        />
      )}
      {chart?.shown === true ? null : (
        <>
          <JumpToRow rows={rows} />
          <ColumnsMenu rows={rows} />
        </>
      )}
    </div>
  );
}
