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
    const button = document.activeElement;
    setLoading(sample.id);
    try {
      await openSample(studio, sample);
      passFocus(button, sample.shows);
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

/** Frames until the step is drawn: the canvas may still be loading. */
const TRIES = 120;

/** The button that had the focus is gone with this page: the step that is shown gets it. */
function passFocus(button: Element | null, step: string, tries = TRIES): void {
  const { activeElement, body } = document;
  // Somebody has gone on already.
  if (activeElement !== null && activeElement !== body && activeElement !== button) return;
  const element = document.querySelector<HTMLElement>(`[data-node-id="${CSS.escape(step)}"]`);
  if (element !== null) element.focus({ preventScroll: true });
  else if (tries > 0) requestAnimationFrame(() => passFocus(button, step, tries - 1));
}
