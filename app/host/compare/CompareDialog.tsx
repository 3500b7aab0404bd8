/** A sample on both sides: what is being done, and what differs. */
import { RotateCcw, Send, Square } from 'lucide-react';
import { useId, useState } from 'react';
import type { FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { EngineError } from '../../../engine/contract/errors.ts';
import { groupRefusals } from '../../document/group-findings.ts';
import type { Computer } from '../../platform/computer.ts';
import { runAction } from '../../session/action-store.ts';
import { useStudio } from '../../session/studio.ts';
import { useStepWords } from '../../session/use-step-words.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import inputs from '../../ui/inputs.module.css';
import { Message } from '../../ui/Message.tsx';
import { StepFindings } from '../../ui/StepFindings.tsx';
import styles from './Compare.module.css';
import { ComparisonView } from './ComparisonView.tsx';
import { type Comparison, useComparison } from './use-comparison.ts';

export interface CompareDialogProps {
  readonly computer: Computer;
  readonly cluster: string;
  readonly onClose: () => void;
}

const FIRST_ROWS = 1000;
const MOST_ROWS = 50_000;

export function CompareDialog({ computer, cluster, onClose }: CompareDialogProps) {
  const { t } = useTranslation('cluster');
  const { comparison, start, stop } = useComparison(computer, cluster, FIRST_ROWS);
  const { actions } = useStudio();
  const isRunning = comparison.status === 'running';
  const isDone = comparison.status === 'done';
  // It asks once more, as always.
  const push = (): void => {
    onClose();
    runAction(actions, 'cluster.push');
  };
  return (
    <Dialog
      open
      onClose={onClose}
      width={1100}
      title={t('comparison-title', { name: cluster })}
      description={t('comparison-hint')}
      actions={
        <>
          <RowsForm isRunning={isRunning} onStart={start} />
          {isRunning ? (
            <Button icon={<Square aria-hidden />} onClick={stop}>
              {t('comparison-stop')}
            </Button>
          ) : null}
          <Button kind={isDone ? 'normal' : 'primary'} onClick={onClose}>
            {t('comparison-close')}
          </Button>
          {isDone ? (
            <Button kind="primary" icon={<Send aria-hidden />} onClick={push}>
              {t('comparison-push', { name: cluster })}
            </Button>
          ) : null}
        </>
      }
    >
      <div className={styles.body} aria-busy={isRunning}>
        <Found comparison={comparison} cluster={cluster} onClose={onClose} />
      </div>
    </Dialog>
  );
}

interface FoundProps {
  readonly comparison: Comparison;
  readonly cluster: string;
  readonly onClose: () => void;
}

function Found({ comparison, cluster, onClose }: FoundProps) {
  const { t } = useTranslation('cluster');
  switch (comparison.status) {
    case 'running':
      return (
        <div role="status">
          <Message
            kind="loading"
            title={t(`comparison-stage-${comparison.stage}`, { name: cluster })}
          />
        </div>
      );
    case 'stopped':
      return (
        <div role="status">
          <Message title={t('comparison-is-stopped')} />
        </div>
      );
    case 'failed':
      return <Failure error={comparison.error} cluster={cluster} onClose={onClose} />;
    case 'done':
      return <ComparisonView result={comparison.result} cluster={cluster} onClose={onClose} />;
  }
}

interface FailureProps {
  readonly error: EngineError;
  readonly cluster: string;
  readonly onClose: () => void;
}

function Failure({ error, cluster, onClose }: FailureProps) {
  const { t } = useTranslation('cluster');
  const words = useStepWords(t('comparison-pipeline'), onClose);
  const { node, code, message, hint } = error;
  if (error.kind === 'user' && error.diagnostics !== undefined && error.diagnostics.length > 0) {
    return (
      <StepFindings
        summary={t('comparison-refused', { name: cluster })}
        hint={t('comparison-refused-hint')}
        groups={groupRefusals(error.diagnostics)}
        {...words}
      />
    );
  }
  const show = (): void => {
    if (node !== undefined) words.onGo(node, { severity: 'error', code, message });
  };
  return (
    <Message
      kind="error"
      title={t('comparison-failed')}
      actions={
        node === undefined ? undefined : <Button onClick={show}>{t('comparison-show-step')}</Button>
      }
    >
      {node === undefined ? null : <b>{words.titleOf(node)}: </b>}
      {message} {hint}
    </Message>
  );
}

interface RowsFormProps {
  readonly isRunning: boolean;
  readonly onStart: (rows: number) => void;
}

/** How many rows, and once more. */
function RowsForm({ isRunning, onStart }: RowsFormProps) {
  const { t } = useTranslation('cluster');
  const id = useId();
  const [text, setText] = useState(String(FIRST_ROWS));
  const rows = Number(text);
  const isWrong = !Number.isInteger(rows) || rows < 1 || rows > MOST_ROWS;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!isWrong && !isRunning) onStart(rows);
  };
  return (
    <form className={styles.again} onSubmit={submit} noValidate>
      <label htmlFor={id}>{t('comparison-rows')}</label>
      <input
        id={id}
        className={inputs.input}
        inputMode="numeric"
        value={text}
        aria-invalid={isWrong}
        aria-describedby={isWrong ? `${id}-wrong` : undefined}
        onChange={(event) => setText(event.target.value.trim())}
      />
      <Button type="submit" icon={<RotateCcw aria-hidden />} disabled={isRunning || isWrong}>
        {t('comparison-again')}
      </Button>
      {isWrong ? (
        <small id={`${id}-wrong`} className={styles.wrong}>
          {t('comparison-rows-wrong')}
        </small>
      ) : null}
    </form>
  );
}
