/** A step on the canvas. Fixed in size; below a certain zoom a plain box. */
import { Handle, Position } from '@xyflow/react';
import type { NodeProps } from '@xyflow/react';
import { memo, useContext } from 'react';
import { useTranslation } from 'react-i18next';
import { placedDiagnostics } from '../session/placed-diagnostics.ts';
import { useSession } from '../session/studio.ts';
import { StepIcon, categoryOf } from '../ui/StepIcon.tsx';
import { useCanvasState } from './canvas.ts';
import { connectionToStepState } from './connect-state.ts';
import { DetailContext } from './detail.ts';
import type { StepFlowNode } from './flow-nodes.ts';
import { STEP_WIDTH, portOffset } from './geometry.ts';
import { countStepRender } from './render-count.ts';
import { portKind, portNamePlace } from './ports.ts';
import { problemsByStep } from './step-status.ts';
import { StepProgress, StepStatus } from './StepStatus.tsx';
import type { StepView } from './step-view.ts';
import styles from './StepNode.module.css';

export const StepNode = memo(function StepNode({ id, data, selected }: NodeProps<StepFlowNode>) {
  countStepRender();
  const { t } = useTranslation('canvas');
  const { view } = data;
  const isPlain = useContext(DetailContext) === 'plain';
  const problems = useSession((state) => problemsByStep(placedDiagnostics(state)).get(id));
  const dropTarget = useCanvasState(({ connecting }) => connectionToStepState(connecting, view));
  const hasErrors = problems !== undefined && problems.errors > 0;
  return (
    <div
      className={styles.step}
      style={{
        width: STEP_WIDTH,
        height: view.height,
        ['--category' as string]: `var(--category-${categoryOf(view.type)}, var(--soft))`,
      }}
      data-selected={selected}
      data-disabled={view.disabled}
      data-error={hasErrors}
      data-target={dropTarget}
      data-plain={isPlain}
    >
      {isPlain ? (
        <span className={styles.plainTitle}>{view.title}</span>
      ) : (
        <>
          <div className={styles.head}>
            <StepIcon type={view.type} />
            <span className={styles.title}>{view.title}</span>
            <StepStatus view={view} problems={problems} />
          </div>
          <div className={styles.summary} title={hasErrors ? problems.message : view.summary}>
            {hasErrors ? problems.message : (view.summary ?? t('incomplete'))}
          </div>
          <StepProgress step={id} />
        </>
      )}
      <Ports view={view} ports={view.inputs} side="input" isPlain={isPlain} />
      <Ports view={view} ports={view.outputs} side="output" isPlain={isPlain} />
    </div>
  );
});

interface PortsProps {
  readonly view: StepView;
  readonly ports: readonly string[];
  readonly side: 'input' | 'output';
  readonly isPlain: boolean;
}

function Ports({ view, ports, side, isPlain }: PortsProps) {
  return ports.map((port, index) => {
    const top = portOffset(index, ports.length, view.height);
    const namePlace = portNamePlace(ports, side, port);
    const place = {
      'data-port': `${view.id}.${port}`,
      'data-side': side,
      'data-kind': portKind(view, side, port),
      style: { top },
    };
    // Hundreds of plain boxes are on screen at once, where nobody can hit a port.
    if (isPlain) return <span key={port} className={styles.plainPort} {...place} />;
    return (
      <Handle
        key={port}
        id={port}
        type={side === 'input' ? 'target' : 'source'}
        position={side === 'input' ? Position.Left : Position.Right}
        className={styles.port}
        {...place}
      >
        {namePlace === undefined ? null : (
          <span className={styles.portName} data-place={namePlace}>
            {port}
          </span>
        )}
      </Handle>
    );
  });
}
