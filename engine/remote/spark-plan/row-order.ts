/** Whether rows are in an order that somebody asked for. */
import type { Frame, SparkStep } from '../../spark/frame.ts';

export function isOrdered(frame: Frame, steps: readonly SparkStep[]): boolean {
  switch (frame.kind) {
    case 'sort':
      return true;
    case 'step': {
      const step = steps.find(({ name }) => name === frame.name);
      return step !== undefined && isOrdered(step.frame, steps);
    }
    case 'select':
    case 'with-columns':
    case 'drop':
    case 'rename':
    case 'filter':
    case 'limit':
    case 'one-partition':
      return isOrdered(frame.input, steps);
    default:
      return false;
  }
}
