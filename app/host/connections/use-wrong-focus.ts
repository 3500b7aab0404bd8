/** A form that was handed in with mistakes: whoever pressed Enter goes on with the first of them. */
import { useEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';

/** The form's reference, and what to call when it was found wrong. */
export function useWrongFocus(): [RefObject<HTMLFormElement | null>, () => void] {
  const [tries, setTries] = useState(0);
  const form = useRef<HTMLFormElement>(null);
  // Once the marks of what is wrong are drawn.
  useEffect(() => {
    if (tries > 0) form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  }, [tries]);
  return [form, () => setTries((before) => before + 1)];
}
