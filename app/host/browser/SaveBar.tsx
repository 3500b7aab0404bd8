/** Under which name a file is to be, in the folder that is shown; asks before one is replaced. */
import { FolderPlus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Computer } from '../../platform/computer.ts';
import { Button } from '../../ui/Button.tsx';
import inputs from '../../ui/inputs.module.css';
import styles from './FileBrowser.module.css';
import { nameState } from './listing.ts';
import type { Folder } from './use-folder.ts';

export interface SaveBarProps {
  readonly computer: Computer;
  readonly folder: Folder;
  readonly name: string;
  readonly writes: boolean;
  readonly onName: (name: string) => void;
  /** A folder was made in it. */
  readonly onFolder: () => void;
  readonly onClose: () => void;
}

export function SaveBar(props: SaveBarProps) {
  const { computer, folder, name, writes, onName, onFolder, onClose } = props;
  const { t } = useTranslation('host');
  const [newFolder, setNewFolder] = useState<string>();
  const [problem, setProblem] = useState<string>();
  const state = nameState(name, folder.entries);
  const isLocked = !folder.folder.writable;
  const canSave = (state === 'new' || state === 'taken') && !isLocked;
  const asks = writes && state === 'taken';

  const save = (): void => {
    if (!canSave) return;
    const { token } = folder.folder;
    const target = { kind: 'name', folder: token, name: name.trim(), replace: asks } as const;
    computer.answerRequest({ target });
  };
  const createFolder = async (): Promise<void> => {
    const wanted = newFolder?.trim() ?? '';
    if (wanted === '') return;
    const params = { folder: folder.folder.token, name: wanted };
    const answer = await computer.client.call('files.createFolder', params);
    setProblem(answer.ok ? undefined : answer.error.message);
    if (!answer.ok) return;
    setNewFolder(undefined);
    onFolder();
  };
  const said = isLocked
    ? t('folder-locked')
    : state === 'folder'
      ? t('name-folder', { name: name.trim() })
      : asks
        ? t('name-taken', { name: name.trim() })
        : problem;
  return (
    <>
      {newFolder === undefined ? null : (
        <form
          className={styles.save}
          onSubmit={(event) => {
            event.preventDefault();
            void createFolder();
          }}
        >
          <input
            className={inputs.input}
            aria-label={t('folder-name')}
            placeholder={t('folder-name')}
            value={newFolder}
            // It appears because somebody asked for it.
            ref={(input) => input?.focus()}
            onChange={({ target }) => setNewFolder(target.value)}
          />
          <Button onClick={() => setNewFolder(undefined)}>{t('cancel')}</Button>
          <Button type="submit">{t('create')}</Button>
        </form>
      )}
      <form
        className={styles.save}
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <label className={styles.nameLabel}>
          {t('name')}
          <input
            className={inputs.input}
            value={name}
            spellCheck={false}
            aria-invalid={state === 'folder' || isLocked}
            aria-describedby="host-save-said"
            onChange={({ target }) => onName(target.value)}
          />
        </label>
      </form>
      <p
        id="host-save-said"
        className={styles.said}
        data-kind={asks ? 'warn' : 'error'}
        role="status"
      >
        {said}
      </p>
      <div className={styles.actions}>
        <Button
          kind="quiet"
          icon={<FolderPlus aria-hidden />}
          disabled={isLocked}
          onClick={() => setNewFolder('')}
        >
          {t('new-folder')}
        </Button>
        <span className={styles.space} />
        <Button onClick={onClose}>{t('cancel')}</Button>
        <Button kind={asks ? 'danger' : 'primary'} disabled={!canSave} onClick={save}>
          {t(asks ? 'replace' : writes ? 'save' : 'choose')}
        </Button>
      </div>
    </>
  );
}
