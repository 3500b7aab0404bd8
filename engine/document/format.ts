/** The one canonical text of a document: stable key order, one entry per step, made for diffs. */
import type { DocumentNode, PipelineDocument } from './schema.ts';

const WIDTH = 100;

/**
 * Canonical text, ending in a newline. Steps and parameters keep the order of the document, keys of
 * the format have a fixed order, `params` keep the author's. What fits in 100 columns is one line,
 * except that each step (and, of several, each position) has lines of its own, so that two people
 * who edit two steps never touch the same line. Formatting the parsed text again gives the same text.
 */
export function formatDocument(document: PipelineDocument): string {
  const entries: [string, string][] = [
    ['format', JSON.stringify(document.format)],
    ['name', JSON.stringify(document.name)],
  ];
  const add = (key: string, value: unknown): void => {
    if (value !== undefined) entries.push([key, layOut(value, 1, key)]);
  };
  add('description', document.description);
  if (Object.keys(document.parameters).length > 0) {
    add(
      'parameters',
      mapValues(document.parameters, (one) => pick(one, PARAMETER_KEYS)),
    );
  }
  entries.push(['nodes', layOutNodes(document.nodes)]);
  const canvas = orderCanvas(document);
  if (canvas !== undefined) entries.push(['canvas', layOutCanvas(canvas)]);
  const lines = entries.map(([key, text]) => `  ${JSON.stringify(key)}: ${text}`);
  return `{\n${lines.join(',\n')}\n}\n`;
}

const PARAMETER_KEYS = ['type', 'default', 'description'] as const;
const NOTE_KEYS = ['id', 'text', 'position', 'size', 'colour'] as const;
const GROUP_KEYS = ['id', 'title', 'nodes', 'position', 'size', 'colour', 'collapsed'] as const;

type Json = Readonly<Record<string, unknown>>;

/** The keys in this order, without those that are absent. */
const pick = <Entry extends object>(entry: Entry, keys: readonly (keyof Entry & string)[]): Json =>
  Object.fromEntries(
    keys.filter((key) => entry[key] !== undefined).map((key) => [key, entry[key]]),
  );

const mapValues = <Value>(
  record: Readonly<Record<string, Value>>,
  change: (value: Value) => unknown,
): Json => Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));

/** One step per line or more, as `broken` has it. */
function layOutNodes(nodes: PipelineDocument['nodes']): string {
  const lines = Object.entries(nodes).map(
    ([id, node]) => `    ${JSON.stringify(id)}: ${layOutNode(id, node)}`,
  );
  return lines.length === 0 ? '{}' : `{\n${lines.join(',\n')}\n  }`;
}

/** Texts of steps that cannot change: an editor formats all steps each time it stores one change. */
const known = new WeakMap<DocumentNode, { readonly id: string; readonly text: string }>();

function layOutNode(id: string, node: DocumentNode): string {
  const before = known.get(node);
  if (before?.id === id) return before.text;
  const text = layOut(orderNode(node), 2, id);
  if (Object.isFrozen(node)) known.set(node, { id, text });
  return text;
}

/** Values that say what their absence says are left out. */
function orderNode(node: DocumentNode): Json {
  const version = node.version === 1 ? undefined : node.version;
  const inputs =
    node.inputs !== undefined && Object.keys(node.inputs).length > 0 ? node.inputs : undefined;
  return {
    type: node.type,
    ...(version === undefined ? {} : { version }),
    ...(node.title === undefined ? {} : { title: node.title }),
    ...(node.note === undefined ? {} : { note: node.note }),
    ...(node.disabled === true ? { disabled: true } : {}),
    ...(inputs === undefined ? {} : { inputs }),
    params: node.params,
  };
}

function orderCanvas(document: PipelineDocument): Json | undefined {
  const { canvas } = document;
  if (canvas === undefined) return undefined;
  const { positions, notes, groups } = canvas;
  return {
    ...(positions === undefined
      ? {}
      : {
          positions: Object.fromEntries(
            [...new Set([...Object.keys(document.nodes), ...Object.keys(positions)])]
              .filter((id) => Object.hasOwn(positions, id))
              .map((id) => [id, positions[id]]),
          ),
        }),
    ...(notes === undefined ? {} : { notes: notes.map((note) => pick(note, NOTE_KEYS)) }),
    ...(groups === undefined ? {} : { groups: groups.map((group) => pick(group, GROUP_KEYS)) }),
  };
}

function layOutCanvas(canvas: Json): string {
  const positions = canvas['positions'] as Json | undefined;
  if (positions === undefined || Object.keys(positions).length < 2)
    return layOut(canvas, 1, 'canvas');
  const lines = Object.entries(canvas).map(
    ([key, value]) =>
      `    ${JSON.stringify(key)}: ${key === 'positions' ? broken(positions, 2) : layOut(value, 2, key)}`,
  );
  return `{\n${lines.join(',\n')}\n  }`;
}

/** A value behind `"key": ` at this depth: on one line if it fits, else one entry per line. */
function layOut(value: unknown, depth: number, key?: string): string {
  const line = oneLine(value);
  const before = 2 * depth + (key === undefined ? 0 : JSON.stringify(key).length + 2);
  // One more column for the comma.
  if (before + line.length + 1 <= WIDTH) return line;
  if (Array.isArray(value) && value.length > 0) {
    const indent = '  '.repeat(depth + 1);
    const items = value.map((item: unknown) => indent + layOut(item ?? null, depth + 1));
    return `[\n${items.join(',\n')}\n${'  '.repeat(depth)}]`;
  }
  return isObject(value) && Object.keys(value).length > 0 ? broken(value, depth) : line;
}

/** An object with one entry per line. */
function broken(value: Json, depth: number): string {
  const entries = defined(value);
  if (entries.length === 0) return '{}';
  const indent = '  '.repeat(depth + 1);
  const lines = entries.map(
    ([key, item]) => `${indent}${JSON.stringify(key)}: ${layOut(item, depth + 1, key)}`,
  );
  return `{\n${lines.join(',\n')}\n${'  '.repeat(depth)}}`;
}

function oneLine(value: unknown): string {
  if (Array.isArray(value)) {
    return `[${value.map((item: unknown) => oneLine(item ?? null)).join(', ')}]`;
  }
  if (!isObject(value)) return JSON.stringify(value ?? null);
  const entries = defined(value).map(([key, item]) => `${JSON.stringify(key)}: ${oneLine(item)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
}

const defined = (value: Json): [string, unknown][] =>
  Object.entries(value).filter(([, item]) => item !== undefined);

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
