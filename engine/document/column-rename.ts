/** The rename of a column as data: what changes in a document, and the document with it. */
import type { Path } from './json-path.ts';
import { inputList } from './schema.ts';
import type { CanvasPoint, DocumentNode, PipelineDocument } from './schema.ts';
import { isRecord } from './schema-walk.ts';

/** A value of a step's params replaced. */
export interface ParamEdit {
  readonly node: string;
  readonly path: Path;
  /** Undefined: there was none. */
  readonly before: unknown;
  readonly after: unknown;
}

/** One edge of a document, by its end. */
export interface EdgeEnd {
  readonly node: string;
  readonly port: string;
  /** Place among the edges of a port that takes many. */
  readonly index: number;
}

/** A rename step to be put on edges. */
export interface RenameInsert {
  /** Its id; not in the document yet. */
  readonly id: string;
  /** Where it reads from, as an edge is written. */
  readonly source: string;
  /** The edges that it is put on. None: nothing reads it. */
  readonly targets: readonly EdgeEnd[];
  /** New names by old ones. */
  readonly map: Readonly<Record<string, string>>;
  /** `origin` gives the new name, `bridge` takes it back where a step cannot follow. */
  readonly reason: 'origin' | 'bridge';
}

/** Why a place needs a look. */
export type UnsureReason =
  /** Rewritten inside of text that is not understood. */
  | 'opaque'
  /** The step has an error or is disabled: what it gives could not be compared. */
  | 'unchecked'
  /** Not rewritten: the new name would mean something else, or the text cannot be read. */
  | 'blocked';

export interface UnsurePlace {
  readonly node: string;
  /** JSON path below `params`; empty for the step as a whole. */
  readonly param: string;
  readonly text: string;
  readonly reason: UnsureReason;
}

export interface ColumnRename {
  readonly edits: readonly ParamEdit[];
  readonly inserts: readonly RenameInsert[];
  readonly unsure: readonly UnsurePlace[];
}

/** Type of the steps that are inserted, and their ports. */
export const RENAME_STEP = { type: 'columns.rename', input: 'input', output: 'output' } as const;

/** The value with a part of it replaced; objects on the way are made where there are none. */
export function replaceAt(container: unknown, path: Path, value: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (Array.isArray(container)) {
    return container.map((item: unknown, i) => (i === key ? replaceAt(item, rest, value) : item));
  }
  const object = isRecord(container) ? container : {};
  return { ...object, [key]: replaceAt(object[key], rest, value) };
}

/** The document with a rename carried out; steps that do not change keep their identity. */
export function applyRename(
  document: PipelineDocument,
  { edits, inserts }: Pick<ColumnRename, 'edits' | 'inserts'>,
): PipelineDocument {
  const nodes: Record<string, DocumentNode> = { ...document.nodes };
  for (const { node: id, path, after } of edits) {
    const node = nodes[id];
    if (node === undefined) continue;
    nodes[id] = { ...node, params: replaceAt(node.params, path, after) as DocumentNode['params'] };
  }
  for (const { id, source, targets, map } of inserts) {
    nodes[id] = {
      type: RENAME_STEP.type,
      inputs: { [RENAME_STEP.input]: source },
      params: { map },
    };
    for (const target of targets) reconnect(nodes, target, `${id}.${RENAME_STEP.output}`);
  }
  const canvas = inserts.length === 0 ? document.canvas : withPositions(document, inserts);
  return { ...document, nodes, ...(canvas === undefined ? {} : { canvas }) };
}

function reconnect(nodes: Record<string, DocumentNode>, to: EdgeEnd, source: string): void {
  const node = nodes[to.node];
  if (node === undefined) return;
  const before = node.inputs?.[to.port];
  const input =
    typeof before === 'string'
      ? source
      : inputList(before).map((text, i) => (i === to.index ? source : text));
  nodes[to.node] = { ...node, inputs: { ...node.inputs, [to.port]: input } };
}

/** Right of what is read where nothing follows, else in the middle of the first edge. */
const STEP_WIDTH = 240;

function withPositions(
  { canvas = {} }: PipelineDocument,
  inserts: readonly RenameInsert[],
): NonNullable<PipelineDocument['canvas']> {
  const positions: Record<string, CanvasPoint> = { ...canvas.positions };
  for (const { id, source, targets } of inserts) {
    const from = positions[source.split('.', 1)[0] ?? source];
    if (from === undefined) continue;
    const to = positions[targets[0]?.node ?? ''];
    positions[id] =
      to === undefined
        ? [from[0] + STEP_WIDTH, from[1]]
        : [Math.round((from[0] + to[0]) / 2), Math.round((from[1] + to[1]) / 2)];
  }
  return { ...canvas, positions };
}
