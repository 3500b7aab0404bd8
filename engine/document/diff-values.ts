/** Differences of two JSON values, as the fewest edits that are easy to read. */
import { canonicalJson } from './hash.ts';
import type { Path } from './json-path.ts';
import { isRecord } from './schema-walk.ts';

/**
 * One edit. `set` puts `after` in the place of `before`; with `before` undefined it adds a key, with
 * `after` undefined it removes one. `insert` and `remove` move the later elements of a list.
 */
export interface ValueChange {
  readonly op: 'set' | 'insert' | 'remove';
  readonly path: Path;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** Whether two JSON values are equal; the order of keys does not count. */
export const sameValue = (a: unknown, b: unknown): boolean => canonicalJson(a) === canonicalJson(b);

/** Edits that turn `a` into `b` when they are applied in this order. */
export function diffValues(a: unknown, b: unknown, path: Path = []): ValueChange[] {
  if (sameValue(a, b)) return [];
  if (isRecord(a) && isRecord(b)) {
    const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
    return [...keys].flatMap((key) => {
      const here = [...path, key];
      const before = Object.hasOwn(a, key) ? a[key] : undefined;
      const after = Object.hasOwn(b, key) ? b[key] : undefined;
      if (before === undefined && after === undefined) return [];
      return before === undefined || after === undefined
        ? [{ op: 'set' as const, path: here, before, after }]
        : diffValues(before, after, here);
    });
  }
  if (Array.isArray(a) && Array.isArray(b)) return diffLists(a, b, path);
  return [{ op: 'set', path, before: a, after: b }];
}

/**
 * Elements at the start and at the end that are equal stand still; what is left in between is
 * compared element by element, and the rest of the longer side was inserted or removed.
 */
function diffLists(a: readonly unknown[], b: readonly unknown[], path: Path): ValueChange[] {
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && sameValue(a[start], b[start])) start++;
  let tail = 0;
  while (tail < shorter - start && sameValue(a[a.length - 1 - tail], b[b.length - 1 - tail]))
    tail++;
  const paired = shorter - start - tail;
  const changes: ValueChange[] = [];
  for (let i = start; i < start + paired; i++) {
    changes.push(...diffValues(a[i], b[i], [...path, i]));
  }
  for (let i = a.length - tail - 1; i >= start + paired; i--) {
    changes.push({ op: 'remove', path: [...path, i], before: a[i] });
  }
  for (let i = start + paired; i < b.length - tail; i++) {
    changes.push({ op: 'insert', path: [...path, i], after: b[i] });
  }
  return changes;
}
