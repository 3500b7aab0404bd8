/** Something that was found, in words; where it leads somewhere, a button. */
import { CircleAlert, EyeOff, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import styles from './Finding.module.css';

const ICONS = { error: CircleAlert, warning: TriangleAlert, info: Info, lost: EyeOff } as const;

export interface FindingProps {
  readonly kind: keyof typeof ICONS;
  /** Name of the kind, where it is not plain that all are of one. */
  readonly label?: string;
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string | undefined;
  /** Stands at the end. */
  readonly children?: ReactNode;
  /** One of several is shown elsewhere: whether it is this one. */
  readonly pressed?: boolean;
  /** Absent: it leads nowhere. */
  readonly onClick?: (() => void) | undefined;
}

export function Finding({ kind, label, message, hint, children, pressed, onClick }: FindingProps) {
  const Icon = ICONS[kind];
  const content = (
    <>
      <Icon
        className={styles[kind]}
        {...(label === undefined ? { 'aria-hidden': true } : { 'aria-label': label })}
      />
      <span className={styles.message}>
        {message}
        {hint === undefined ? null : <span className={styles.hint}> {hint}</span>}
      </span>
      {children}
    </>
  );
  if (onClick === undefined) return <div className={styles.finding}>{content}</div>;
  return (
    <button type="button" className={styles.finding} aria-pressed={pressed} onClick={onClick}>
      {content}
    </button>
  );
}
