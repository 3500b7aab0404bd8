/** The runs of this session and the pushes of this computer, and one of them as a picture. */
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { parseInput } from '../../../engine/document/schema.ts';
import { stepTitle } from '../../document/commands/steps.ts';
import type { ComputerState, Push } from '../../platform/computer.ts';
import { hasEnded, isLeft, stateOf } from '../../platform/pushes.ts';
import type { RunRecord } from '../../session/run-store.ts';
import { useDocument, useRuns, useStudio } from '../../session/studio.ts';
import { formatDuration } from '../../ui/format.ts';
import { Message } from '../../ui/Message.tsx';
import { useResults, useResultsStore } from '../results-store.ts';
import { EarlierRuns } from './EarlierRuns.tsx';
import { listWork } from './list-work.ts';
import type { Work } from './list-work.ts';
import { PushDetails } from './push/PushDetails.tsx';
import { RunDetails } from './RunDetails.tsx';
import styles from './RunsTab.module.css';

/** Of a tab alone. */
const NO_COMPUTER = createStore<ComputerState>(() => ({}));
const NONE: readonly Push[] = [];

export function RunsTab() {
  const { t } = useTranslation('results');
  const { computer } = useStudio();
  const store = useResultsStore();
  const runs = useRuns((state) => state.runs);
  const pushes = useStore(computer?.store ?? NO_COMPUTER, (state) => state.pushes ?? NONE);
  const asked = useStore(computer?.store ?? NO_COMPUTER, (state) => state.shownPush);
  useEffect(() => {
    if (asked !== undefined) store.setState({ run: asked.id });
  }, [asked, store]);
  const chosen = useResults((state) => state.run);
  const all = listWork(runs, pushes);
  const shown = all.find(({ id }) => id === chosen) ?? all[0];
  const earlier = computer === undefined ? null : <EarlierRuns computer={computer} />;
  if (shown === undefined) {
    return (
      <>
        <Message title={t('no-runs')}>{t('no-runs-hint')}</Message>
        {earlier}
      </>
    );
  }
  return (
    <div className={styles.tab}>
      <div className={styles.side}>
        <ul className={styles.runs} aria-label={t('runs')}>
          {all.map((work) => (
            <li key={work.id}>
              <button
                type="button"
                className={styles.run}
                aria-current={work.id === shown.id}
                onClick={() =>
                  store.setState({ run: work.id === all[0]?.id ? undefined : work.id })
                }
              >
                {work.kind === 'run' ? <RunLine run={work.run} /> : <PushLine push={work.push} />}
              </button>
            </li>
          ))}
        </ul>
        {earlier}
      </div>
      <Shown key={shown.id} work={shown} />
    </div>
  );
}

function Shown({ work }: { readonly work: Work }) {
  const { computer } = useStudio();
  if (work.kind === 'run') return <RunDetails run={work.run} />;
  return computer === undefined ? null : <PushDetails push={work.push} computer={computer} />;
}

function RunLine({ run }: { readonly run: RunRecord }) {
  const { t } = useTranslation('results');
  return (
    <>
      <i className={styles[run.status]} aria-hidden />
      <span className={styles.what}>
        <RunTitle run={run} />
      </span>
      <small>
        {run.isRefused === true
          ? t('run-not-started')
          : `${t(`run-${run.status}`)} · ${formatDuration(run.elapsed)}`}
      </small>
      <small>{new Date(run.startedAt).toLocaleTimeString('en-GB')}</small>
    </>
  );
}

const DOTS = { succeeded: 'succeeded', failed: 'failed', lost: 'failed' } as const;

function PushLine({ push }: { readonly push: Push }) {
  const { t, i18n } = useTranslation('cluster');
  const { name, connection, state, timeline } = push;
  const own = useDocument(({ document }) => document.name);
  const [first, last] = [timeline[0]?.at ?? 0, timeline.at(-1)?.at ?? 0];
  const isOfToday = first > Date.now() - DAY;
  const time = new Intl.DateTimeFormat(
    i18n.language,
    isOfToday ? { timeStyle: 'medium', hour12: false } : { dateStyle: 'short' },
  );
  const dot = hasEnded(push)
    ? DOTS[state as keyof typeof DOTS]
    : isLeft(push)
      ? undefined
      : 'running';
  return (
    <>
      <i className={dot === undefined ? undefined : styles[dot]} aria-hidden />
      <span className={styles.what} title={name}>
        {t('pushed-to', { name: connection })}
        {name === own ? null : ` · ${name}`}
      </span>
      <small>
        {t(`state-${stateOf(push)}`)}
        {hasEnded(push) ? ` · ${formatDuration(last - first)}` : null}
      </small>
      <small>{time.format(first)}</small>
    </>
  );
}

const DAY = 86_400_000;

function RunTitle({ run: { what } }: { readonly run: RunRecord }) {
  const { t } = useTranslation('results');
  const step = what.kind === 'rows' ? parseInput(what.target).node : undefined;
  const title = useDocument(({ document }) =>
    step === undefined ? '' : stepTitle(document, step),
  );
  return what.kind === 'all' ? t('run-all') : t('rows-of', { step: title });
}
