/** Undo, redo, and the list of all changes to jump in. */
import { History, Redo2, Undo2 } from 'lucide-react';
import { Suspense, lazy } from 'react';
import { useTranslation } from 'react-i18next';
import { formatKeys } from '../session/action-store.ts';
import { useActions } from '../session/actions.ts';
import { REDO, UNDO } from '../session/shortcuts.ts';
import { useDocument, useStudio } from '../session/studio.ts';
import { IconButton } from '../ui/Button.tsx';
import styles from './Header.module.css';

const HistoryPopover = lazy(async () => ({
  default: (await import('./HistoryPopover.tsx')).HistoryPopover,
}));

export function HistoryButtons() {
  const { t } = useTranslation('header');
  const { documents } = useStudio();
  const isReadOnly = useDocument(({ readOnly }) => readOnly !== undefined);
  const canUndo = useDocument(({ past }) => past.length > 0) && !isReadOnly;
  const canRedo = useDocument(({ future }) => future.length > 0) && !isReadOnly;
  const group = t('edit');
  useActions([
    {
      id: 'edit.undo',
      title: t('undo'),
      group,
      keys: UNDO,
      isEnabled: () => canUndo,
      run: documents.undo,
    },
    {
      id: 'edit.redo',
      title: t('redo'),
      group,
      keys: REDO,
      moreKeys: ['Mod+Y'],
      isEnabled: () => canRedo,
      run: documents.redo,
    },
  ]);
  return (
    <span className={styles.tools}>
      <IconButton
        label={t('undo')}
        keys={formatKeys(UNDO)}
        disabled={!canUndo}
        onClick={documents.undo}
      >
        <Undo2 aria-hidden />
      </IconButton>
      <IconButton
        label={t('redo')}
        keys={formatKeys(REDO)}
        disabled={!canRedo}
        onClick={documents.redo}
      >
        <Redo2 aria-hidden />
      </IconButton>
      <Suspense
        fallback={
          <IconButton label={t('history')} disabled>
            <History aria-hidden />
          </IconButton>
        }
      >
        <HistoryPopover />
      </Suspense>
    </span>
  );
}
