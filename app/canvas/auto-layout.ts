/** Runs ELK in a worker, which is loaded when it is first needed. */
import type { ELK } from 'elkjs/lib/elk-api.js';
import workerUrl from 'elkjs/lib/elk-worker.min.js?url';
import type { CanvasPoint } from '../../engine/document/schema.ts';
import type { Size } from './fit.ts';
import type { LayoutInput } from './layout-graph.ts';
import { isWrappable, layoutGraph, layoutPositions } from './layout-graph.ts';

let elk: Promise<ELK> | undefined;

const startElk = async (): Promise<ELK> => {
  const { default: Elk } = await import('elkjs/lib/elk-api.js');
  return new Elk({ workerFactory: () => new Worker(workerUrl) });
};

/**
 * In one row where that can be read as a whole, else in several.
 *
 * @param room size of what can be seen at once; absent: in one row
 * @returns positions by step, with the upper left corner of all at `origin`
 */
export async function autoLayout(
  input: LayoutInput,
  origin: CanvasPoint,
  room: Size | undefined,
): Promise<Record<string, CanvasPoint>> {
  elk ??= startElk();
  // A worker that could not be loaded is asked for again the next time.
  elk.catch(() => (elk = undefined));
  const arranger = await elk;
  const inOneRow = await arranger.layout(layoutGraph(input));
  const wraps = room !== undefined && (inOneRow.width ?? 0) > room.width && isWrappable(input);
  const answer = wraps
    ? await arranger.layout(layoutGraph({ ...input, aspectRatio: room.width / room.height }))
    : inOneRow;
  return layoutPositions(answer, origin);
}
