/** JSON paths below a step's params, as diagnostics write them. */
import type { Path } from '../../../engine/document/json-path.ts';

const PART = /\.?([^.[\]"]+)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]/uy;

/** `casts[0].type`, `map["total price"]` as parts; undefined for what is no path. */
export function parsePath(text: string): Path | undefined {
  const parts: (string | number)[] = [];
  PART.lastIndex = 0;
  while (PART.lastIndex < text.length) {
    const [, key, index, quoted] = PART.exec(text) ?? [];
    if (key !== undefined) parts.push(key);
    else if (index !== undefined) parts.push(Number(index));
    else if (quoted !== undefined) parts.push(JSON.parse(quoted) as string);
    else return undefined;
  }
  return parts;
}

/** One spelling of a path, whoever wrote it: to compare, and as key. */
export const pathKey = (path: Path): string => JSON.stringify(path);

export const startsWith = (path: Path, start: Path): boolean =>
  start.length <= path.length && start.every((part, i) => part === path[i]);

export const valueAt = (root: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (value, part) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, part)
        ? (value as Readonly<Record<string | number, unknown>>)[part]
        : undefined,
    root,
  );
