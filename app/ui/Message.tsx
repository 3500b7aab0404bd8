/** What a panel says when it has nothing to show: empty, loading, or failed. */
import { CircleAlert, LoaderCircle } from 'lucide-react';
import type { ReactNode } from 'react';
import styles from './Message.module.css';

export interface MessageProps {
  readonly kind?: 'empty' | 'loading' | 'error';
  readonly title: string;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
}

export const Message = ({ kind = 'empty', title, children, actions }: MessageProps) => (
  <div
    className={styles.message}
    role={kind === 'error' ? 'alert' : undefined}
    aria-busy={kind === 'loading'}
  >
    {kind === 'error' ? <CircleAlert aria-hidden className={styles.error} /> : null}
    {kind === 'loading' ? <LoaderCircle aria-hidden className={styles.spinner} /> : null}
    <p className={styles.title}>{title}</p>
    {children === undefined ? null : <div className={styles.text}>{children}</div>}
    {actions === undefined ? null : <div className={styles.actions}>{actions}</div>}
  </div>
);
