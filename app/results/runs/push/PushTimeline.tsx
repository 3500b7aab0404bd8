/** When each state began and how long it took. */
import { useTranslation } from 'react-i18next';
import type { Push } from '../../../platform/computer.ts';
import { formatDuration } from '../../../ui/format.ts';
import styles from './Push.module.css';
import { stateSpans } from './spans.ts';

export interface PushTimelineProps {
  readonly push: Push;
  /** Or when it ended. */
  readonly now: number;
}

export function PushTimeline({ push: { timeline }, now }: PushTimelineProps) {
  const { t } = useTranslation('cluster');
  const spans = stateSpans(timeline, now);
  return (
    <section className={styles.timeline} aria-label={t('timeline')}>
      <div className={styles.track} aria-hidden>
        {spans.map(({ state, share }, i) => (
          <i key={i} data-state={state} style={{ flexGrow: share }} />
        ))}
      </div>
      <ol>
        {spans.map(({ state, milliseconds }, i) => (
          <li key={i} data-state={state}>
            <i aria-hidden />
            {t('timeline-state', {
              state: t(`state-${state}`),
              time: formatDuration(milliseconds),
            })}
          </li>
        ))}
      </ol>
    </section>
  );
}
