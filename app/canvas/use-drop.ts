/** Dropping on the canvas: a step from the palette, or files. */
import type { DragEvent } from 'react';
import type { CanvasPoint } from '../../engine/document/schema.ts';
import { useCanvas } from './canvas.ts';
import { edgeNear } from './connect-operations.ts';
import { fittingTypes } from './search-steps.ts';
import { addStep } from './step-operations.ts';
import { STEP_DRAG } from './StepSearch.tsx';

export interface DropHandlers {
  readonly onDragOver: (event: DragEvent) => void;
  readonly onDragLeave: (event: DragEvent) => void;
  readonly onDrop: (event: DragEvent) => void;
}

export function useDrop(
  onDropFiles: ((items: DataTransfer, position: CanvasPoint) => void) | undefined,
): DropHandlers {
  const canvas = useCanvas();
  const pointOf = (event: DragEvent): CanvasPoint =>
    canvas.flow?.toCanvas([event.clientX, event.clientY]) ?? [0, 0];
  const light = (dropEdge: string | undefined): void => {
    if (canvas.store.getState().dropEdge !== dropEdge) canvas.store.setState({ dropEdge });
  };
  return {
    onDragOver: (event) => {
      const { types } = event.dataTransfer;
      const isStep = types.includes(STEP_DRAG);
      if (!isStep && !(types.includes('Files') && onDropFiles !== undefined)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
      if (isStep) light(edgeNear(canvas, pointOf(event))?.id);
    },
    onDragLeave: () => light(undefined),
    onDrop: (event) => {
      light(undefined);
      const at = pointOf(event);
      const type = event.dataTransfer.getData(STEP_DRAG);
      if (type !== '') {
        event.preventDefault();
        const fits = fittingTypes(canvas.studio.registry, 'through').some(
          (definition) => definition.type === type,
        );
        const edge = fits ? edgeNear(canvas, at) : undefined;
        const step = addStep(canvas, type, edge === undefined ? { at } : { at, edge });
        if (step !== undefined) canvas.flow?.show(step, true);
      } else if (event.dataTransfer.types.includes('Files') && onDropFiles !== undefined) {
        event.preventDefault();
        onDropFiles(event.dataTransfer, at);
      }
    },
  };
}
