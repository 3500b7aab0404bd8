/** The studio's own dialog for files of the host: to open some, or to say where one is to be. */
import { useMemo, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Computer, FileEntry, FileKinds, FileRequest } from '../../platform/computer.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Message } from '../../ui/Message.tsx';
import inputs from '../../ui/inputs.module.css';
import { Breadcrumbs } from './Breadcrumbs.tsx';
import { EntryList, optionId } from './EntryList.tsx';
import styles from './FileBrowser.module.css';
import { listed, moved } from './listing.ts';
import { SaveBar } from './SaveBar.tsx';
import { useFolder } from './use-folder.ts';

export interface FileBrowserProps {
  readonly computer: Computer;
  readonly request: FileRequest;
}

export function FileBrowser({ computer, request }: FileBrowserProps) {
  const { t } = useTranslation('host');
  const { state, open, refresh } = useFolder(computer);
  const [text, setText] = useState('');
  const [kinds, setKinds] = useState<FileKinds>(request.kinds);
  const [at, setAt] = useState(0);
  const [chosen, setChosen] = useState<readonly FileEntry[]>([]);
  const [name, setName] = useState(request.kind === 'save' ? request.name : '');
  const folder = state.status === 'done' ? state.value : undefined;
  const rows = useMemo(() => listed(folder?.entries ?? [], kinds, text), [folder, kinds, text]);
  const isMany = request.kind === 'open' && request.multiple;
  const close = (): void => computer.answerRequest();
  const row = rows[at];
  /** Those that are ticked, else the one that Enter would take. */
  const taken = chosen.length > 0 ? chosen : row?.kind === 'file' ? [row] : [];

  const enter = (token: string | undefined): void => {
    setText('');
    setAt(0);
    setChosen([]);
    open(token);
  };
  const finish = (files: readonly FileEntry[]): void => {
    if (files.length > 0) computer.answerRequest({ files });
  };
  const take = (entry: FileEntry): void => {
    if (entry.kind === 'folder') enter(entry.token);
    else if (request.kind === 'save') setName(entry.name);
    else finish([entry]);
  };
  const toggle = (entry: FileEntry): void => {
    if (entry.kind === 'folder') enter(entry.token);
    else if (request.kind === 'save') setName(entry.name);
    else if (!isMany) setChosen([entry]);
    else
      setChosen(
        chosen.some(({ token }) => token === entry.token)
          ? chosen.filter(({ token }) => token !== entry.token)
          : [...chosen, entry],
      );
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    const to = moved(event.key, at, rows.length);
    if (to !== undefined) setAt(to);
    else if (event.key === 'Enter' && chosen.length > 0) finish(chosen);
    else if (event.key === 'Enter' && row !== undefined) take(row);
    else if (event.key === ' ' && isMany && text === '' && row?.kind === 'file') toggle(row);
    else if (event.key === 'Backspace' && text === '' && folder !== undefined) {
      enterParent(folder.parents.at(-1));
    } else return;
    event.preventDefault();
  };
  const enterParent = (parent: FileEntry | undefined): void => {
    if (parent !== undefined) enter(parent.token);
  };

  return (
    <Dialog
      open
      onClose={close}
      width={680}
      title={t(`${request.kind}-${request.kinds}`)}
      actions={
        request.kind === 'save' ? null : (
          <>
            <Button onClick={close}>{t('cancel')}</Button>
            <Button kind="primary" disabled={taken.length === 0} onClick={() => finish(taken)}>
              {chosen.length > 1
                ? t('choose-many', { count: chosen.length })
                : t(request.kinds === 'pipeline' ? 'open' : 'choose')}
            </Button>
          </>
        )
      }
    >
      <div className={styles.browser}>
        <div className={styles.bar}>
          <input
            className={`${inputs.input} ${styles.filter}`}
            role="combobox"
            aria-label={t('filter')}
            aria-expanded
            aria-controls="host-entries"
            aria-activedescendant={rows[at] === undefined ? undefined : optionId(at)}
            aria-description={t('filter-hint')}
            placeholder={t('filter')}
            value={text}
            spellCheck={false}
            onChange={(event) => {
              setText(event.target.value);
              setAt(0);
            }}
            onKeyDown={onKeyDown}
          />
          {request.kinds === 'any' ? null : (
            <label className={styles.all}>
              <input
                type="checkbox"
                className={inputs.checkbox}
                checked={kinds === 'any'}
                onChange={({ target }) => setKinds(target.checked ? 'any' : request.kinds)}
              />
              {t('all-files')}
            </label>
          )}
        </div>
        {folder === undefined ? null : (
          <Breadcrumbs parents={folder.parents} folder={folder.folder} onOpen={enter} />
        )}
        <div className={styles.frame}>
          {state.status === 'loading' ? (
            <Message kind="loading" title={t('loading-folder')} />
          ) : null}
          {state.status === 'failed' ? (
            <Message
              kind="error"
              title={t('folder-failed')}
              actions={<Button onClick={() => enter(undefined)}>{t('try-again')}</Button>}
            >
              {state.error.message} {state.error.hint}
            </Message>
          ) : null}
          {folder === undefined ? null : (
            <EntryList
              rows={rows}
              at={at}
              chosen={chosen}
              multiple={isMany}
              onToggle={(entry, index) => {
                setAt(index);
                toggle(entry);
              }}
              onTake={take}
            />
          )}
          {folder !== undefined && rows.length === 0 ? (
            <Message title={text === '' ? t('empty-folder') : t('no-match', { text })}>
              {text === '' ? t('empty-folder-hint') : null}
            </Message>
          ) : null}
        </div>
        {folder?.truncated === true ? (
          <p className={styles.note}>{t('truncated', { count: folder.entries.length })}</p>
        ) : null}
        {request.kind === 'save' && folder !== undefined ? (
          <SaveBar
            computer={computer}
            folder={folder}
            name={name}
            writes={request.writes}
            onName={setName}
            onFolder={refresh}
            onClose={close}
          />
        ) : null}
      </div>
    </Dialog>
  );
}
