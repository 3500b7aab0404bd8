/** Runs ELK in a worker, which is loaded when it is first needed. */
import type { ELK } from 'elkjs/lib/elk-api.js';
import workerUrl from 'elkjs/lib/elk-worker.min.js?url';
import type { CanvasPoint } from '../../engine/document/schema.ts';
import type { LayoutInput } from './layout-graph.ts';
import { layoutGraph, layoutPositions } from './layout-graph.ts';

let elk: Promise<ELK> | undefined;

const startElk = async (): Promise<ELK> => {
  const { default: Elk } = await import('elkjs/lib/elk-api.js');
  return new Elk({ workerFactory: () => new Worker(workerUrl) });
};

/** @returns positions by step, with the upper left corner of all at `origin` */
export async function autoLayout(
  input: LayoutInput,
  origin: CanvasPoint,
): Promise<Record<string, CanvasPoint>> {
  elk ??= startElk();
  // A worker that could not be loaded is asked for again the next time.
  elk.catch(() => (elk = undefined));
  return layoutPositions(await (await elk).layout(layoutGraph(input)), origin);
}
