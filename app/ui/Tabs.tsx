/** Views of one thing, one of them at a time. Arrow keys go from tab to tab and open it. */
import { Tabs as Base } from '@base-ui/react/tabs';
import type { ReactNode } from 'react';
import styles from './Tabs.module.css';

export interface TabsProps<Value extends string> {
  /** What the row of tabs is called. */
  readonly label: string;
  readonly value: Value;
  readonly tabs: readonly {
    readonly value: Value;
    readonly label: string;
    /** Beside the label, and not part of the tab's name. */
    readonly badge?: ReactNode;
  }[];
  readonly onChange: (value: Value) => void;
  /** Tab goes to the view itself: it may have nothing to go to, and yet be scrolled. */
  readonly canFocusView?: boolean;
  /** The view that `value` names. */
  readonly children: ReactNode;
}

export const Tabs = <Value extends string>({
  label,
  value,
  tabs,
  onChange,
  canFocusView = false,
  children,
}: TabsProps<Value>) => (
  <Base.Root
    className={styles.root ?? ''}
    value={value}
    onValueChange={(next) => onChange(next as Value)}
  >
    <Base.List className={styles.list ?? ''} aria-label={label} activateOnFocus>
      {tabs.map((tab) => (
        <Base.Tab key={tab.value} value={tab.value} className={styles.tab ?? ''}>
          {tab.label}
          {tab.badge}
        </Base.Tab>
      ))}
    </Base.List>
    <Base.Panel
      key={value}
      value={value}
      className={styles.panel ?? ''}
      tabIndex={canFocusView ? 0 : -1}
    >
      {children}
    </Base.Panel>
  </Base.Root>
);
