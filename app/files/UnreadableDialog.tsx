/** A file that is no pipeline that this Sluice understands: what is wrong, and its text, to look at. */
import { CircleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Diagnostic } from '../../engine/contract/diagnostic.ts';
import type { UnreadableDocument } from '../session/workspace/workspace-store.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { badLines, firstLines } from './bad-lines.ts';
import styles from './lists.module.css';

export interface UnreadableDialogProps {
  readonly unreadable: UnreadableDocument;
  readonly onClose: () => void;
}

const SHOWN_LINES = 2000;

export function UnreadableDialog({
  unreadable: { name, text, diagnostics },
  onClose,
}: UnreadableDialogProps) {
  const { t } = useTranslation('files');
  const { lines, isCut } = firstLines(text, SHOWN_LINES);
  const bad = badLines(text, diagnostics);
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('unreadable-title', { name })}
      description={t('unreadable-hint')}
      width={820}
      actions={<Button onClick={onClose}>{t('close')}</Button>}
    >
      <Diagnostics title={t('unreadable-problems')} diagnostics={diagnostics} />
      <h3 className={styles.heading}>{t('unreadable-text')}</h3>
      <pre
        className={`${styles.text} ${styles.raw}`}
        tabIndex={0}
        aria-label={t('unreadable-text')}
        role="region"
      >
        {lines.map((line, index) => (
          <span
            key={index}
            data-line={index + 1}
            className={`${styles.line} ${bad.has(index + 1) ? styles.bad : ''}`}
          >
            {line === '' ? ' ' : line}
          </span>
        ))}
      </pre>
      {isCut ? <p className={styles.note}>{t('unreadable-cut', { count: SHOWN_LINES })}</p> : null}
    </Dialog>
  );
}

export interface DiagnosticsProps {
  readonly title: string;
  readonly diagnostics: readonly Diagnostic[];
}

export const Diagnostics = ({ title, diagnostics }: DiagnosticsProps) => (
  <>
    <h3 className={styles.heading}>{title}</h3>
    <ul className={styles.problems}>
      {diagnostics.map(({ message, hint }, index) => (
        <li key={index} className={styles.problem}>
          <CircleAlert aria-hidden />
          <span>
            {message}
            {hint === undefined ? null : <span className={styles.hint}> {hint}</span>}
          </span>
        </li>
      ))}
    </ul>
  </>
);
