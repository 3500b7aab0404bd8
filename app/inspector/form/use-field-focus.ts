/** Puts the cursor into a field when something points at it. */
import { useEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';
import type { Path } from '../../../engine/document/json-path.ts';
import type { FieldRequest } from './FormContext.ts';
import { useForm } from './FormContext.ts';
import { pathKey, startsWith } from './param-path.ts';

const CONTROL = 'input, select, textarea, [contenteditable="true"], button';

/** Requests that a field has followed: one that mounts later must not take the cursor again. */
let followed = 0;

/** @param isLeaf takes what points inside it as well */
export function useFieldFocus(
  path: Path,
  isLeaf: boolean,
): {
  readonly box: RefObject<HTMLDivElement | null>;
  readonly focusAt: FieldRequest | undefined;
} {
  const { focus } = useForm();
  const box = useRef<HTMLDivElement>(null);
  const [focusAt, setFocusAt] = useState<FieldRequest>();
  const isMeant =
    focus !== undefined &&
    (isLeaf ? startsWith(focus.path, path) : pathKey(focus.path) === pathKey(path));
  useEffect(() => {
    if (!isMeant || focus === undefined || focus.request <= followed) return;
    followed = focus.request;
    setFocusAt(focus);
    box.current?.scrollIntoView({ block: 'nearest' });
    box.current?.querySelector<HTMLElement>(CONTROL)?.focus();
  }, [isMeant, focus]);
  return { box, focusAt };
}
