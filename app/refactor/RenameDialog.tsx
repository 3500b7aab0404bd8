/** Another name for a column, with everything that changes because of it shown first. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ColumnRename } from '../../engine/document/column-rename.ts';
import { renameColumn } from '../document/commands/columns.ts';
import type { ColumnTask } from '../session/session-store.ts';
import { useSession, useStudio } from '../session/studio.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import inputs from '../ui/inputs.module.css';
import { Message } from '../ui/Message.tsx';
import { ColumnPicker } from './ColumnPicker.tsx';
import styles from './Refactor.module.css';
import { RenamePreview } from './RenamePreview.tsx';
import type { Asked } from './use-asked.ts';
import { useAsked } from './use-asked.ts';

interface RenameDialogProps {
  readonly task: ColumnTask;
  readonly onClose: () => void;
}

const NO_COLUMNS = [] as const;

export function RenameDialog({ task, onClose }: RenameDialogProps) {
  const { t } = useTranslation('refactor');
  const { documents, engine, notify } = useStudio();
  const { node, port } = task;
  const schema = useSession(({ check }) => check.schemas.get(`${node}.${port}`)) ?? NO_COLUMNS;
  const [column, setColumn] = useState(task.column);
  const [name, setName] = useState(task.column ?? '');
  const isNew = column !== undefined && name !== '' && name !== column;
  const asked = useAsked(isNew ? JSON.stringify([column, name]) : undefined, (question) =>
    engine.rename(question, { node, port, column: column ?? '' }, name),
  );
  const apply = (): void => {
    if (asked.status !== 'done' || column === undefined) return;
    documents.seal();
    documents.execute(renameColumn(asked.value, column, name));
    documents.seal();
    notify({ kind: 'success', text: t('renamed', { from: column, to: name }) });
    onClose();
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('rename-title')}
      width={640}
      actions={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button kind="primary" disabled={asked.status !== 'done'} onClick={apply}>
            {t('rename')}
          </Button>
        </>
      }
    >
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          apply();
        }}
      >
        <ColumnPicker
          schema={schema}
          column={column}
          onChange={(chosen) => {
            setColumn(chosen);
            setName(chosen);
          }}
        />
        <label className={styles.field}>
          <span>{t('new-name')}</span>
          <input
            className={`${inputs.input} ${inputs.mono}`}
            // The dialog was opened to type here.
            autoFocus
            value={name}
            spellCheck={false}
            aria-invalid={asked.status === 'failed'}
            onFocus={(event) => event.target.select()}
            onChange={(event) => setName(event.target.value)}
          />
        </label>
      </form>
      <Outcome asked={asked} onClose={onClose} />
    </Dialog>
  );
}

function Outcome({
  asked,
  onClose,
}: {
  readonly asked: Asked<ColumnRename>;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('refactor');
  if (asked.status === 'failed') {
    return (
      <p role="alert" className={styles.problem}>
        {asked.error.message} {asked.error.hint}
      </p>
    );
  }
  const value = 'value' in asked ? asked.value : undefined;
  if (value !== undefined) {
    return (
      <div className={styles.outcome} aria-busy={asked.status === 'asking'}>
        <RenamePreview rename={value} onClose={onClose} />
      </div>
    );
  }
  return asked.status === 'asking' ? (
    <Message kind="loading" title={t('looking')} />
  ) : (
    <Message title={t('type-a-name')} />
  );
}
