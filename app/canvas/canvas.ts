/** The canvas of a studio: palette, outline and graph share it. */
import { useStore } from 'zustand';
import i18next from 'i18next';
import type { CanvasPoint, PipelineDocument } from '../../engine/document/schema.ts';
import { useStudio } from '../session/studio.ts';
import type { Studio } from '../session/studio.ts';
import type { CanvasState, CanvasStore } from './canvas-store.ts';
import { createCanvasStore } from './canvas-store.ts';
import type { Size } from './fit.ts';
import type { Rect } from './geometry.ts';
import { createPositions } from './positions.ts';
import { createStepViews, stepRect } from './step-view.ts';
import type { StepView } from './step-view.ts';

/** What the graph can do for the others while it is on screen. */
export interface FlowView {
  readonly toCanvas: (screen: CanvasPoint) => CanvasPoint;
  /** The middle of what is seen. */
  readonly centre: () => CanvasPoint;
  /** All, or these flow ids alone. */
  readonly fit: (ids?: readonly string[]) => void;
  readonly zoomBy: (factor: number) => void;
  readonly zoomTo: (zoom: number) => void;
  /** Makes a step visible, and gives it the focus when asked. */
  readonly show: (step: string, focus: boolean) => void;
  /** Brings all of these steps into sight. */
  readonly showAll: (steps: readonly string[]) => void;
  /** Last place of the pointer over the canvas. */
  readonly pointer: () => CanvasPoint | undefined;
  /** What fits on screen at the least zoom at which steps can be read, in canvas units. */
  readonly legibleSize: () => Size;
}

export interface Canvas {
  readonly studio: Studio;
  readonly store: CanvasStore;
  readonly viewOf: (document: PipelineDocument, step: string) => StepView | undefined;
  readonly positionsOf: (document: PipelineDocument) => ReadonlyMap<string, CanvasPoint>;
  flow: FlowView | undefined;
}

const canvases = new WeakMap<Studio, Canvas>();

export function canvasOf(studio: Studio): Canvas {
  const known = canvases.get(studio);
  if (known !== undefined) return known;
  const canvas: Canvas = {
    studio,
    store: createCanvasStore(),
    viewOf: createStepViews(studio.registry),
    positionsOf: createPositions(),
    flow: undefined,
  };
  canvases.set(studio, canvas);
  return canvas;
}

export const useCanvas = (): Canvas => canvasOf(useStudio());

export const useCanvasState = <T>(select: (state: CanvasState) => T): T =>
  useStore(useCanvas().store, select);

export const currentDocument = ({ studio }: Canvas): PipelineDocument =>
  studio.documents.getState().document;

export const selectedSteps = ({ studio }: Canvas): readonly string[] =>
  studio.session.getState().selection;

/** Where a step is on the canvas now, in a gesture too. */
export function rectOf(canvas: Canvas, step: string): Rect | undefined {
  const document = currentDocument(canvas);
  const view = canvas.viewOf(document, step);
  const position = canvas.store.getState().live.get(step) ?? canvas.positionsOf(document).get(step);
  return view === undefined || position === undefined ? undefined : stepRect(view, position);
}

/** A text of the canvas, outside of components. */
export const text = (key: string, values?: Readonly<Record<string, string | number>>): string =>
  i18next.t(key, { ns: 'canvas', ...values });

/** Tells screen readers what happened. */
export const announce = (canvas: Canvas, said: string): void => canvas.store.setState({ said });
