/** One push: how far it is, what each operation does, what came of it, and what can be done about it. */
import { CircleStop, Download, RotateCcw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EngineError } from '../../../../engine/contract/errors.ts';
import type { Computer, Push } from '../../../platform/computer.ts';
import { hasEnded, isLeft, startOf, stateOf } from '../../../platform/pushes.ts';
import { Button } from '../../../ui/Button.tsx';
import { formatDuration } from '../../../ui/format.ts';
import details from '../RunDetails.module.css';
import { sizeWords } from '../../../platform/size-words.ts';
import { PushFailure } from './PushFailure.tsx';
import { PushLog } from './PushLog.tsx';
import { PushOperations } from './PushOperations.tsx';
import { PushOutputs } from './PushOutputs.tsx';
import { PushTimeline } from './PushTimeline.tsx';
import styles from './Push.module.css';
import { useNow } from './use-now.ts';

export interface PushDetailsProps {
  readonly push: Push;
  readonly computer: Computer;
}

export function PushDetails({ push, computer }: PushDetailsProps) {
  const { t, i18n } = useTranslation('cluster');
  const now = useNow(!hasEnded(push));
  const end = hasEnded(push) ? (push.timeline.at(-1)?.at ?? now) : now;
  const started = new Intl.DateTimeFormat(i18n.language, {
    dateStyle: 'medium',
    timeStyle: 'short',
  });
  const size = sizeWords(t, push.size ?? {});
  const figures = [
    [t('connection'), push.connection],
    ...(size === '' ? [] : [[t('size'), size] as const]),
    [t('started'), started.format(startOf(push))],
    [t('time'), formatDuration(Math.max(0, end - startOf(push)))],
    ...(push.via === 'batch' ? [[t('via'), t('via-batch')] as const] : []),
  ] as const;
  return (
    <div className={`${details.details} ${styles.details}`}>
      <PushFailure push={push} />
      <header className={styles.head}>
        <dl className={details.figures}>
          <div>
            <dt>{push.name}</dt>
            <dd className={styles.state} data-state={stateOf(push)}>
              {t(`state-${stateOf(push)}`)}
            </dd>
          </div>
          {figures.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        <PushActions push={push} computer={computer} />
      </header>
      <PushTimeline push={push} now={end} />
      {hasEnded(push) ? (
        <>
          <PushOutputs push={push} computer={computer} />
          <PushOperations push={push} />
        </>
      ) : (
        <>
          <PushOperations push={push} />
          <PushOutputs push={push} computer={computer} />
        </>
      )}
      <PushLog push={push} computer={computer} />
    </div>
  );
}

type Doing = 'jobs.cancel' | 'jobs.retry' | 'jobs.fetch' | 'jobs.remove';

function PushActions({ push, computer }: PushDetailsProps) {
  const { t } = useTranslation('cluster');
  const [doing, setDoing] = useState<Doing>();
  const [problem, setProblem] = useState<EngineError>();
  const { id } = push;
  const act = async (what: Doing): Promise<void> => {
    setDoing(what);
    setProblem(undefined);
    const answer = await computer.client.call(what, { id });
    setDoing(undefined);
    if (!answer.ok) return setProblem(answer.error);
    if (what === 'jobs.retry' && answer.value !== null)
      computer.store.setState({ shownPush: answer.value });
    if (what === 'jobs.remove')
      computer.store.setState(({ pushes = [] }) => ({
        pushes: pushes.filter((one) => one.id !== id),
      }));
  };
  const isBusy = doing !== undefined;
  return (
    <div className={styles.actions}>
      {isLeft(push) ? (
        <Button
          kind="primary"
          icon={<Download aria-hidden />}
          disabled={isBusy}
          onClick={() => void act('jobs.fetch')}
        >
          {t('fetch')}
        </Button>
      ) : null}
      {hasEnded(push) ? (
        <>
          <Button
            icon={<RotateCcw aria-hidden />}
            disabled={isBusy}
            onClick={() => void act('jobs.retry')}
          >
            {t('retry')}
          </Button>
          <Button
            kind="quiet"
            icon={<Trash2 aria-hidden />}
            disabled={isBusy}
            onClick={() => void act('jobs.remove')}
          >
            {t('forget')}
          </Button>
        </>
      ) : (
        <Button
          kind="danger"
          icon={<CircleStop aria-hidden />}
          disabled={isBusy}
          onClick={() => void act('jobs.cancel')}
        >
          {t(doing === 'jobs.cancel' ? 'stopping' : 'stop')}
        </Button>
      )}
      {problem === undefined ? null : (
        <p className={styles.problem} role="alert">
          {t('failed-call')}: {problem.message} {problem.hint}
        </p>
      )}
    </div>
  );
}
