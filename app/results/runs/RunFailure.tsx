/** Why a run failed: the step, the partition, the message, the rows, what to do. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { PipelineDocument } from '../../../engine/document/schema.ts';
import { stepTitle } from '../../document/commands/steps.ts';
import type { RunRecord } from '../../session/run-store.ts';
import { useDocument, useStudio } from '../../session/studio.ts';
import { Button } from '../../ui/Button.tsx';
import { DataPlace } from '../DataPlace.tsx';
import { FailingRows } from '../failure/FailingRows.tsx';
import { SendToRejects } from '../failure/SendToRejects.tsx';
import styles from './RunDetails.module.css';

export function RunFailure({ run }: { readonly run: RunRecord }) {
  const { t } = useTranslation('results');
  const { reveal, session } = useStudio();
  const document = useDocument((state) => state.document);
  const { error, steps, isRefused = false } = run;
  // The rows are those of the steps as they were then.
  const asItRan = useMemo(
    (): PipelineDocument => ({ ...document, nodes: steps }),
    [document, steps],
  );
  if (error === undefined || error.kind === 'cancelled') return null;
  const { node } = error;
  const isThere = node !== undefined && Object.hasOwn(document.nodes, node);
  const failed = run.stages
    .flatMap((stage) => stage.tasks.map((task) => ({ stage, task })))
    .findLast(({ task }) => task.status === 'failed');
  return (
    <div className={styles.failure}>
      <div role="alert">
        <p>
          {isThere ? `${stepTitle(document, node)}: ` : null}
          <b>{error.message}</b> {error.hint}
        </p>
        {isRefused ? <p className={styles.partition}>{t('run-not-begun')}</p> : null}
        {error.location === undefined ? null : (
          <p>
            <DataPlace location={error.location} />
          </p>
        )}
        {failed === undefined ? null : (
          <p className={styles.partition}>
            {t('failed-partition', {
              partition: failed.task.partition + 1,
              partitions: failed.stage.partitions,
              stage: failed.stage.id,
              attempt: failed.task.attempt,
            })}
          </p>
        )}
      </div>
      {isRefused ? null : <FailingRows document={asItRan} error={error} />}
      <div className={styles.actions}>
        {isThere ? (
          <Button onClick={() => reveal({ ...error, node })}>
            {t('go-to', { step: stepTitle(document, node) })}
          </Button>
        ) : null}
        {isThere && !isRefused ? <SendToRejects step={node} /> : null}
        {isRefused ? (
          <Button onClick={() => session.setState({ tab: 'problems' })}>
            {t('show-problems')}
          </Button>
        ) : null}
      </div>
    </div>
  );
}
