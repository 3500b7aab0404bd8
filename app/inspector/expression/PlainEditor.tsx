/** A field for an expression without any help. */
import { useLayoutEffect, useRef } from 'react';
import type { RefObject } from 'react';
import styles from './PlainEditor.module.css';
import type { Cursor, ExpressionEditorProps } from './editor-props.ts';

interface PlainEditorProps extends ExpressionEditorProps {
  /** Something else takes its place: where the cursor stands, if it is in it. */
  readonly onReplaced?: (cursor: Cursor | undefined) => void;
  /** Of the field that it replaces, if that had the focus: taken over once. */
  readonly cursor?: RefObject<Cursor | undefined>;
}

export function PlainEditor({
  value,
  onChange,
  onBlur,
  onReplaced,
  cursor,
  label,
  multiline = false,
  readOnly = false,
  placeholder,
  describedBy,
  problems,
}: PlainEditorProps) {
  const box = useRef<HTMLTextAreaElement>(null);
  const replaced = useRef(onReplaced);
  replaced.current = onReplaced;
  useLayoutEffect(() => {
    const { current } = box;
    if (current !== null && cursor?.current !== undefined) {
      const { anchor, head } = cursor.current;
      cursor.current = undefined;
      current.focus();
      current.setSelectionRange(
        Math.min(anchor, head),
        Math.max(anchor, head),
        head < anchor ? 'backward' : 'forward',
      );
    }
    return () => replaced.current?.(cursorIn(current));
  }, [cursor]);
  return (
    <textarea
      ref={box}
      className={styles.field}
      aria-label={label}
      aria-describedby={describedBy}
      aria-invalid={problems.some(({ severity }) => severity === 'error')}
      readOnly={readOnly}
      rows={multiline ? 5 : 1}
      value={value}
      placeholder={placeholder}
      spellCheck={false}
      autoCapitalize="off"
      onChange={(event) => onChange(event.target.value)}
      onBlur={onBlur}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !multiline) event.preventDefault();
      }}
    />
  );
}

function cursorIn(box: HTMLTextAreaElement | null): Cursor | undefined {
  if (box === null || box !== box.ownerDocument.activeElement) return undefined;
  const { selectionStart, selectionEnd, selectionDirection } = box;
  return selectionDirection === 'backward'
    ? { anchor: selectionEnd, head: selectionStart }
    : { anchor: selectionStart, head: selectionEnd };
}
