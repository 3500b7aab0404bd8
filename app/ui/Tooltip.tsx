import { Tooltip as Base } from '@base-ui/react/tooltip';
import type { ReactElement } from 'react';
import styles from './Tooltip.module.css';

export interface TooltipProps {
  readonly text: string;
  readonly keys?: string | undefined;
  /** The element that the tooltip is of; takes a ref and DOM props. */
  readonly children: ReactElement;
}

export const Tooltip = ({ text, keys, children }: TooltipProps) => (
  <Base.Root>
    <Base.Trigger render={children} />
    <Base.Portal>
      <Base.Positioner sideOffset={6} className={styles.positioner ?? ''}>
        <Base.Popup className={styles.popup ?? ''}>
          {text}
          {keys === undefined ? null : <kbd className={styles.keys}>{keys}</kbd>}
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  </Base.Root>
);

/** Once around the app: after one tooltip the next ones come at once. */
export const TooltipProvider = Base.Provider;
