import ELK from 'elkjs/lib/elk.bundled.js';
import { expect, test } from 'vitest';
import { registry } from '../../nodes/registry.ts';
import { edgesOf } from '../document/edges.ts';
import { boundsOf, overlap } from './geometry.ts';
import type { Rect } from './geometry.ts';
import { layoutGraph, layoutPositions } from './layout-graph.ts';
import { createStepViews, stepRect } from './step-view.ts';
import type { CanvasGroup, PipelineDocument } from '../../engine/document/schema.ts';
import { joined, large } from './testing/pipelines.ts';

async function layOut(
  document: PipelineDocument,
  groups: readonly CanvasGroup[] = [],
  aspectRatio?: number,
) {
  const viewOf = createStepViews(registry);
  const steps = Object.keys(document.nodes).flatMap((id) => viewOf(document, id) ?? []);
  const wrapped = aspectRatio === undefined ? {} : { aspectRatio };
  const graph = layoutGraph({ steps, edges: edgesOf(document, registry), groups, ...wrapped });
  const positions = layoutPositions(await new ELK().layout(graph), [80, 40]);
  const rects = steps.map((view) => stepRect(view, positions[view.id] ?? [NaN, NaN]));
  return { positions, rects };
}

test('every step stands right of what it reads, on the grid, and none on another', async () => {
  const document = joined();
  const { positions, rects } = await layOut(document);
  for (const { source, target } of edgesOf(document, registry)) {
    expect(positions[target]![0]).toBeGreaterThan(positions[source]![0] + 208);
  }
  rects.forEach((a, n) => rects.slice(n + 1).forEach((b) => expect(overlap(a, b)).toBe(false)));
  expect(Math.min(...rects.map(({ x }) => x))).toBe(80);
  expect(Math.min(...rects.map(({ y }) => y))).toBe(40);
  expect(rects.every(({ x, y }) => x % 8 === 0 && y % 8 === 0)).toBe(true);
});

test('the same pipeline has the same layout; steps of a group stay together', async () => {
  const groups = [{ id: 'g', title: 'G', nodes: ['late', 'early'] }];
  const [first, second] = [await layOut(joined(), groups), await layOut(joined(), groups)];
  expect(first.positions).toEqual(second.positions);
  expect(Object.keys(first.positions).sort()).toEqual(Object.keys(joined().nodes).sort());
});

test('a long pipeline goes on in further rows where it is to be seen as a whole', async () => {
  const document = large(12);
  const [long, wrapped] = [await layOut(document), await layOut(document, [], 1.6)];
  const widthOf = (rects: readonly Rect[]): number => boundsOf(rects)!.width;
  expect(widthOf(wrapped.rects)).toBeLessThan(widthOf(long.rects) / 2);
  const { rects } = wrapped;
  rects.forEach((a, n) => rects.slice(n + 1).forEach((b) => expect(overlap(a, b)).toBe(false)));
});
