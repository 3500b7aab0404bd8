/** A note on the canvas, in Markdown. A double click, or Enter, edits it. */
import { NodeResizer } from '@xyflow/react';
import type { NodeProps } from '@xyflow/react';
import { Suspense, lazy, memo, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useCanvas, useCanvasState } from './canvas.ts';
import type { NoteFlowNode } from './flow-nodes.ts';
import { changeNote } from './layout-operations.ts';
import styles from './NoteNode.module.css';

const Markdown = lazy(() => import('react-markdown'));

export const NoteNode = memo(function NoteNode({ data, selected }: NodeProps<NoteFlowNode>) {
  const { t } = useTranslation('canvas');
  const { note } = data;
  const canvas = useCanvas();
  const isEdited = useCanvasState(({ editing }) => editing === note.id);
  return (
    <div
      className={styles.note}
      data-colour={note.colour ?? 'amber'}
      data-selected={selected}
      onDoubleClick={() => canvas.store.setState({ editing: note.id })}
    >
      <NodeResizer
        isVisible={selected && !isEdited}
        minWidth={96}
        minHeight={48}
        lineClassName={styles.line ?? ''}
        handleClassName={styles.grip ?? ''}
      />
      {isEdited ? (
        <NoteEditor id={note.id} text={note.text} />
      ) : note.text === '' ? (
        <p className={styles.empty}>{t('note-empty')}</p>
      ) : (
        <div className={styles.text}>
          <Suspense fallback={<p>{note.text}</p>}>
            <Markdown>{note.text}</Markdown>
          </Suspense>
        </div>
      )}
    </div>
  );
});

function NoteEditor({ id, text }: { readonly id: string; readonly text: string }) {
  const { t } = useTranslation('canvas');
  const canvas = useCanvas();
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.focus(), []);
  const end = (): void => {
    canvas.studio.documents.seal();
    canvas.store.setState({ editing: undefined });
  };
  return (
    <textarea
      ref={field}
      className={`${styles.editor} nodrag nowheel nopan`}
      aria-label={t('note-text')}
      value={text}
      onChange={(event) => changeNote(canvas, id, { text: event.target.value })}
      onBlur={end}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Escape') end();
      }}
    />
  );
}
