/** The pipeline as a graph. React Flow lives in this folder and nowhere else. */
import { ReactFlowProvider } from '@xyflow/react';
import type { KeyboardEvent, ReactNode } from 'react';
import type { CanvasPoint } from '../../engine/document/schema.ts';
import { useDocument } from '../session/studio.ts';
import { AddStepDialog } from './AddStepDialog.tsx';
import { useCanvas, useCanvasState } from './canvas.ts';
import { CanvasMenu } from './CanvasMenu.tsx';
import { CanvasTools } from './CanvasTools.tsx';
import { ConnectDialog } from './ConnectDialog.tsx';
import { FlowGraph } from './FlowGraph.tsx';
import styles from './PipelineCanvas.module.css';
import { RenameDialog } from './RenameDialog.tsx';
import { SelectionBar } from './SelectionBar.tsx';
import { openSettings, removeSelection } from './step-operations.ts';
import { useCanvasActions } from './use-canvas-actions.ts';
import { useClipboard } from './use-clipboard.ts';
import { useDrop } from './use-drop.ts';
import { useViewport } from './use-viewport.ts';

export interface PipelineCanvasProps {
  /** Shown while the pipeline has no steps. */
  readonly empty?: ReactNode;
  /** Files were dropped, at a place on the canvas. */
  readonly onDropFiles?: (items: DataTransfer, position: CanvasPoint) => void;
}

export const PipelineCanvas = (props: PipelineCanvasProps) => (
  <ReactFlowProvider>
    <Canvas {...props} />
    <AddStepDialog />
    <ConnectDialog />
    <RenameDialog />
    <Announcer />
  </ReactFlowProvider>
);

function Canvas({ empty, onDropFiles }: PipelineCanvasProps) {
  const canvas = useCanvas();
  const isEmpty = useDocument(
    ({ document }) =>
      Object.keys(document.nodes).length === 0 && (document.canvas?.notes ?? []).length === 0,
  );
  useViewport();
  useClipboard();
  useCanvasActions();
  const drop = useDrop(onDropFiles);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    // On a step that is selected already, Enter goes on to its settings; on a note, to its text.
    const { dataset } = event.target as HTMLElement;
    // On keyboards without Delete.
    if (event.key === 'Backspace' && dataset['id'] !== undefined) removeSelection(canvas);
    if (event.key !== 'Enter' || dataset['id'] === undefined) return;
    const { selection } = canvas.studio.session.getState();
    const step = dataset['nodeId'];
    if (step !== undefined && selection.at(-1) === step) openSettings(canvas, step);
    if (dataset['id'].startsWith('note:')) {
      canvas.store.setState({ editing: dataset['id'].slice('note:'.length) });
    }
  };
  return (
    <main className={styles.main} onKeyDown={onKeyDown} {...drop}>
      <CanvasMenu>
        <FlowGraph>
          <CanvasTools />
          <SelectionBar />
        </FlowGraph>
      </CanvasMenu>
      {isEmpty && empty !== undefined ? <div className={styles.empty}>{empty}</div> : null}
    </main>
  );
}

/** Says to screen readers what happened. */
function Announcer() {
  const said = useCanvasState((state) => state.said);
  return (
    <div aria-live="polite" className="visually-hidden">
      {said}
    </div>
  );
}
