/** Buttons: with a text, or an icon alone (then `label` is its name and its tooltip). */
import type { ComponentProps, ReactNode } from 'react';
import styles from './Button.module.css';
import { Tooltip } from './Tooltip.tsx';

type Native = Omit<ComponentProps<'button'>, 'className'>;

export interface ButtonProps extends Native {
  readonly kind?: 'normal' | 'primary' | 'quiet' | 'danger';
  readonly icon?: ReactNode;
  /** A key combination to show beside the text. */
  readonly keys?: string | undefined;
}

export const Button = ({ kind = 'normal', icon, keys, children, ...rest }: ButtonProps) => (
  <button type="button" {...rest} className={`${styles.button} ${styles[kind] ?? ''}`}>
    {icon}
    {children}
    {keys === undefined ? null : (
      <kbd className={styles.keys} aria-hidden>
        {keys}
      </kbd>
    )}
  </button>
);

export interface IconButtonProps extends Native {
  readonly label: string;
  readonly keys?: string | undefined;
  /** A switch: whether it is on. */
  readonly pressed?: boolean;
  readonly size?: 'normal' | 'small';
}

export const IconButton = ({
  label,
  keys,
  pressed,
  size = 'normal',
  children,
  ...rest
}: IconButtonProps) => (
  <Tooltip text={label} keys={keys}>
    <button
      type="button"
      aria-label={label}
      {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
      {...rest}
      className={`${styles.button} ${styles.icon} ${styles.quiet} ${size === 'small' ? styles.small : ''}`}
    >
      {children}
    </button>
  </Tooltip>
);
