/** Puts the cursor into a field when something points at it. */
import { useEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';
import type { Path } from '../../../engine/document/json-path.ts';
import type { FieldRequest } from './FormContext.ts';
import type { SessionStore } from '../../session/session-store.ts';
import { useStudio } from '../../session/studio.ts';
import { useForm } from './FormContext.ts';
import { pathKey, startsWith } from './param-path.ts';

const CONTROL = 'input, select, textarea, [contenteditable="true"], button';

/** The last request of a session that a field followed: one that mounts later must not do it again. */
const followed = new WeakMap<SessionStore, number>();

/** @param isLeaf takes what points inside it as well */
export function useFieldFocus(
  path: Path,
  isLeaf: boolean,
): {
  readonly box: RefObject<HTMLDivElement | null>;
  readonly focusAt: FieldRequest | undefined;
} {
  const { focus } = useForm();
  const { session } = useStudio();
  const box = useRef<HTMLDivElement>(null);
  const [focusAt, setFocusAt] = useState<FieldRequest>();
  const isMeant =
    focus !== undefined &&
    (isLeaf ? startsWith(focus.path, path) : pathKey(focus.path) === pathKey(path));
  useEffect(() => {
    if (!isMeant || focus === undefined || focus.request <= (followed.get(session) ?? 0)) return;
    followed.set(session, focus.request);
    setFocusAt(focus);
    box.current?.scrollIntoView({ block: 'nearest' });
    box.current?.querySelector<HTMLElement>(CONTROL)?.focus();
  }, [isMeant, focus, session]);
  return { box, focusAt };
}
