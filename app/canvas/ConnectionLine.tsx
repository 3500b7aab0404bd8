/** The connection being drawn, and why it may not end where the pointer is. */
import type { ConnectionLineComponentProps } from '@xyflow/react';
import { contains } from './geometry.ts';
import { currentDocument, rectOf, text, useCanvas, useCanvasState } from './canvas.ts';
import type { Canvas } from './canvas.ts';
import { connectionToStep } from './connect-rules.ts';
import type { PortAt, Verdict } from './connect-rules.ts';
import { curvePath, edgeCurve } from './edge-path.ts';
import { isStepId } from './flow-ids.ts';
import type { FlowNode } from './flow-nodes.ts';
import styles from './ConnectionLine.module.css';

export function ConnectionLine(props: ConnectionLineComponentProps<FlowNode>) {
  const { fromX, fromY, toX, toY, toHandle } = props;
  const canvas = useCanvas();
  const connecting = useCanvasState((state) => state.connecting);
  if (connecting === undefined) return null;
  const { from, judge } = connecting;
  const end: readonly [number, number] = [toX, toY];
  const curve =
    from.side === 'output' ? edgeCurve([fromX, fromY], end) : edgeCurve(end, [fromX, fromY]);
  const verdict =
    toHandle?.nodeId !== undefined && toHandle.id !== undefined && toHandle.id !== null
      ? judge({
          step: toHandle.nodeId,
          port: toHandle.id,
          side: toHandle.type === 'target' ? 'input' : 'output',
        })
      : verdictAt(canvas, from, end);
  const reason = verdict === undefined || verdict.ok ? undefined : verdict.reason;
  return (
    <g>
      <path
        d={curvePath(curve)}
        className={reason === undefined ? styles.line : styles.refused}
        data-valid={verdict?.ok}
      />
      {reason === undefined ? null : (
        <text x={toX + 14} y={toY + 22} className={styles.reason}>
          {text(reason.key, reason.values)}
        </text>
      )}
    </g>
  );
}

/** What dropping on the step under the pointer would do. */
function verdictAt(
  canvas: Canvas,
  from: PortAt,
  point: readonly [number, number],
): Verdict | undefined {
  const document = currentDocument(canvas);
  const step = Object.keys(document.nodes).find((id) => {
    const rect = isStepId(id) ? rectOf(canvas, id) : undefined;
    return rect !== undefined && contains(rect, point);
  });
  if (step === undefined || step === from.step) return undefined;
  return connectionToStep(document, canvas.studio.registry, step, from);
}
