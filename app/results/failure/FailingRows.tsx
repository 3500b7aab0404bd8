/** The rows at which a step fails, as the step got them. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EngineError, Result } from '../../../engine/contract/errors.ts';
import type { PipelineDocument } from '../../../engine/document/schema.ts';
import type { FailureAnswer } from '../../session/engine-client.ts';
import { useSession, useStudio } from '../../session/studio.ts';
import { Button } from '../../ui/Button.tsx';
import { useAnswer } from '../use-answer.ts';
import { FailureTable } from './FailureTable.tsx';
import type { FailureRow } from './FailureTable.tsx';
import styles from './FailingRows.module.css';

export interface FailingRowsProps {
  /** As it was when the step failed. */
  readonly document: PipelineDocument;
  readonly error: EngineError;
}

interface Found extends FailureAnswer {
  readonly cells: readonly FailureRow[];
}

export function FailingRows({ document, error }: FailingRowsProps) {
  const { t } = useTranslation('results');
  const { engine, session } = useStudio();
  const isReady = useSession((state) => state.engine.status === 'ready');
  const [inAllRows, setInAllRows] = useState(false);
  const step = error.node;
  // A place in a file says it better.
  const canAsk =
    isReady &&
    error.kind === 'user' &&
    error.location === undefined &&
    step !== undefined &&
    Object.hasOwn(document.nodes, step);
  const search = async (): Promise<Result<Found | undefined>> => {
    const { parameters } = session.getState();
    const asked = { document, parameters, step: step ?? '', inAllRows };
    const answer = await engine.failingRows(asked);
    if (!answer.ok || answer.value === undefined) return answer as Result<undefined>;
    const { readRows } = await import('../../../engine/values/rows.ts');
    const cells = readRows(answer.value.schema, answer.value.ipc);
    return { ok: true, value: { ...answer.value, cells } };
  };
  const { nodes } = document;
  const answer = useAnswer(canAsk ? search : undefined, [canAsk, nodes, step, inAllRows, engine]);
  // Leaving, nobody waits for it.
  useEffect(() => () => void engine.cancel('failure'), [engine]);
  if (!canAsk) return null;
  if (answer.status === 'done' && answer.value !== undefined) {
    const { schema, cells, columns, complete } = answer.value;
    return (
      <FailureTable
        title={t(complete ? 'failing-rows' : 'first-failing-rows', { count: cells.length })}
        schema={schema}
        rows={cells}
        columns={columns}
      />
    );
  }
  if (answer.status === 'failed' && answer.error?.kind !== 'cancelled') return null;
  return (
    <div className={styles.search} role="status">
      {answer.status === 'loading' ? (
        <>
          {t(inAllRows ? 'searching-all-rows' : 'searching-rows')}
          {inAllRows ? (
            <Button kind="quiet" onClick={() => void engine.cancel('failure')}>
              {t('stop-search')}
            </Button>
          ) : null}
        </>
      ) : inAllRows ? (
        t(answer.status === 'failed' ? 'search-stopped' : 'no-failing-rows')
      ) : (
        <>
          {t('no-failing-rows-yet')}
          <Button onClick={() => setInAllRows(true)}>{t('search-all-rows')}</Button>
        </>
      )}
    </div>
  );
}
