/** One place of a group is reached by Tab; arrow keys go from there to the others. */
import { useState } from 'react';
import type { KeyboardEvent } from 'react';

/** The place that a key goes to; undefined for other keys. */
export function placeAfter(key: string, at: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowRight':
    case 'ArrowDown':
      return Math.min(count - 1, at + 1);
    case 'ArrowLeft':
    case 'ArrowUp':
      return Math.max(0, at - 1);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}

export interface Roving {
  readonly onKeyDown: (event: KeyboardEvent<Element>) => void;
  /** For the element of a place. */
  readonly place: (index: number) => {
    readonly 'data-place': number;
    readonly tabIndex: number;
    readonly onFocus: () => void;
  };
}

/** @param count of places, whose elements stand inside the one that gets `onKeyDown` */
export function useRoving(count: number): Roving {
  const [at, setAt] = useState(0);
  const reached = Math.min(at, Math.max(0, count - 1));
  return {
    onKeyDown: (event) => {
      const next = placeAfter(event.key, reached, count);
      if (next === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      event.currentTarget
        .querySelector<HTMLElement | SVGElement>(`[data-place="${next}"]`)
        ?.focus();
    },
    place: (index) => ({
      'data-place': index,
      tabIndex: index === reached ? 0 : -1,
      onFocus: () => setAt(index),
    }),
  };
}
