/** What an empty canvas offers: samples, and to open files. */
import { FolderOpen } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStudio } from '../session/studio.ts';
import { Button } from '../ui/Button.tsx';
import { StepIcon } from '../ui/StepIcon.tsx';
import styles from './StartPage.module.css';
import { Recents } from './Recents.tsx';
import { openSample } from './open-sample.ts';
import { SAMPLES } from './samples.ts';
import type { Sample } from './samples.ts';
import { usePickDataFiles } from './use-pick-data-files.ts';

export function StartPage() {
  const { t } = useTranslation('start');
  const studio = useStudio();
  const [loading, setLoading] = useState<string>();
  const open = async (sample: Sample): Promise<void> => {
    setLoading(sample.id);
    try {
      await openSample(studio, sample);
    } catch (thrown) {
      studio.notify({
        kind: 'error',
        text: t('sample-failed'),
        hint: `${t('sample-failed-hint')} ${String(thrown)}`,
      });
    } finally {
      setLoading(undefined);
    }
  };
  return (
    <div className={styles.page}>
      <div className={styles.content}>
        <h1 className={styles.title}>{t('title')}</h1>
        <p className={styles.lead}>{t('lead')}</p>
        <ul className={styles.samples} aria-label={t('samples')}>
          {SAMPLES.map((sample) => (
            <li key={sample.id} className={styles.sample} aria-busy={loading === sample.id}>
              <StepIcon type={sample.icon} size={32} />
              <div>
                <button
                  type="button"
                  className={styles.name}
                  aria-describedby={`sample-${sample.id}-text`}
                  disabled={loading !== undefined}
                  onClick={() => void open(sample)}
                >
                  {t(`sample-${sample.id}`)}
                </button>
                <p className={styles.text} id={`sample-${sample.id}-text`}>
                  {t(`sample-${sample.id}-text`)}
                </p>
              </div>
            </li>
          ))}
        </ul>
        <Recents />
        <Button icon={<FolderOpen aria-hidden />} onClick={usePickDataFiles()}>
          {t('open-files')}
        </Button>
        <p className={styles.formats}>{t('formats')}</p>
      </div>
    </div>
  );
}
