/** Pipelines kept in this browser, last edited first. */
import { FileJson, Trash2, Workflow } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { DocumentSummary } from '../platform/document-library.ts';
import { useStudio, useWorkspace } from '../session/studio.ts';
import { IconButton } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Message } from '../ui/Message.tsx';
import styles from '../ui/dialog-rows.module.css';
import { formatTime } from './format-time.ts';
import { useLoaded } from './use-loaded.ts';

export interface RecentDialogProps {
  readonly onClose: () => void;
}

export function RecentDialog({ onClose }: RecentDialogProps) {
  const { t } = useTranslation('files');
  const { workspace } = useStudio();
  const revision = useWorkspace((state) => state.revision);
  const recent = useLoaded(workspace.recent, revision);
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('recent-title')}
      description={t('recent-hint')}
      width={560}
    >
      {recent.status === 'loading' ? <Message kind="loading" title={t('loading')} /> : null}
      {recent.status === 'failed' ? (
        <Message kind="error" title={t('load-failed')}>
          {recent.reason}
        </Message>
      ) : null}
      {recent.status === 'done' && recent.value.length === 0 ? (
        <Message title={t('recent-empty')}>{t('recent-empty-hint')}</Message>
      ) : null}
      {recent.status === 'done' ? (
        <ul className={styles.list}>
          {recent.value.map((summary) => (
            <RecentRow key={summary.id} summary={summary} onOpened={onClose} />
          ))}
        </ul>
      ) : null}
    </Dialog>
  );
}

interface RecentRowProps {
  readonly summary: DocumentSummary;
  readonly onOpened: () => void;
}

function RecentRow({ summary, onOpened }: RecentRowProps) {
  const { id, name, steps, modified, file, isInspected } = summary;
  const { t, i18n } = useTranslation('files');
  const { workspace } = useStudio();
  const isOpen = useWorkspace((state) => state.id === id);
  const open = (): void => {
    onOpened();
    void workspace.openStored(id);
  };
  return (
    <li className={styles.row}>
      <button type="button" className={styles.entry} onClick={open} aria-current={isOpen}>
        {file === undefined ? <Workflow aria-hidden /> : <FileJson aria-hidden />}
        <span className={styles.main}>{name}</span>
        <span className={styles.detail}>
          {[
            t('steps', { count: steps }),
            file?.name,
            isInspected === true ? t('only-looked-at') : undefined,
            isOpen ? t('open-now') : undefined,
          ]
            .filter((part) => part !== undefined)
            .join(' · ')}
        </span>
        <time className={styles.time} dateTime={new Date(modified).toISOString()}>
          {formatTime(modified, i18n.language)}
        </time>
      </button>
      <IconButton
        size="small"
        label={t('remove', { name })}
        onClick={() => void workspace.forget(id)}
      >
        <Trash2 aria-hidden />
      </IconButton>
    </li>
  );
}
