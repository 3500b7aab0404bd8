import { expect, test } from 'vitest';
import type { CanvasPoint, PipelineDocument } from '../../engine/document/schema.ts';
import { registry } from '../../nodes/registry.ts';
import { createDocumentStore } from '../document/document-store.ts';
import { setParam } from '../document/commands/params.ts';
import { createFlowEdges } from './flow-edges.ts';
import { createFlowNodes } from './flow-nodes.ts';
import { createPositions } from './positions.ts';
import { createStepViews } from './step-view.ts';
import { joined, large } from './testing/pipelines.ts';

const texts = { step: 'step', incomplete: 'not set up yet', note: 'Note', group: 'Group' };

function flow() {
  const viewOf = createStepViews(registry);
  const positionsOf = createPositions();
  const nodesOf = createFlowNodes(viewOf, texts);
  const edgesOf = createFlowEdges(viewOf, registry, (source, target) => `${source} to ${target}`);
  return {
    nodes: (document: PipelineDocument, live: ReadonlyMap<string, CanvasPoint> = new Map()) =>
      nodesOf({
        document,
        positions: positionsOf(document),
        live,
        sizes: new Map(),
        selection: [],
        marked: [],
      }),
    edges: (document: PipelineDocument) => edgesOf(document, []),
  };
}

test('a step is named by title and summary, with its size and ports declared', () => {
  const [a] = flow().nodes(joined());
  expect(a).toMatchObject({
    id: 'a',
    ariaLabel: 'a: a.csv',
    domAttributes: { 'data-node-id': 'a' },
    position: { x: 0, y: 0 },
    initialWidth: 208,
    initialHeight: 60,
    handles: [
      { id: 'output', type: 'source', x: 202, y: 14 },
      { id: 'rejects', type: 'source', x: 202, y: 34 },
    ],
  });
});

test('a change of one step makes one new node and no new edge, of 2,000', () => {
  const store = createDocumentStore(large(2000));
  const { nodes, edges } = flow();
  const before = [nodes(store.getState().document), edges(store.getState().document)] as const;
  store.execute(setParam('s77', ['condition'], 'b = 2'));
  const after = [nodes(store.getState().document), edges(store.getState().document)] as const;
  const changed = after[0].filter((node, n) => node !== before[0][n]);
  expect(changed.map(({ id, ariaLabel }) => [id, ariaLabel])).toEqual([['s77', 's77: b = 2']]);
  expect(after[1].filter((edge, n) => edge !== before[1][n])).toEqual([]);
  expect(after[1]).toHaveLength(1900);
});

test('a step that is dragged is the one new node', () => {
  const document = large(2000);
  const { nodes } = flow();
  const before = nodes(document);
  const after = nodes(document, new Map([['s5', [7, 8] as const]]));
  const changed = after.filter((node, n) => node !== before[n]);
  expect(changed.map(({ id, position }) => [id, position])).toEqual([['s5', { x: 7, y: 8 }]]);
});

test('a frame goes around its steps, behind them; collapsed it stands for them', () => {
  const document = joined();
  const group = { id: 'g', title: 'Sources', nodes: ['a', 'late'] };
  const open = { ...document, canvas: { ...document.canvas, groups: [group] } };
  const { nodes, edges } = flow();
  const frame = nodes(open).find(({ id }) => id === 'group:g');
  expect(frame).toMatchObject({ position: { x: -24, y: -32 }, zIndex: -1, hidden: false });
  expect(frame?.measured).toEqual({ width: 536, height: 116 });

  const closed = {
    ...open,
    canvas: { ...open.canvas, groups: [{ ...group, collapsed: true }] },
  };
  const hidden = nodes(closed).filter((node) => node.hidden);
  expect(hidden.map(({ id }) => id)).toEqual(['a', 'late']);
  const ends = edges(closed).map(({ source, target }) => `${source}>${target}`);
  expect(ends).toEqual(['group:g>early', 'early>both', 'b>both', 'group:g>all', 'b>all']);
});

test('an edge from a port that is not there is drawn as broken', () => {
  const document = joined();
  const nodes = {
    ...document.nodes,
    early: { ...document.nodes['early']!, inputs: { input: 'late.gone' } },
  };
  const edge = flow()
    .edges({ ...document, nodes })
    .find(({ target }) => target === 'early');
  expect(edge).toMatchObject({ sourceHandle: 'kept', data: { isBroken: true } });
});

test('an edge is named anew when a step is, and only then', () => {
  const store = createDocumentStore(large(2000));
  const named: string[] = [];
  const edgesOf = createFlowEdges(createStepViews(registry), registry, (source, target) => {
    named.push(`${source} to ${target}`);
    return `${source} to ${target}`;
  });
  edgesOf(store.getState().document, []);
  named.length = 0;
  store.execute({
    label: { key: 'title' },
    change: (draft) => {
      draft.nodes['s77']!.title = 'late';
    },
  });
  const edges = edgesOf(store.getState().document, []);
  expect(named).toEqual(['s76.kept to late.input', 'late.kept to s78.input']);
  expect(edges.find(({ source }) => source === 's77')?.ariaLabel).toBe('late.kept to s78.input');
});
