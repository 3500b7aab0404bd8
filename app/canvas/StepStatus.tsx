/** What a step's corner says: problems, missing files, how far a run is. */
import {
  CircleAlert,
  CircleCheck,
  CircleSlash2,
  FileX2,
  LoaderCircle,
  StickyNote,
  TriangleAlert,
} from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/react/shallow';
import { lastRun } from '../session/run-store.ts';
import { useRuns, useSession } from '../session/studio.ts';
import { runByStep } from './step-status.ts';
import type { Problems } from './step-status.ts';
import type { StepView } from './step-view.ts';
import styles from './StepStatus.module.css';

export interface StepStatusProps {
  readonly view: StepView;
  readonly problems: Problems | undefined;
}

export function StepStatus({ view, problems }: StepStatusProps) {
  const { t } = useTranslation('canvas');
  const isMissing = useSession(({ sources }) =>
    sources.some(({ node, problem }) => node === view.id && problem !== undefined),
  );
  const ran = useRuns((state) => runByStep(lastRun(state)).get(view.id)?.status);
  const run = useSession(({ pushed }) => pushed?.get(view.id)?.status) ?? ran;
  const { errors = 0, warnings = 0 } = problems ?? {};
  return (
    <span className={styles.status}>
      {view.note === undefined ? null : <Mark icon={StickyNote} text={view.note} kind="quiet" />}
      {view.disabled ? <Mark icon={CircleSlash2} text={t('disabled')} kind="quiet" /> : null}
      {isMissing ? <Mark icon={FileX2} text={t('file-missing')} kind="warning" /> : null}
      {errors > 0 ? (
        <Mark icon={CircleAlert} text={t('errors', { count: errors })} kind="error" />
      ) : warnings > 0 ? (
        <Mark icon={TriangleAlert} text={t('warnings', { count: warnings })} kind="warning" />
      ) : run === undefined ? null : (
        <RunMark status={run} />
      )}
    </span>
  );
}

function RunMark({ status }: { readonly status: 'running' | 'done' | 'failed' }) {
  const { t } = useTranslation('canvas');
  if (status === 'running') return <Mark icon={LoaderCircle} text={t('running')} kind="running" />;
  if (status === 'done') return <Mark icon={CircleCheck} text={t('done')} kind="ok" />;
  return <Mark icon={CircleAlert} text={t('failed')} kind="error" />;
}

interface MarkProps {
  readonly icon: LucideIcon;
  readonly text: string;
  readonly kind: 'quiet' | 'ok' | 'warning' | 'error' | 'running';
}

const Mark = ({ icon: Icon, text, kind }: MarkProps) => (
  <span role="img" aria-label={text} title={text} className={styles[kind]}>
    <Icon size={14} aria-hidden />
  </span>
);

/** Partitions done of those to do. */
export function StepProgress({ step }: { readonly step: string }) {
  const { t } = useTranslation('canvas');
  const ran = useRuns(
    useShallow((state) => {
      const run = runByStep(lastRun(state)).get(step);
      return run?.status === 'running' ? [run.done, run.partitions] : [0, 0];
    }),
  );
  const pushed = useSession(
    useShallow(({ pushed: steps }) => {
      const push = steps?.get(step);
      return push?.status === 'running' ? [push.done, push.partitions] : undefined;
    }),
  );
  const [done = 0, partitions = 0] = pushed ?? ran;
  if (partitions === 0) return null;
  return (
    <div
      className={styles.progress}
      role="progressbar"
      aria-label={t('progress')}
      aria-valuemin={0}
      aria-valuemax={partitions}
      aria-valuenow={done}
    >
      <div style={{ width: `${(100 * done) / partitions}%` }} />
    </div>
  );
}
