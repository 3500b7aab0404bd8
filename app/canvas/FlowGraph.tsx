/** React Flow, wired to the canvas. */
import { Background, BackgroundVariant, ReactFlow, SelectionMode, useStore } from '@xyflow/react';
import type { AriaLabelConfig } from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useDocument } from '../session/studio.ts';
import { useCanvas, useCanvasState } from './canvas.ts';
import { ConnectionLine } from './ConnectionLine.tsx';
import { DetailContext, PLAIN_BELOW } from './detail.ts';
import { EdgeView } from './EdgeView.tsx';
import { createFlowHandlers } from './flow-handlers.ts';
import styles from './FlowGraph.module.css';
import { GRID } from './geometry.ts';
import { GroupNode } from './GroupNode.tsx';
import { MiniMap } from './MiniMap.tsx';
import { NoteNode } from './NoteNode.tsx';
import { StepNode } from './StepNode.tsx';
import { useFlow } from './use-flow.ts';

const NODE_TYPES = { step: StepNode, note: NoteNode, frame: GroupNode };
const EDGE_TYPES = { rows: EdgeView };
const SNAP: [number, number] = [GRID, GRID];
/** Above this many nodes only those in sight are mounted; below, mounting them late costs more. */
const CULL_ABOVE = 300;
const MULTI_SELECT = ['Shift', 'Meta', 'Control'];

export function FlowGraph({ children }: { readonly children?: ReactNode }) {
  const { t } = useTranslation('canvas');
  const canvas = useCanvas();
  const { nodes, edges } = useFlow();
  const handlers = useMemo(() => createFlowHandlers(canvas), [canvas]);
  const snaps = useCanvasState((state) => state.snaps);
  const isReadOnly = useDocument(({ readOnly }) => readOnly !== undefined);
  const isPlain = useStore(({ transform }) => transform[2] < PLAIN_BELOW);
  const labels = useMemo<Partial<AriaLabelConfig>>(
    () => ({
      'node.a11yDescription.default': t('a11y.node'),
      'node.a11yDescription.keyboardDisabled': t('a11y.node'),
      'node.a11yDescription.ariaLiveMessage': ({ direction }) => t('a11y.moved', { direction }),
      'edge.a11yDescription.default': t('a11y.edge'),
    }),
    [t],
  );
  return (
    <DetailContext value={isPlain ? 'plain' : 'full'}>
      <ReactFlow
        aria-label={t('canvas')}
        className={styles.flow ?? ''}
        nodes={nodes}
        edges={edges}
        nodeTypes={NODE_TYPES}
        edgeTypes={EDGE_TYPES}
        onNodesChange={handlers.onNodesChange}
        onEdgesChange={handlers.onEdgesChange}
        onNodeDrag={handlers.onDrag}
        onNodeDragStop={handlers.onDragStop}
        onSelectionDragStop={handlers.onDragStop}
        onSelectionStart={handlers.onBoxStart}
        onSelectionEnd={handlers.onBoxEnd}
        onConnectStart={handlers.onConnectStart}
        onConnect={handlers.onConnect}
        onConnectEnd={handlers.onConnectEnd}
        isValidConnection={handlers.isValidConnection}
        onReconnectStart={handlers.onReconnectStart}
        onReconnect={handlers.onReconnect}
        onReconnectEnd={handlers.onReconnectEnd}
        connectionLineComponent={ConnectionLine}
        connectionRadius={26}
        onlyRenderVisibleElements={nodes.length > CULL_ABOVE}
        nodesDraggable={!isReadOnly}
        nodesConnectable={!isReadOnly}
        snapToGrid={snaps}
        snapGrid={SNAP}
        minZoom={0.05}
        maxZoom={2}
        deleteKeyCode={null}
        multiSelectionKeyCode={MULTI_SELECT}
        selectionMode={SelectionMode.Partial}
        elevateNodesOnSelect={false}
        elevateEdgesOnSelect
        connectOnClick
        zoomOnDoubleClick={false}
        ariaLabelConfig={labels}
      >
        <Background variant={BackgroundVariant.Dots} gap={24} size={1.5} color="var(--line)" />
        {nodes.length > 0 ? <MiniMap nodes={nodes} /> : null}
        {children}
      </ReactFlow>
    </DetailContext>
  );
}
