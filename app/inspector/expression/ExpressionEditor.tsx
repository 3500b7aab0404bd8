/**
 * Edits a DuckDB expression or query. Until the editor's code is there, and where it cannot be
 * loaded, a plain field does. Undo is the document's: the editor has none of its own.
 */
import { Suspense, lazy, useState } from 'react';
import type { ExpressionEditorProps } from './editor-props.ts';
import { PlainEditor } from './PlainEditor.tsx';

const CodeEditor = lazy(async () => {
  try {
    return { default: (await import('./CodeEditor.tsx')).CodeEditor };
  } catch {
    return { default: PlainEditor };
  }
});

export function ExpressionEditor(props: ExpressionEditorProps) {
  const [wasFocused, setWasFocused] = useState(false);
  const waiting = (
    <PlainEditor
      {...props}
      onFocus={() => setWasFocused(true)}
      onBlur={() => {
        setWasFocused(false);
        props.onBlur?.();
      }}
    />
  );
  return (
    <Suspense fallback={waiting}>
      <CodeEditor {...props} takeFocus={wasFocused} />
    </Suspense>
  );
}
