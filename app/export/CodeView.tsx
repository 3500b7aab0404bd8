/** A file of code, coloured, to be read and copied from. Any length. */
import { standardKeymap } from '@codemirror/commands';
import { EditorState } from '@codemirror/state';
import { EditorView, drawSelection, keymap, lineNumbers } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { codeTheme } from '../ui/code-theme.ts';
import { languageOf } from './code-language.ts';
import styles from './ExportDialog.module.css';

export interface CodeViewProps {
  readonly path: string;
  readonly text: string;
  readonly label: string;
}

export function CodeView({ path, text, label }: CodeViewProps) {
  const parent = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (parent.current === null) return undefined;
    const view = new EditorView({
      parent: parent.current,
      state: EditorState.create({
        doc: text,
        extensions: [
          lineNumbers(),
          languageOf(path),
          drawSelection(),
          // Selecting everything reaches further than what is drawn.
          keymap.of(standardKeymap),
          EditorState.readOnly.of(true),
          EditorView.contentAttributes.of({
            'aria-label': label,
            'aria-readonly': 'true',
            tabindex: '0',
          }),
          codeTheme,
        ],
      }),
    });
    return () => view.destroy();
  }, [path, text, label]);
  return <div ref={parent} className={styles.code} />;
}
