/** A small panel behind a button. */
import { Popover as Base } from '@base-ui/react/popover';
import type { ReactElement, ReactNode } from 'react';
import styles from './Popover.module.css';

export interface PopoverProps {
  /** The button that opens it. */
  readonly trigger: ReactElement;
  /** What it is called. */
  readonly label: string;
  readonly align?: 'start' | 'center' | 'end';
  readonly onClosed?: () => void;
  readonly children: ReactNode;
}

export const Popover = ({ trigger, label, align = 'start', onClosed, children }: PopoverProps) => (
  <Base.Root onOpenChange={(open) => (open ? undefined : onClosed?.())}>
    <Base.Trigger render={trigger} />
    <Base.Portal>
      <Base.Positioner sideOffset={4} align={align} className={styles.positioner ?? ''}>
        <Base.Popup className={styles.popup ?? ''} aria-label={label}>
          {children}
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  </Base.Root>
);
