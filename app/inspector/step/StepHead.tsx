/** Which step it is: its caption, note, and whether it takes part. */
import { MessageSquareText, Power, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { NodeDefinition } from '../../../engine/contract/node-definition.ts';
import { removeSteps, setDisabled, setNote, setTitle } from '../../document/commands/steps.ts';
import { useDocument, useStudio } from '../../session/studio.ts';
import { IconButton } from '../../ui/Button.tsx';
import inputs from '../../ui/inputs.module.css';
import { StepIcon } from '../../ui/StepIcon.tsx';
import styles from './StepHead.module.css';

export interface StepHeadProps {
  readonly step: string;
  readonly type: string;
  readonly definition: NodeDefinition | undefined;
}

export function StepHead({ step, type, definition }: StepHeadProps) {
  const { t } = useTranslation('inspector');
  const { documents } = useStudio();
  const title = useDocument(({ document }) => document.nodes[step]?.title);
  const note = useDocument(({ document }) => document.nodes[step]?.note);
  const disabled = useDocument(({ document }) => document.nodes[step]?.disabled === true);
  const readOnly = useDocument((state) => state.readOnly !== undefined);
  const [noteOpen, setNoteOpen] = useState(false);
  return (
    <header className={styles.head}>
      <div className={styles.line}>
        <StepIcon type={type} size={32} />
        <div className={styles.names}>
          <input
            className={styles.caption}
            aria-label={t('caption')}
            value={title ?? ''}
            placeholder={step}
            disabled={readOnly}
            onChange={({ target }) => documents.execute(setTitle(step, target.value))}
            onBlur={documents.seal}
          />
          <p className={styles.about}>
            <span className={styles.type}>{definition?.title ?? type}</span>
            {title === undefined ? null : <code>{step}</code>}
            {disabled ? <span className={styles.disabled}>{t('is-disabled')}</span> : null}
          </p>
        </div>
        <IconButton
          label={t('note')}
          pressed={note !== undefined || noteOpen}
          onClick={() => setNoteOpen(!noteOpen)}
        >
          <MessageSquareText aria-hidden />
        </IconButton>
        <IconButton
          label={t('disable')}
          pressed={disabled}
          disabled={readOnly}
          onClick={() => documents.execute(setDisabled([step], !disabled))}
        >
          <Power aria-hidden />
        </IconButton>
        <IconButton
          label={t('delete')}
          disabled={readOnly}
          onClick={() => documents.execute(removeSteps([step]))}
        >
          <Trash2 aria-hidden />
        </IconButton>
      </div>
      {note === undefined && !noteOpen ? null : (
        <textarea
          className={inputs.input}
          aria-label={t('note')}
          placeholder={t('note-placeholder')}
          rows={2}
          value={note ?? ''}
          disabled={readOnly}
          onChange={({ target }) => documents.execute(setNote(step, target.value))}
          onBlur={documents.seal}
        />
      )}
    </header>
  );
}
