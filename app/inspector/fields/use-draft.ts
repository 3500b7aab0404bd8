/** A box whose text is read as a value: what is half typed stays as it is typed. */
import { useState } from 'react';

export interface Draft {
  readonly text: string;
  readonly onType: (text: string) => void;
  readonly onLeave: () => void;
}

/**
 * @param value what the box shows when nobody types
 * @param read the typed text as a value
 * @param write a value as text
 */
export function useDraft<T>(
  value: T,
  read: (text: string) => T,
  write: (value: T) => string,
  onChange: (value: T) => void,
): Draft {
  const [typed, setTyped] = useState<string>();
  // Undo, or anyone else, changed the value meanwhile: then what was typed is out of date.
  const isCurrent = typed !== undefined && write(read(typed)) === write(value);
  return {
    text: isCurrent ? typed : write(value),
    onType: (text) => {
      setTyped(text);
      onChange(read(text));
    },
    onLeave: () => setTyped(undefined),
  };
}
