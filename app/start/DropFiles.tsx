/** Takes files that are dropped anywhere in the studio. */
import { FilePlus2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStudio } from '../session/studio.ts';
import styles from './DropFiles.module.css';
import { filesOfDrop } from './given-files.ts';
import { openFiles } from './lazy-open-files.ts';

const hasFiles = (event: DragEvent): boolean =>
  event.dataTransfer?.types.includes('Files') === true;

export function DropFiles() {
  const { t } = useTranslation('start');
  const studio = useStudio();
  const [over, setOver] = useState(false);
  useEffect(() => {
    const show = (event: DragEvent): void => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const hide = (event: DragEvent): void => {
      // Leaving an element for one inside it is no leaving of the window.
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent): void => {
      setOver(false);
      // The canvas takes what is dropped on it: it knows the place.
      if (event.defaultPrevented || !hasFiles(event) || event.dataTransfer === null) return;
      event.preventDefault();
      void filesOfDrop(event.dataTransfer).then((dropped) => openFiles(studio, dropped, t));
    };
    const listeners = { dragenter: show, dragover: show, dragleave: hide, drop } as const;
    for (const [type, listener] of Object.entries(listeners)) {
      window.addEventListener(type as 'drop', listener);
    }
    return () => {
      for (const [type, listener] of Object.entries(listeners)) {
        window.removeEventListener(type as 'drop', listener);
      }
    };
  }, [studio, t]);
  if (!over) return null;
  return (
    <div className={styles.over} aria-hidden>
      <span className={styles.text}>
        <FilePlus2 />
        {t('drop-here')}
      </span>
    </div>
  );
}
