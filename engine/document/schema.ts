/**
 * The file format `sluice/1`: types and their zod schema. Every object is strict: a key that is not
 * known is an error, so that a slip of the keyboard is never ignored in silence.
 */
import { z } from 'zod';
import { NODE_ID_PATTERN, nodeId } from '../contract/ids.ts';
import type { NodeId } from '../contract/ids.ts';

export const DOCUMENT_FORMAT = 'sluice/1';

/** Whether a `format` is one of ours that this Sluice does not know yet. */
export const isNewerFormat = (format: unknown): boolean =>
  typeof format === 'string' && Number(/^sluice\/(\d+)$/.exec(format)?.[1]) > 1;

/** A pipeline parameter. `type` is a DuckDB type; a parameter without default must be given at each run. */
export interface DocumentParameter {
  readonly type: string;
  readonly default?: string | number | boolean | null;
  readonly description?: string;
}

/** `"node"` (its first output port) or `"node.port"`; a list for a port that takes many edges. */
export type DocumentInput = string | readonly string[];

export interface DocumentNode {
  /** Node type, e.g. `rows.filter`. */
  readonly type: string;
  /** Version of the params; absent means 1. */
  readonly version?: number;
  /** Replaces the id as the step's caption. */
  readonly title?: string;
  readonly note?: string;
  /** A disabled step hands its input on; a disabled sink writes nothing. */
  readonly disabled?: boolean;
  readonly inputs?: Readonly<Record<string, DocumentInput>>;
  /** Validated by the node type's own schema when the graph is built. */
  readonly params: Readonly<Record<string, unknown>>;
}

/** `[x, y]` in canvas units. */
export type CanvasPoint = readonly [x: number, y: number];

/** A free text on the canvas. */
export interface CanvasNote {
  readonly id: string;
  readonly text: string;
  readonly position: CanvasPoint;
  /** `[width, height]`. */
  readonly size?: CanvasPoint;
  readonly colour?: string;
}

/** A titled frame around steps. */
export interface CanvasGroup {
  readonly id: string;
  readonly title: string;
  readonly nodes?: readonly string[];
  readonly position?: CanvasPoint;
  readonly size?: CanvasPoint;
  readonly colour?: string;
  readonly collapsed?: boolean;
}

/** Layout: nothing in here changes what a pipeline computes. */
export interface DocumentCanvas {
  readonly positions?: Readonly<Record<string, CanvasPoint>>;
  readonly notes?: readonly CanvasNote[];
  readonly groups?: readonly CanvasGroup[];
}

export interface PipelineDocument {
  readonly format: typeof DOCUMENT_FORMAT;
  readonly name: string;
  readonly description?: string;
  readonly parameters: Readonly<Record<string, DocumentParameter>>;
  /** In the order of the file, which breaks ties wherever steps are put in order. */
  readonly nodes: Readonly<Record<string, DocumentNode>>;
  readonly canvas?: DocumentCanvas;
}

/** An identifier as written behind `$`. Names that begin with `__` are kept for the engine. */
export const PARAMETER_NAME_PATTERN = /^(?!__)[A-Za-z_][A-Za-z0-9_]*$/;

/** A node id, then perhaps a dot and the name of an output port. */
const INPUT_PATTERN = /^[A-Za-z][A-Za-z0-9_-]*(?:\..+)?$/s;

const nodeKey = z.string().regex(NODE_ID_PATTERN, {
  error: 'a step id starts with a letter and goes on with letters, digits, "_" or "-"',
});
const parameterKey = z.string().regex(PARAMETER_NAME_PATTERN, {
  error: 'a parameter name is a letter or "_", then letters, digits or "_"',
});
const inputText = z.string().regex(INPUT_PATTERN, {
  error: 'an input is written "step" or "step.port"',
});
const point = z.tuple([z.number(), z.number()]);

const parameterSchema = z.strictObject({
  type: z.string().min(1),
  default: z.union([z.string(), z.number(), z.boolean(), z.null()]).exactOptional(),
  description: z.string().exactOptional(),
});

const nodeSchema = z.strictObject({
  type: z.string().min(1),
  version: z.int().min(1).exactOptional(),
  title: z.string().exactOptional(),
  note: z.string().exactOptional(),
  disabled: z.boolean().exactOptional(),
  inputs: z.record(z.string(), z.union([inputText, z.array(inputText)])).exactOptional(),
  params: z.record(z.string(), z.unknown()).default({}),
});

const noteSchema = z.strictObject({
  id: z.string().min(1),
  text: z.string(),
  position: point,
  size: point.exactOptional(),
  colour: z.string().exactOptional(),
});

const groupSchema = z.strictObject({
  id: z.string().min(1),
  title: z.string(),
  nodes: z.array(nodeKey).exactOptional(),
  position: point.exactOptional(),
  size: point.exactOptional(),
  colour: z.string().exactOptional(),
  collapsed: z.boolean().exactOptional(),
});

const canvasSchema = z.strictObject({
  positions: z.record(nodeKey, point).exactOptional(),
  notes: z.array(noteSchema).exactOptional(),
  groups: z.array(groupSchema).exactOptional(),
});

export const documentSchema: z.ZodType<PipelineDocument> = z.strictObject({
  format: z.literal(DOCUMENT_FORMAT),
  name: z.string(),
  description: z.string().exactOptional(),
  parameters: z.record(parameterKey, parameterSchema).default({}),
  nodes: z.record(nodeKey, nodeSchema).default({}),
  canvas: canvasSchema.exactOptional(),
});

export const emptyDocument = (name: string): PipelineDocument => ({
  format: DOCUMENT_FORMAT,
  name,
  parameters: {},
  nodes: {},
});

/** The steps in document order. */
export const documentNodes = (document: PipelineDocument): [NodeId, DocumentNode][] =>
  Object.entries(document.nodes).map(([id, node]) => [nodeId(id), node]);

/** Splits `"node"` or `"node.port"`; without a port it means the first output port. */
export function parseInput(text: string): { readonly node: NodeId; readonly port?: string } {
  const dot = text.indexOf('.');
  return dot < 0
    ? { node: nodeId(text) }
    : { node: nodeId(text.slice(0, dot)), port: text.slice(dot + 1) };
}

/** The edges of one input port, as a list. */
export const inputList = (input: DocumentInput | undefined): readonly string[] =>
  input === undefined ? [] : typeof input === 'string' ? [input] : input;
