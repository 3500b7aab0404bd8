import { useRef } from 'react';

/** The same object as long as it says the same, so that what depends on it stays as it is. */
export function useStable<T>(value: T): T {
  const kept = useRef({ value, text: JSON.stringify(value) });
  const text = JSON.stringify(value);
  if (text !== kept.current.text) kept.current = { value, text };
  return kept.current.value;
}
