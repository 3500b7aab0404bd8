/**
 * Edits a DuckDB expression or query. Until the editor's code is there, and where it cannot be
 * loaded, a plain field does. Undo is the document's: the editor has none of its own.
 */
import { useEffect, useState } from 'react';
import type { ExpressionEditorProps } from './editor-props.ts';
import { loadCodeEditor, loadedCodeEditor } from './load-code-editor.ts';
import { PlainEditor } from './PlainEditor.tsx';

export function ExpressionEditor(props: ExpressionEditorProps) {
  const [Editor, setEditor] = useState(() => loadedCodeEditor());
  const [isTyped, setTyped] = useState(false);
  useEffect(() => {
    let isCurrent = true;
    void loadCodeEditor().then((loaded) => {
      if (isCurrent) setEditor(() => loaded);
    });
    return () => {
      isCurrent = false;
    };
  }, []);
  // Not under the hands of who types: keys would go astray while one takes the place of the other.
  // Where something points at characters of it, nobody types yet.
  const isHeld = isTyped && props.focusAt === undefined;
  if (Editor !== undefined && !isHeld) return <Editor {...props} />;
  return (
    <PlainEditor
      {...props}
      onFocus={() => setTyped(true)}
      onBlur={() => {
        // To another window: they come back to where they were.
        if (document.hasFocus()) setTyped(false);
        props.onBlur?.();
      }}
    />
  );
}
