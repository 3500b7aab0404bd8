/** The editor's code, which is large: loaded once, and early, before somebody needs it. */
import type { ComponentType } from 'react';
import type { ExpressionEditorProps } from './editor-props.ts';

type Editor = ComponentType<ExpressionEditorProps>;

let loaded: Editor | undefined;

/** Undefined while it is not there. */
export const loadedCodeEditor = (): Editor | undefined => loaded;

/** @returns undefined where it cannot be loaded; the next one who asks tries again */
export async function loadCodeEditor(): Promise<Editor | undefined> {
  try {
    loaded ??= (await import('./CodeEditor.tsx')).CodeEditor;
  } catch {
    // Offline, or another version is on the server by now.
  }
  return loaded;
}
