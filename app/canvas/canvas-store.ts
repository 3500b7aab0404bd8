/** What the canvas shows beside the document and the session: gestures under way, dialogs. */
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { CanvasPoint } from '../../engine/document/schema.ts';
import type { Edge } from '../document/edges.ts';
import type { PortAt, Verdict } from './connect-rules.ts';

/** Where a step that is about to be chosen goes. */
export interface AddPlace {
  /** On the canvas. */
  readonly at?: CanvasPoint;
  /** In the window: where the list of steps opens. */
  readonly screen?: CanvasPoint;
  /** The port that it is to be connected with. */
  readonly from?: PortAt;
  /** The edge that it is to be put into. */
  readonly edge?: Edge;
}

/** A port that the pointer rests on, and where it is in the window. */
export interface PointedPort extends PortAt {
  readonly at: DOMRect;
}

export type CanvasDialog =
  | ({ readonly kind: 'add' } & AddPlace)
  | { readonly kind: 'replace'; readonly step: string; readonly screen?: CanvasPoint }
  | { readonly kind: 'connect'; readonly from: PortAt }
  | { readonly kind: 'rename'; readonly what: 'step' | 'group'; readonly id: string };

export interface CanvasState {
  /** Positions in a gesture that has not ended, by id of the flow. */
  readonly live: ReadonlyMap<string, CanvasPoint>;
  /** Sizes of notes in a gesture that has not ended. */
  readonly sizes: ReadonlyMap<string, CanvasPoint>;
  /** Steps in the box that is being drawn. */
  readonly boxed: readonly string[] | undefined;
  /** Selected notes, groups and edges, by id of the flow. */
  readonly marked: readonly string[];
  /** The connection being drawn: where it starts, and what is said of each end. */
  readonly connecting:
    { readonly from: PortAt; readonly judge: (to: PortAt) => Verdict } | undefined;
  readonly pointed: PointedPort | undefined;
  /** The edge that a dragged step would be put into. */
  readonly dropEdge: string | undefined;
  /** The note whose text is edited. */
  readonly editing: string | undefined;
  readonly dialog: CanvasDialog | undefined;
  /** The last thing that happened, for screen readers. */
  readonly said: string;
  readonly snaps: boolean;
  readonly isArranging: boolean;
}

export type CanvasStore = StoreApi<CanvasState>;

export const createCanvasStore = (): CanvasStore =>
  createStore<CanvasState>(() => ({
    live: new Map(),
    sizes: new Map(),
    boxed: undefined,
    marked: [],
    connecting: undefined,
    pointed: undefined,
    dropEdge: undefined,
    editing: undefined,
    dialog: undefined,
    said: '',
    snaps: true,
    isArranging: false,
  }));
