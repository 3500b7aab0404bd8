/** What a run wrote, to be taken. */
import { Download, FolderDown } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { OutputAnswer } from '../../session/engine-client.ts';
import type { RunRecord } from '../../session/run-store.ts';
import { useStudio } from '../../session/studio.ts';
import { Button } from '../../ui/Button.tsx';
import { formatBytes, formatCount } from '../../ui/format.ts';
import styles from './RunDetails.module.css';
import { RevealButton } from './RevealButton.tsx';
import { canSaveToFolder, downloadFile, saveToFolder } from './save-files.ts';

export function RunFiles({ run: { files, written } }: { readonly run: RunRecord }) {
  const { t } = useTranslation('results');
  const { computer, notify } = useStudio();
  if (written.length === 0 && files.length === 0) return null;
  // Of files that the page need not hand over, only what was written is known.
  const shown: readonly OutputAnswer[] = files.length > 0 ? files : written;
  const blobs = files.filter(({ blob }) => blob !== undefined);
  const save = async (): Promise<void> => {
    const saved = await saveToFolder(blobs);
    if (saved.status === 'saved')
      notify({ kind: 'success', text: t('saved-files', { count: blobs.length }) });
    if (saved.status === 'failed')
      notify({ kind: 'error', text: t('save-failed'), hint: saved.message });
  };
  return (
    <div className={styles.files}>
      <ul aria-label={t('written-files')}>
        {shown.map((file) => (
          <li key={file.path}>
            <code>{file.path}</code>
            <small>
              {t('rows-count', { count: file.rows, rows: formatCount(file.rows) })} ·{' '}
              {formatBytes(file.bytes)}
            </small>
            {computer !== undefined && file.blob === undefined && files.length > 0 ? (
              <RevealButton computer={computer} path={file.path} />
            ) : null}
            {file.blob === undefined ? null : (
              <Button
                icon={<Download aria-hidden />}
                aria-label={t('download-file', { path: file.path })}
                onClick={() => downloadFile(file)}
              >
                {t('download')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {computer !== undefined && files.length > 0 && blobs.length === 0 ? <WrittenHere /> : null}
      {blobs.length > 0 && canSaveToFolder() ? (
        <Button kind="quiet" icon={<FolderDown aria-hidden />} onClick={() => void save()}>
          {t('save-to-folder')}
        </Button>
      ) : null}
    </div>
  );
}

/** A run on the computer leaves its files there. */
function WrittenHere() {
  const { t } = useTranslation('host');
  return <small>{t('written-here')}</small>;
}
