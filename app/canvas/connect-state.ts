/** Whether the connection being drawn may end at a step. */
import type { CanvasState } from './canvas-store.ts';
import type { StepView } from './step-view.ts';

export function connectionToStepState(
  connecting: CanvasState['connecting'],
  view: StepView,
): 'start' | 'valid' | 'invalid' | undefined {
  if (connecting === undefined) return undefined;
  const { from, judge } = connecting;
  if (from.step === view.id) return 'start';
  const side = from.side === 'output' ? 'input' : 'output';
  const ports = side === 'input' ? view.inputs : view.outputs;
  return ports.some((port) => judge({ step: view.id, port, side }).ok) ? 'valid' : 'invalid';
}
