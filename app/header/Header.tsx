/** The bar at the top: the pipeline's name, its parameters, and what is done with it as a whole. */
import { Play, Redo2, Square, Undo2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { setName } from '../document/commands/params.ts';
import { isActive, lastRun } from '../session/run-store.ts';
import { useDocument, useRuns, useStudio } from '../session/studio.ts';
import { Button, IconButton } from '../ui/Button.tsx';
import styles from './Header.module.css';

export function Header() {
  const { t } = useTranslation('header');
  const { documents, runner } = useStudio();
  const name = useDocument(({ document }) => document.name);
  const canUndo = useDocument(({ past }) => past.length > 0);
  const canRedo = useDocument(({ future }) => future.length > 0);
  const active = useRuns((state) => isActive(lastRun(state)));
  return (
    <header className={styles.header}>
      <span className={styles.logo}>{t('sluice')}</span>
      <input
        className={styles.name}
        aria-label={t('name')}
        value={name}
        onChange={(event) => documents.execute(setName(event.target.value))}
        onBlur={documents.seal}
      />
      <IconButton label={t('undo')} keys="Ctrl Z" disabled={!canUndo} onClick={documents.undo}>
        <Undo2 aria-hidden />
      </IconButton>
      <IconButton label={t('redo')} keys="Ctrl Y" disabled={!canRedo} onClick={documents.redo}>
        <Redo2 aria-hidden />
      </IconButton>
      <span className={styles.space} />
      {active ? (
        <Button kind="danger" icon={<Square aria-hidden />} onClick={runner.cancel}>
          {t('cancel-run')}
        </Button>
      ) : (
        <Button kind="primary" icon={<Play aria-hidden />} onClick={() => void runner.run()}>
          {t('run')}
        </Button>
      )}
    </header>
  );
}
