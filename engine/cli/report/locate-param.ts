/** Where a param of a step stands in the text of its pipeline file. */
import { findNodeAtLocation, type Node, parseTree } from 'jsonc-parser';

/** Parts of a JSON path as diagnostics write it: `expressions[0].expression`, `map["total price"]`. */
export function parsePath(path: string): (string | number)[] {
  const parts: (string | number)[] = [];
  for (const [, index, quoted, plain] of path.matchAll(
    /\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]|([^.[\]]+)/g,
  )) {
    if (index !== undefined) parts.push(Number(index));
    else if (quoted !== undefined) parts.push(JSON.parse(quoted) as string);
    else if (plain !== undefined) parts.push(plain);
  }
  return parts;
}

export interface Place {
  /** 1-based, in UTF-16 units, as editors count. */
  readonly line: number;
  readonly column: number;
}

export interface LocatedParam extends Place {
  /** The param's text, when it is one. */
  readonly value?: string;
}

export function placeAt(text: string, offset: number): Place {
  const lines = text.slice(0, offset).split(/\r\n|\r|\n/);
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}

/**
 * The param, or the nearest parent that is in the file.
 * @param path below the document, e.g. `['nodes', 'late', 'params', 'condition']`
 * @param start character of the param's value that the place should be of
 */
export function locateParam(
  text: string,
  path: readonly (string | number)[],
  start = 0,
): LocatedParam | undefined {
  const root = parseTree(text);
  if (root === undefined) return undefined;
  for (let length = path.length; length > 0; length--) {
    const node = findNodeAtLocation(root, path.slice(0, length));
    if (node === undefined) continue;
    if (length < path.length || node.type !== 'string') return placeAt(text, keyOffset(node));
    const value = node.value as string;
    const from = node.offset + 1;
    const raw = rawOffset(text.slice(from), Math.min(start, value.length));
    return { ...placeAt(text, from + raw), value };
  }
  return undefined;
}

const keyOffset = (node: Node): number =>
  node.parent?.type === 'property' ? node.parent.offset : node.offset;

/** Where a character of a JSON text stands behind its opening quote, escapes counted as written. */
function rawOffset(raw: string, characters: number): number {
  let offset = 0;
  for (let i = 0; i < characters; i++) {
    if (raw[offset] !== '\\') offset += 1;
    else offset += raw[offset + 1] === 'u' ? 6 : 2;
  }
  return offset;
}
