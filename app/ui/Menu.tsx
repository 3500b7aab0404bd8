/** A menu behind a button, or at the pointer. */
import { ContextMenu as BaseContext } from '@base-ui/react/context-menu';
import { Menu as Base } from '@base-ui/react/menu';
import type { ReactElement, ReactNode, RefObject } from 'react';
import styles from './Menu.module.css';

export type MenuEntry =
  | {
      readonly label: string;
      readonly icon?: ReactNode;
      readonly keys?: string | undefined;
      readonly disabled?: boolean;
      readonly danger?: boolean;
      /** One of several, of which one counts: whether it does. */
      readonly checked?: boolean;
      /** What choosing it means. */
      readonly detail?: ReactNode;
      readonly onSelect: () => void;
    }
  | 'separator';

export interface MenuProps {
  /** The button that opens it. */
  readonly trigger: ReactElement;
  readonly entries: readonly MenuEntry[];
}

/**
 * It opens as the button is pressed, and stays however the button is let go: pressing it can take the
 * focus from a field and so move the button away from the pointer, which had closed the menu again.
 * Nothing is laid over the page: a press beside the menu closes it and does what it is meant to.
 */
export const Menu = ({ trigger, entries }: MenuProps) => (
  <Base.Root
    modal={false}
    onOpenChange={(_open, details) => {
      if (details.reason === 'cancel-open') details.cancel();
    }}
  >
    <Base.Trigger render={trigger} />
    <Base.Portal>
      <Base.Positioner sideOffset={4} align="start" className={styles.positioner ?? ''}>
        <Base.Popup className={styles.popup ?? ''}>
          <Entries entries={entries} />
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  </Base.Root>
);

export interface MenuAtProps {
  /** Where it opens; undefined: closed. */
  readonly at: { readonly getBoundingClientRect: () => DOMRect } | undefined;
  readonly onClose: () => void;
  /** Gets the focus when it closes. */
  readonly finalFocus: RefObject<HTMLElement | null>;
  /** What it is called. */
  readonly label: string;
  readonly entries: readonly MenuEntry[];
}

/** A menu without a button of its own, opened at a place. */
export const MenuAt = ({ at, onClose, finalFocus, label, entries }: MenuAtProps) => (
  <Base.Root open={at !== undefined} onOpenChange={(open) => (open ? undefined : onClose())}>
    <Base.Portal>
      <Base.Positioner anchor={at} sideOffset={2} align="start" className={styles.positioner ?? ''}>
        <Base.Popup className={styles.popup ?? ''} aria-label={label} finalFocus={finalFocus}>
          <Entries entries={entries} />
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  </Base.Root>
);

export interface ContextMenuProps {
  readonly entries: readonly MenuEntry[];
  /** The element on which a right click opens it. */
  readonly children: ReactElement;
}

export const ContextMenu = ({ entries, children }: ContextMenuProps) => (
  <BaseContext.Root>
    <BaseContext.Trigger render={children} />
    <BaseContext.Portal>
      <BaseContext.Positioner className={styles.positioner ?? ''}>
        <BaseContext.Popup className={styles.popup ?? ''}>
          <Entries entries={entries} />
        </BaseContext.Popup>
      </BaseContext.Positioner>
    </BaseContext.Portal>
  </BaseContext.Root>
);

const Entries = ({ entries }: { readonly entries: readonly MenuEntry[] }) =>
  entries.map((entry, index) =>
    entry === 'separator' ? (
      <Base.Separator key={index} className={styles.separator ?? ''} />
    ) : (
      <Base.Item
        key={entry.label}
        className={`${styles.item} ${entry.danger === true ? styles.danger : ''}`}
        disabled={entry.disabled ?? false}
        onClick={entry.onSelect}
        {...(entry.checked === undefined
          ? {}
          : { role: 'menuitemradio', 'aria-checked': entry.checked })}
      >
        <span className={styles.icon} aria-hidden>
          {entry.icon}
        </span>
        {entry.detail === undefined ? (
          entry.label
        ) : (
          <span>
            {entry.label}
            <small>{entry.detail}</small>
          </span>
        )}
        {entry.keys === undefined ? null : (
          <kbd className={styles.keys} aria-hidden>
            {entry.keys}
          </kbd>
        )}
      </Base.Item>
    ),
  );
