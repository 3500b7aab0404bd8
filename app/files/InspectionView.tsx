/** A file that is looked at: what is wrong with it, and where in its text. */
import { Suspense, lazy, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Inspection } from '../session/workspace/inspect-text.ts';
import { Finding } from '../ui/Finding.tsx';
import { Message } from '../ui/Message.tsx';
import styles from './InspectionView.module.css';
import { textPlaces } from './text-places.ts';

const SourceText = lazy(async () => ({ default: (await import('./SourceText.tsx')).SourceText }));

/** Enough to see what is the matter; a file that is none of ours may be wrong at every line. */
const SHOWN = 200;

export function InspectionView({ inspection }: { readonly inspection: Inspection }) {
  const { t } = useTranslation('files');
  const places = useMemo(
    () => textPlaces(inspection, (path) => t('part-lost', { path })),
    [inspection, t],
  );
  const [chosen, setChosen] = useState(0);
  return (
    <div className={styles.view}>
      <section className={styles.problems} aria-label={t('inspected-problems')}>
        <ul>
          {places.slice(0, SHOWN).map((place, index) => (
            <li key={index}>
              <Finding
                kind={place.kind === 'wrong' ? 'error' : 'lost'}
                message={place.message}
                hint={place.hint}
                pressed={index === chosen}
                onClick={place.start === undefined ? undefined : () => setChosen(index)}
              />
            </li>
          ))}
        </ul>
        {places.length > SHOWN ? (
          <p className={styles.more}>{t('problems-more', { count: places.length - SHOWN })}</p>
        ) : null}
      </section>
      <div className={styles.text}>
        <Suspense fallback={<Message kind="loading" title={t('loading')} />}>
          <SourceText
            text={inspection.text}
            label={t('inspected-text')}
            places={places}
            chosen={chosen}
          />
        </Suspense>
      </div>
    </div>
  );
}
