/** Arbitrary commands for tests: a gesture is numbers until it meets the document it is made on. */
import fc from 'fast-check';
import type { PipelineDocument } from '../../../engine/document/schema.ts';
import { registry } from '../../../nodes/registry.ts';
import type { Command } from '../command.ts';
import { connect, disconnect, reconnect } from '../commands/connections.ts';
import {
  groupSteps,
  moveSteps,
  putCanvasNote,
  putGroup,
  removeCanvasItems,
  together,
  ungroup,
} from '../commands/layout.ts';
import {
  renameParameter,
  setDescription,
  setName,
  setParam,
  setParameter,
  setParams,
} from '../commands/params.ts';
import { pasteFragment } from '../commands/paste.ts';
import {
  addSteps,
  freeId,
  insertOnEdge,
  removeSteps,
  setDisabled,
  setNote,
  setTitle,
} from '../commands/steps.ts';
import { replaceDocument } from '../commands/whole.ts';
import { edgesOf, outPorts } from '../edges.ts';
import { copySteps, placeFragment } from '../fragment.ts';

/** Chooses by a number from what is there. */
type Pick = <T>(items: readonly T[], at: number) => T | undefined;

const pick: Pick = (items, at) => items[at % Math.max(1, items.length)];

type Gesture = (document: PipelineDocument, a: number, b: number) => Command | undefined;

const step = (type: string, input?: string) => ({
  type,
  params: {},
  ...(input === undefined ? {} : { inputs: { input } }),
});

export const GESTURES: Readonly<Record<string, Gesture>> = {
  add: (document, a) =>
    addSteps([
      {
        id: freeId(document, 'filter'),
        node: step('rows.filter', pick(Object.keys(document.nodes), a)),
        position: [a, 0],
      },
    ]),
  insert: (document, a) => {
    const edge = pick(edgesOf(document, registry), a);
    if (edge === undefined) return undefined;
    const id = freeId(document, 'limit');
    const ports = { input: 'input', output: 'output' };
    return insertOnEdge({ id, node: step('rows.limit'), position: [a, a] }, edge, ports);
  },
  remove: (document, a, b) => {
    const ids = Object.keys(document.nodes);
    return removeSteps([pick(ids, a), pick(ids, b)].filter((id) => id !== undefined));
  },
  title: (document, a, b) => setTitle(pick(Object.keys(document.nodes), a) ?? 'x', `t${b % 3}`),
  note: (document, a, b) => setNote(pick(Object.keys(document.nodes), a) ?? 'x', `${b % 3 || ''}`),
  disable: (document, a, b) =>
    setDisabled([pick(Object.keys(document.nodes), a) ?? 'x'], b % 2 === 0),
  param: (document, a, b) =>
    setParam(
      pick(Object.keys(document.nodes), a) ?? 'x',
      b % 2 === 0 ? ['condition'] : ['list', b % 3, 'name'],
      b % 5 === 0 ? undefined : `v${b}`,
    ),
  params: (document, a, b) => setParams(pick(Object.keys(document.nodes), a) ?? 'x', { n: b, a }),
  name: (_, a) => setName(`name ${a % 4}`),
  description: (_, a) => setDescription(a % 2 === 0 ? '' : `d${a}`),
  parameter: (_, a, b) =>
    setParameter(`p${a % 3}`, b % 3 === 0 ? undefined : { type: 'INTEGER', default: b }),
  renameParameter: (document, a, b) =>
    renameParameter(pick(Object.keys(document.parameters), a) ?? 'p', `q${b % 4}`, registry),
  connect: (document, a, b) => {
    // As in the canvas: only edges that close no cycle, from earlier to later.
    const ids = Object.keys(document.nodes);
    const [source, target] = [a % Math.max(1, ids.length), b % Math.max(1, ids.length)].sort(
      (x, y) => x - y,
    );
    const from = ids[source ?? 0];
    const to = ids[target ?? 0];
    if (from === undefined || to === undefined || from === to) return undefined;
    const sourcePort = outPorts(document.nodes[from] ?? step('x'), registry)[0] ?? 'output';
    return connect({ source: from, sourcePort, target: to, targetPort: 'input' }, a % 2 === 0);
  },
  disconnect: (document, a) => {
    const edge = pick(edgesOf(document, registry), a);
    return edge === undefined ? undefined : disconnect([edge]);
  },
  reconnect: (document, a) => {
    const edge = pick(edgesOf(document, registry), a);
    if (edge === undefined) return undefined;
    return reconnect(edge, { ...edge, targetPort: 'other' }, a % 2 === 0);
  },
  move: (document, a, b) => moveSteps({ [pick(Object.keys(document.nodes), a) ?? 'x']: [a, b] }),
  canvasNote: (_, a, b) => putCanvasNote({ id: `n${a % 3}`, text: `${b}`, position: [a, b] }),
  putGroup: (_, a, b) => putGroup({ id: `g${a % 3}`, title: `${b}`, position: [a, b] }),
  group: (document, a, b) => {
    const ids = Object.keys(document.nodes);
    const nodes = [...new Set([pick(ids, a), pick(ids, b)])].filter((id) => id !== undefined);
    return groupSteps({ id: `g${a % 3}`, title: 'g', nodes });
  },
  ungroup: (_, a) => ungroup([`g${a % 3}`]),
  removeItems: (_, a) => removeCanvasItems([`n${a % 3}`, `g${a % 3}`]),
  paste: (document, a, b) => {
    const ids = Object.keys(document.nodes);
    const copy = copySteps(
      document,
      [pick(ids, a), pick(ids, b)].filter((id) => id !== undefined),
    );
    return pasteFragment(placeFragment(document, copy, [a, b]));
  },
  together: (document, a, b) =>
    together({ key: 'layout' }, [setName(`${a}`), removeSteps([`${b}`])]),
  replace: (document, a) => replaceDocument({ ...document, name: `version ${a}` }),
};

export interface GestureAt {
  readonly name: string;
  readonly a: number;
  readonly b: number;
  /** Milliseconds before it. */
  readonly after: number;
}

export const gestures: fc.Arbitrary<GestureAt[]> = fc.array(
  fc.record({
    name: fc.constantFrom(...Object.keys(GESTURES)),
    a: fc.nat(1000),
    b: fc.nat(1000),
    after: fc.constantFrom(10, 100, 2000),
  }),
  { maxLength: 25, size: 'max' },
);
