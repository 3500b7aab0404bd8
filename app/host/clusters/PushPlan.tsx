/** Where each output goes and each source is read. */
import { Laptop, Server } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { PushCheck } from '../../platform/computer.ts';
import { formatBytes } from '../../ui/format.ts';
import styles from './PushDialog.module.css';

type TitleOf = (step: string) => string;

export function PushOutputs({
  outputs,
  titleOf,
}: Pick<PushCheck, 'outputs'> & { readonly titleOf: TitleOf }) {
  const { t } = useTranslation('cluster');
  return (
    <section className={styles.part} aria-label={t('outputs')}>
      <h3>{t('outputs')}</h3>
      <ul>
        {outputs.map(({ step, target, place }) => (
          <li key={step}>
            <PlaceIcon isThere={place === 'cluster'} />
            <b>{titleOf(step)}</b>
            <code title={target}>{target}</code>
            <small>{t(`goes-${place}`)}</small>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function PushSources({
  sources,
  titleOf,
}: Pick<PushCheck, 'sources'> & { readonly titleOf: TitleOf }) {
  const { t } = useTranslation('cluster');
  if (sources.length === 0) return null;
  return (
    <section className={styles.part} aria-label={t('sources')}>
      <h3>{t('sources')}</h3>
      <ul>
        {sources.map(({ step, place, bytes }) => (
          <li key={step}>
            <PlaceIcon isThere={place === 'cluster'} />
            <b>{titleOf(step)}</b>
            <span />
            <small>
              {place === 'sent' && bytes !== undefined
                ? t('from-sent-bytes', { bytes: formatBytes(bytes) })
                : t(`from-${place}`)}
            </small>
          </li>
        ))}
      </ul>
    </section>
  );
}

const PlaceIcon = ({ isThere }: { readonly isThere: boolean }) =>
  isThere ? <Server aria-hidden /> : <Laptop aria-hidden />;
