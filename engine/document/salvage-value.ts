/** The value of a JSON tree that may have holes, and where in the text each part of it stands. */
import { findNodeAtLocation } from 'jsonc-parser';
import type { Node } from 'jsonc-parser';
import type { Path } from './json-path.ts';
import { isRounded } from './json-text.ts';

export interface SpannedValue {
  readonly value: unknown;
  /** Of the part at a path with its key; of one that is not there, its nearest parent. */
  readonly spanOf: (path: Path) => { readonly start: number; readonly end: number };
}

export function salvageValue(text: string, root: Node): SpannedValue {
  return {
    value: valueOf(text, root),
    spanOf: (path) => {
      for (let { length } = path; length > 0; length--) {
        const node = findNodeAtLocation(root, path.slice(0, length));
        if (node !== undefined) return span(node.parent?.type === 'property' ? node.parent : node);
      }
      return span(root);
    },
  };
}

const span = ({ offset, length }: Node): { start: number; end: number } => ({
  start: offset,
  end: offset + length,
});

/** Of a key that stands twice the last one counts, as everywhere; numbers keep all their digits. */
function valueOf(text: string, node: Node): unknown {
  switch (node.type) {
    case 'object':
      return Object.fromEntries(
        (node.children ?? []).flatMap((property): [string, unknown][] => {
          const [key, value] = property.children ?? [];
          if (key === undefined || value === undefined || key.value === '__proto__') return [];
          return [[String(key.value), valueOf(text, value)]];
        }),
      );
    case 'array':
      return (node.children ?? []).map((item) => valueOf(text, item));
    case 'number': {
      const written = text.slice(node.offset, node.offset + node.length);
      return isRounded(written, Number(node.value)) ? written : node.value;
    }
    case 'string':
    case 'boolean':
    case 'null':
    case 'property':
      return node.value;
  }
}
