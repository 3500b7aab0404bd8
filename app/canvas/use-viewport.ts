/** What is seen of the canvas: fitted when a document is opened, and at the user's wish. */
import { useReactFlow, useStore, useStoreApi } from '@xyflow/react';
import { useEffect, useRef } from 'react';
import type { CanvasPoint } from '../../engine/document/schema.ts';
import { shownStep } from '../session/session-store.ts';
import { useDocument, useSession } from '../session/studio.ts';
import { currentDocument, rectOf, useCanvas } from './canvas.ts';
import type { FlowView } from './canvas.ts';
import type { FlowEdge } from './flow-edges.ts';
import type { FlowNode } from './flow-nodes.ts';
import { boundsOf } from './geometry.ts';
import type { Rect } from './geometry.ts';
import { LEGIBLE, fitRect, freeArea, isSeen, openingView } from './fit.ts';

/** Frames to wait for a step to be mounted before the focus is given up. */
const PATIENCE = 30;
const GLIDE = 160;

/** Of a document without steps: the view of the one before it means nothing. */
const EMPTY_VIEW = { x: 0, y: 0, zoom: 1 };

/** Makes the canvas's view known to palette, outline and actions while the graph is there. */
export function useViewport(): void {
  const canvas = useCanvas();
  const flow = useReactFlow<FlowNode, FlowEdge>();
  const store = useStoreApi();
  const pointer = useRef<CanvasPoint>(undefined);
  const opened = useDocument((state) => state.opened);
  const shown = useSession(shownStep);
  const sight = useSession((state) => state.sight);
  // Of before the canvas was there: all of the document is shown then.
  const seen = useRef(sight);
  const isSized = useStore(({ width }) => width > 0);

  useEffect(() => {
    const paneSize = (): { readonly width: number; readonly height: number } => {
      const { width, height } = store.getState();
      return { width, height };
    };
    const view: FlowView = {
      toCanvas: ([x, y]) => {
        const at = flow.screenToFlowPosition({ x, y }, { snapToGrid: false });
        return [at.x, at.y];
      },
      centre: () => {
        const { x, y, zoom } = flow.getViewport();
        const { width, height } = paneSize();
        return [(width / 2 - x) / zoom, (height / 2 - y) / zoom];
      },
      fit: (ids) => {
        const bounds = boundsOf(rectsOf(flow.getNodes(), ids));
        if (bounds !== undefined) {
          void flow.setViewport(fitRect(bounds, paneSize()), { duration: glide() });
        }
      },
      zoomBy: (factor) => void flow.zoomTo(flow.getZoom() * factor, { duration: glide() }),
      zoomTo: (zoom) => void flow.zoomTo(zoom, { duration: glide() }),
      show: (step, focus) => {
        const rect = rectOf(canvas, step);
        if (rect !== undefined && !isSeen(rect, flow.getViewport(), paneSize())) {
          const { x, y, width, height } = rect;
          const zoom = Math.max(flow.getZoom(), LEGIBLE);
          void flow.setCenter(x + width / 2, y + height / 2, { zoom, duration: glide() });
        }
        if (focus) focusStep(step, PATIENCE);
      },
      showAll: (steps) => {
        const bounds = boundsOf(steps.flatMap((step) => rectOf(canvas, step) ?? []));
        if (bounds === undefined || isSeen(bounds, flow.getViewport(), paneSize())) return;
        void flow.setViewport(fitRect(bounds, paneSize()), { duration: glide() });
      },
      pointer: () => pointer.current,
      legibleSize: () => {
        const { width, height } = freeArea(paneSize());
        return { width: width / LEGIBLE, height: height / LEGIBLE };
      },
    };
    canvas.flow = view;
    const pane = store.getState().domNode;
    const move = (event: PointerEvent): void => {
      pointer.current = view.toCanvas([event.clientX, event.clientY]);
    };
    const leave = (): void => {
      pointer.current = undefined;
    };
    pane?.addEventListener('pointermove', move);
    pane?.addEventListener('pointerleave', leave);
    return () => {
      canvas.flow = undefined;
      pane?.removeEventListener('pointermove', move);
      pane?.removeEventListener('pointerleave', leave);
    };
  }, [canvas, flow, store, isSized]);

  useEffect(() => {
    const { width, height } = store.getState();
    const bounds = boundsOf(
      Object.keys(currentDocument(canvas).nodes).flatMap((id) => rectOf(canvas, id) ?? []),
    );
    if (width > 0) {
      void flow.setViewport(
        bounds === undefined ? EMPTY_VIEW : openingView(bounds, { width, height }),
      );
    }
  }, [canvas, flow, store, opened, isSized]);

  // Chosen elsewhere, in a list of problems or by name: the step comes into sight. Under the pointer
  // it is where the user wants it.
  useEffect(() => {
    if (sight !== seen.current) canvas.flow?.showAll(sight?.steps ?? []);
    else if (shown !== undefined && stepElement(shown)?.matches(':hover') !== true)
      canvas.flow?.show(shown, false);
    seen.current = sight;
  }, [canvas, shown, sight]);
}

const glide = (): number => (matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : GLIDE);

const rectsOf = (nodes: readonly FlowNode[], ids: readonly string[] | undefined): Rect[] =>
  nodes
    .filter((node) => node.hidden !== true && (ids === undefined || ids.includes(node.id)))
    .map(({ position, measured }) => ({
      ...position,
      width: measured?.width ?? 0,
      height: measured?.height ?? 0,
    }));

export const stepElement = (step: string): HTMLElement | null =>
  document.querySelector<HTMLElement>(`[data-node-id="${CSS.escape(step)}"]`);

/** A step that was just added, or is out of sight, is mounted some frames later. */
function focusStep(step: string, frames: number): void {
  const element = stepElement(step);
  if (element !== null) element.focus({ preventScroll: true });
  else if (frames > 0) requestAnimationFrame(() => focusStep(step, frames - 1));
}
