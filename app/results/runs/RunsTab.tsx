/** The runs of this session, and one of them as a picture. */
import { useTranslation } from 'react-i18next';
import { parseInput } from '../../../engine/document/schema.ts';
import { stepTitle } from '../../document/commands/steps.ts';
import type { RunRecord } from '../../session/run-store.ts';
import { useDocument, useRuns, useStudio } from '../../session/studio.ts';
import { formatDuration } from '../../ui/format.ts';
import { Message } from '../../ui/Message.tsx';
import { useResults, useResultsStore } from '../results-store.ts';
import { EarlierRuns } from './EarlierRuns.tsx';
import { RunDetails } from './RunDetails.tsx';
import styles from './RunsTab.module.css';

export function RunsTab() {
  const { t } = useTranslation('results');
  const { computer } = useStudio();
  const store = useResultsStore();
  const runs = useRuns((state) => state.runs);
  const chosen = useResults((state) => state.run);
  const shown = runs.find(({ id }) => id === chosen) ?? runs.at(-1);
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
          {runs.toReversed().map((run) => (
            <li key={run.id}>
              <button
                type="button"
                className={styles.run}
                aria-current={run === shown}
                onClick={() => store.setState({ run: run === runs.at(-1) ? undefined : run.id })}
              >
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
              </button>
            </li>
          ))}
        </ul>
        {earlier}
      </div>
      <RunDetails key={shown.id} run={shown} />
    </div>
  );
}

function RunTitle({ run: { what } }: { readonly run: RunRecord }) {
  const { t } = useTranslation('results');
  const step = what.kind === 'rows' ? parseInput(what.target).node : undefined;
  const title = useDocument(({ document }) =>
    step === undefined ? '' : stepTitle(document, step),
  );
  return what.kind === 'all' ? t('run-all') : t('rows-of', { step: title });
}
