/** JSON paths below a step's params, as diagnostics write them. */
import type { Path } from '../../../engine/document/json-path.ts';

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
