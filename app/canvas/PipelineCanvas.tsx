/** The pipeline as a graph. React Flow lives in this folder and nowhere else. */
import { ReactFlowProvider } from '@xyflow/react';
import type { KeyboardEvent, ReactNode } from 'react';
import type { CanvasPoint } from '../../engine/document/schema.ts';
import { shownStep } from '../session/session-store.ts';
import { useDocument } from '../session/studio.ts';
import { AddStepDialog } from './AddStepDialog.tsx';
import { useCanvas, useCanvasState } from './canvas.ts';
import type { Canvas as CanvasParts } from './canvas.ts';
import { CanvasMenu } from './CanvasMenu.tsx';
import { CanvasTools } from './CanvasTools.tsx';
import { ConnectDialog } from './ConnectDialog.tsx';
import { FlowGraph } from './FlowGraph.tsx';
import styles from './PipelineCanvas.module.css';
import { PortCard } from './PortCard.tsx';
import { RenameDialog } from './RenameDialog.tsx';
import { SelectionBar } from './SelectionBar.tsx';
import { openSettings, removeSelection } from './step-operations.ts';
import { useCanvasActions } from './use-canvas-actions.ts';
import { useClipboard } from './use-clipboard.ts';
import { useDrop } from './use-drop.ts';
import { usePointedPort } from './use-pointed-port.ts';
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
    <PortCard />
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
  const pointing = usePointedPort();
  // Before React Flow sees the key: it selects on Enter, and what counts is what was selected before.
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const { dataset } = event.target as HTMLElement;
    const { id, nodeId: step } = dataset;
    // With one of these it is a shortcut, such as Run.
    if (id === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'Backspace') {
      // On keyboards without Delete.
      removeSelection(canvas);
    } else if (event.key === 'Enter' && id.startsWith('note:')) {
      canvas.store.setState({ editing: id.slice('note:'.length) });
    } else if (event.key === 'Enter' && step !== undefined && isShown(canvas, step)) {
      openSettings(canvas, step);
    } else return;
    // Else the key would be typed into the field that has the focus now.
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <main className={styles.main} onKeyDownCapture={onKeyDown} {...drop} {...pointing}>
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

const isShown = ({ studio }: CanvasParts, step: string): boolean =>
  shownStep(studio.session.getState()) === step;

/** Says to screen readers what happened. */
function Announcer() {
  const said = useCanvasState((state) => state.said);
  return (
    <div aria-live="polite" className="visually-hidden">
      {said}
    </div>
  );
}
