/** What it would cost here and there, and what is advised. */
import { useTranslation } from 'react-i18next';
import type { PushEstimate } from '../../../engine/contract/push-estimate.ts';
import { formatDuration } from '../../ui/format.ts';
import styles from './PushDialog.module.css';

export interface PushEstimateViewProps {
  readonly estimate: PushEstimate | undefined;
  readonly cluster: string;
  readonly titleOf: (step: string | undefined) => string;
}

export function PushEstimateView({ estimate, cluster, titleOf }: PushEstimateViewProps) {
  const { t } = useTranslation('cluster');
  if (estimate === undefined) return <p className={styles.none}>{t('estimate-none')}</p>;
  const { local, cluster: there, recommended, reason, gathers } = estimate;
  const longest = Math.max(local.seconds, there.seconds);
  const lines = [
    { label: t('estimate-here'), seconds: local.seconds, isBest: recommended === 'local' },
    {
      label: t('estimate-there', { name: cluster }),
      seconds: there.seconds,
      isBest: recommended === 'cluster',
    },
  ];
  return (
    <section className={styles.part} aria-label={t('estimate')}>
      <h3>{t('estimate')}</h3>
      <dl className={styles.estimate}>
        {lines.map(({ label, seconds, isBest }) => (
          <div key={label} data-best={isBest}>
            <dt>{label}</dt>
            <dd>
              <i aria-hidden style={{ width: `${(100 * seconds) / longest}%` }} />
              {t('about-seconds', { time: about(seconds) })}
            </dd>
          </div>
        ))}
      </dl>
      <p className={styles.advice}>
        <b>{t(`advice-${recommended}`)}.</b> {t(`advice-${reason}`)}
        {gathers.length === 0 ? null : (
          <>
            {' '}
            {t('gathers', {
              count: gathers.length,
              steps: gathers.map(({ step }) => titleOf(step)).join(', '),
            })}
          </>
        )}
      </p>
    </section>
  );
}

/** Right within a factor of a few: more figures would promise more. */
const about = (seconds: number): string =>
  seconds < 10
    ? `${Number(seconds.toPrecision(1))} s`
    : formatDuration(Math.round(seconds / 10) * 10_000);
