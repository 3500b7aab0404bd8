/**
 * Edits a DuckDB expression or query. Until the editor's code is there, and where it cannot be
 * loaded, a plain field does. Undo is the document's: the editor has none of its own.
 */
import { Suspense, lazy, useRef } from 'react';
import type { Cursor, ExpressionEditorProps } from './editor-props.ts';
import { PlainEditor } from './PlainEditor.tsx';

const CodeEditor = lazy(async () => {
  try {
    return { default: (await import('./CodeEditor.tsx')).CodeEditor };
  } catch {
    return { default: PlainEditor };
  }
});

export function ExpressionEditor(props: ExpressionEditorProps) {
  const cursor = useRef<Cursor>(undefined);
  const waiting = (
    <PlainEditor
      {...props}
      onReplaced={(left) => {
        cursor.current = left;
      }}
    />
  );
  return (
    <Suspense fallback={waiting}>
      <CodeEditor {...props} cursor={cursor} />
    </Suspense>
  );
}
