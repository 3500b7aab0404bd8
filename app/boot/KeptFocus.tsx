/**
 * The same content stands in two places, one after the other: the start page is there before the
 * canvas, and then upon it. The control that had the focus in the first has it in the second.
 */
import { useLayoutEffect, useRef } from 'react';
import type { ReactNode, RefObject } from 'react';

/** The text of the control that had the focus when its place went. */
export type KeptControl = RefObject<string | undefined>;

export interface KeptFocusProps {
  /** One for both places. */
  readonly kept: KeptControl;
  readonly children: ReactNode;
}

export function KeptFocus({ kept, children }: KeptFocusProps) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const place = box.current;
    const { activeElement, body } = document;
    // Else somebody has gone on already.
    if (activeElement === body) controlOf(place, kept.current)?.focus({ preventScroll: true });
    return () => {
      const last = document.activeElement;
      kept.current = place?.contains(last) === true ? (last?.textContent ?? undefined) : undefined;
    };
  }, [kept]);
  return (
    <div ref={box} style={{ display: 'contents' }}>
      {children}
    </div>
  );
}

const controlOf = (place: HTMLElement | null, text: string | undefined): HTMLElement | undefined =>
  [...(place?.querySelectorAll<HTMLElement>('a, button') ?? [])].find(
    (control) => control.textContent === text,
  );
