/** Where a column is named; each place is a way to it. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { stepTitle } from '../document/commands/steps.ts';
import type { ColumnUse } from '../../engine/contract/column-lineage.ts';
import type { ColumnTask } from '../session/session-store.ts';
import { useDocument, useSession, useStudio } from '../session/studio.ts';
import { useFieldTitle } from '../session/use-field-title.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { Message } from '../ui/Message.tsx';
import { ColumnPicker } from './ColumnPicker.tsx';
import { groupBy } from './group-by.ts';
import styles from './Refactor.module.css';
import { StepHeading } from './StepHeading.tsx';
import { useAsked } from './use-asked.ts';

interface UsagesDialogProps {
  readonly task: ColumnTask;
  readonly onClose: () => void;
}

const NO_COLUMNS = [] as const;

export function UsagesDialog({ task, onClose }: UsagesDialogProps) {
  const { t } = useTranslation('refactor');
  const { engine } = useStudio();
  const { node, port } = task;
  const schema = useSession(({ check }) => check.schemas.get(`${node}.${port}`)) ?? NO_COLUMNS;
  const title = useDocument(({ document }) => stepTitle(document, node));
  const [column, setColumn] = useState(task.column);
  const asked = useAsked(column, (question) =>
    engine.usages(question, { node, port, column: column ?? '' }),
  );
  const value = 'value' in asked ? asked.value : undefined;
  return (
    <Dialog
      open
      onClose={onClose}
      title={column === undefined ? t('usages-of-a-column') : t('usages-title', { column })}
      width={620}
    >
      <ColumnPicker schema={schema} column={column} onChange={setColumn} />
      {asked.status === 'failed' ? (
        <Message kind="error" title={asked.error.message}>
          {asked.error.hint}
        </Message>
      ) : null}
      {asked.status === 'asking' && value === undefined ? (
        <Message kind="loading" title={t('searching')} />
      ) : null}
      {value?.length === 0 ? (
        <Message title={t('no-usages')}>{t('no-usages-hint', { step: title })}</Message>
      ) : null}
      {value === undefined || value.length === 0 ? null : (
        <UsageList usages={value} onClose={onClose} />
      )}
    </Dialog>
  );
}

function UsageList({
  usages,
  onClose,
}: {
  readonly usages: readonly ColumnUse[];
  readonly onClose: () => void;
}) {
  const { t } = useTranslation('refactor');
  return (
    <>
      <p className={styles.summary} role="status">
        {t('usages', { count: usages.length })}
      </p>
      <ul className={styles.steps}>
        {[...groupBy(usages, ({ node }) => node)].map(([node, ofStep]) => (
          <li key={node}>
            <StepHeading node={node} />
            {ofStep.map((usage) => (
              <Usage key={`${usage.param} ${usage.start}`} usage={usage} onClose={onClose} />
            ))}
          </li>
        ))}
      </ul>
    </>
  );
}

function Usage({
  usage: { node, param, text, start, end },
  onClose,
}: {
  readonly usage: ColumnUse;
  readonly onClose: () => void;
}) {
  const { reveal } = useStudio();
  const title = useFieldTitle(node, param);
  return (
    <button
      type="button"
      className={styles.usage}
      onClick={() => {
        onClose();
        reveal({ node, param, start, end });
      }}
    >
      <span className={styles.path}>{title}</span>
      <code>
        {text.slice(0, start)}
        <mark>{text.slice(start, end)}</mark>
        {text.slice(end)}
      </code>
    </button>
  );
}
