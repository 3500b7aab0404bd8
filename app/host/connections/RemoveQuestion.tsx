/** Whether something of a list is really to be removed; asked in its row. */
import { Button } from '../../ui/Button.tsx';
import styles from './Connections.module.css';

export interface RemoveQuestionProps {
  /** What is asked about, with its name. */
  readonly label: string;
  readonly words: { readonly sure: string; readonly keep: string; readonly remove: string };
  readonly onKeep: () => void;
  readonly onRemove: () => void;
}

const focusOn = (button: HTMLButtonElement | null): void => button?.focus();

export function RemoveQuestion({ label, words, onKeep, onRemove }: RemoveQuestionProps) {
  return (
    <div className={styles.asked} role="group" aria-label={label}>
      <span>{words.sure}</span>
      {/* It appears because somebody asked for it. */}
      <Button ref={focusOn} onClick={onKeep}>
        {words.keep}
      </Button>
      <Button kind="danger" onClick={onRemove}>
        {words.remove}
      </Button>
    </div>
  );
}
