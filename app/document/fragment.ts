/**
 * A part of a pipeline that is copied: a `sluice/1` document of its own, so that it goes through the
 * clipboard as text, into another tab, a chat or a file. Pure.
 */
import { inputList, parseInput } from '../../engine/document/schema.ts';
import type {
  CanvasPoint,
  DocumentNode,
  DocumentParameter,
  PipelineDocument,
} from '../../engine/document/schema.ts';

/**
 * The given steps with the edges between them; edges from outside are dropped. Groups of which all
 * steps are among them come along, and the parameters that their texts name.
 */
export function copySteps(document: PipelineDocument, ids: readonly string[]): PipelineDocument {
  const chosen = new Set(ids);
  const nodes = Object.fromEntries(
    Object.entries(document.nodes)
      .filter(([id]) => chosen.has(id))
      .map(([id, node]) => [id, withInputs(node, (text) => keepInner(text, chosen))]),
  );
  const positions = Object.entries(document.canvas?.positions ?? {}).filter(([id]) =>
    Object.hasOwn(nodes, id),
  );
  const groups = (document.canvas?.groups ?? []).filter(
    ({ nodes: members = [] }) => members.length > 0 && members.every((id) => chosen.has(id)),
  );
  const texts = JSON.stringify(Object.values(nodes).map(({ params }) => params));
  return {
    format: document.format,
    name: document.name,
    parameters: Object.fromEntries(
      Object.entries(document.parameters).filter(([name]) => names(texts, name)),
    ),
    nodes,
    canvas: {
      positions: Object.fromEntries(positions),
      ...(groups.length === 0 ? {} : { groups }),
    },
  };
}

const keepInner = (text: string, chosen: ReadonlySet<string>): string | undefined =>
  chosen.has(parseInput(text).node) ? text : undefined;

const names = (text: string, parameter: string): boolean =>
  new RegExp(`\\$\\{?${parameter}(?![A-Za-z0-9_])`).test(text);

/** A step with its edges rewritten; those for which `change` gives nothing are dropped. */
function withInputs(
  node: DocumentNode,
  change: (text: string) => string | undefined,
): DocumentNode {
  const { inputs, ...rest } = node;
  const kept = Object.entries(inputs ?? {}).flatMap(([port, input]) => {
    const texts = inputList(input).flatMap((text) => change(text) ?? []);
    const [first] = texts;
    if (first === undefined) return [];
    return [[port, texts.length === 1 ? first : texts] as const];
  });
  return kept.length === 0 ? rest : { ...rest, inputs: Object.fromEntries(kept) };
}

/** A fragment with ids that are free in a document, ready to be put into it. */
export interface PlacedFragment {
  readonly fragment: PipelineDocument;
  /** New ids, in document order. */
  readonly ids: readonly string[];
  /** Parameters that the document does not have. */
  readonly parameters: Readonly<Record<string, DocumentParameter>>;
}

/** @param shift added to all places on the canvas */
export function placeFragment(
  document: PipelineDocument,
  fragment: PipelineDocument,
  shift: CanvasPoint,
): PlacedFragment {
  const taken = new Set(Object.keys(document.nodes));
  const renamed = new Map<string, string>();
  for (const id of Object.keys(fragment.nodes)) {
    const free = freeName(id, taken);
    taken.add(free);
    renamed.set(id, free);
  }
  const nameOf = (id: string): string => renamed.get(id) ?? id;
  const rewrite = (text: string): string | undefined => {
    const { node, port } = parseInput(text);
    const id = renamed.get(node);
    if (id === undefined) return undefined;
    return port === undefined ? id : `${id}.${port}`;
  };
  const move = ([x, y]: CanvasPoint): CanvasPoint => [x + shift[0], y + shift[1]];
  const takenItems = new Set(
    [...(document.canvas?.groups ?? []), ...(document.canvas?.notes ?? [])].map(({ id }) => id),
  );
  const freeItem = (id: string): string => {
    const free = freeName(id, takenItems);
    takenItems.add(free);
    return free;
  };
  const { positions = {}, groups = [], notes = [] } = fragment.canvas ?? {};
  return {
    ids: [...renamed.values()],
    parameters: Object.fromEntries(
      Object.entries(fragment.parameters).filter(
        ([name]) => !Object.hasOwn(document.parameters, name),
      ),
    ),
    fragment: {
      ...fragment,
      nodes: Object.fromEntries(
        Object.entries(fragment.nodes).map(([id, node]) => [nameOf(id), withInputs(node, rewrite)]),
      ),
      canvas: {
        positions: Object.fromEntries(
          Object.keys(fragment.nodes).map((id, index) => [
            nameOf(id),
            move(positions[id] ?? [index * 40, index * 40]),
          ]),
        ),
        groups: groups.map((group) => ({
          ...group,
          id: freeItem(group.id),
          ...(group.nodes === undefined ? {} : { nodes: group.nodes.map(nameOf) }),
          ...(group.position === undefined ? {} : { position: move(group.position) }),
        })),
        notes: notes.map((note) => ({
          ...note,
          id: freeItem(note.id),
          position: move(note.position),
        })),
      },
    },
  };
}

/** `filter`, `filter_2`, ...; a name that ends in a number goes on counting. */
export function freeName(wish: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wish)) return wish;
  const [, base = wish, count = '1'] = /^(.*)_(\d{1,6})$/.exec(wish) ?? [];
  let n = Number(count) + 1;
  while (taken.has(`${base}_${n}`)) n += 1;
  return `${base}_${n}`;
}
