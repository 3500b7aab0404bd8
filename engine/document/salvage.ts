/**
 * What can be read of a pipeline file that is damaged or newer: to be looked at, and to begin a copy
 * with. `parseDocument` says what is wrong; this says what is left, and where the rest stands.
 */
import { parseTree } from 'jsonc-parser';
import { salvageValue } from './salvage-value.ts';
import type { SpannedValue } from './salvage-value.ts';
import { formatPath } from './json-path.ts';
import type { Path } from './json-path.ts';
import { DOCUMENT_FORMAT, documentSchema, emptyDocument } from './schema.ts';
import type { PipelineDocument } from './schema.ts';
import { isRecord } from './schema-walk.ts';

/** A part of the text that the document does not have. */
export interface LostPart {
  /** JSON path, e.g. `nodes.late.retries`. */
  readonly path: string;
  /** Offsets in the text; of a part that is missing, those of what it is missing from. */
  readonly start: number;
  readonly end: number;
}

export interface Salvage {
  /** Sound, and without steps where there is nothing to read. */
  readonly document: PipelineDocument;
  /** Of the text, whatever it is. */
  readonly format: unknown;
  readonly lost: readonly LostPart[];
}

/** @param name of the pipeline, where the text has none */
export function salvageDocument(text: string, name: string): Salvage {
  const spanned = readTolerantly(text);
  if (!isRecord(spanned?.value)) return nothing(name);
  const { value, spanOf } = spanned;
  const { format } = value;
  const removed: Path[] = [];
  let rest: unknown = {
    ...value,
    format: DOCUMENT_FORMAT,
    name: typeof value['name'] === 'string' ? value['name'] : name,
  };
  for (;;) {
    const result = documentSchema.safeParse(rest);
    if (result.success) {
      const lost = outermost(removed).map((path) => ({ path: formatPath(path), ...spanOf(path) }));
      return { document: result.data, format, lost: lost.sort((a, b) => a.start - b.start) };
    }
    const paths = result.error.issues.flatMap((issue): Path[] => {
      const path = issue.path as Path;
      return issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...path, key]) : [path];
    });
    const present = outermost(paths.map((path) => presentPart(rest, path)));
    // A part of the root that cannot be mended, or nothing that could be taken away: there is no such.
    if (present.length === 0 || present.some(({ length }) => length === 0)) {
      return nothing(name);
    }
    removed.push(...present.map((path) => originalPath(path, removed)));
    rest = present.sort(laterElementsFirst).reduce(without, rest);
  }
}

const nothing = (name: string): Salvage => ({
  document: emptyDocument(name),
  format: undefined,
  lost: [],
});

/** Nesting too deep for the parser is as good as no JSON. */
function readTolerantly(text: string): SpannedValue | undefined {
  try {
    const root = parseTree(text, [], { allowTrailingComma: true });
    return root === undefined ? undefined : salvageValue(text, root);
  } catch {
    return undefined;
  }
}

/** The path itself if there is something, else that of what it is missing from. */
function presentPart(root: unknown, path: Path): Path {
  let value = root;
  for (const [index, part] of path.entries()) {
    if (!Object.hasOwn(Object(value), part)) return path.slice(0, index);
    value = (value as Record<string | number, unknown>)[part];
  }
  return path;
}

const isWithin = (path: Path, outer: Path): boolean =>
  path.length >= outer.length && outer.every((part, index) => path[index] === part);

/** Without those below another, and each once. */
const outermost = (paths: readonly Path[]): Path[] =>
  paths.filter(
    (path, index) =>
      !paths.some(
        (other, at) =>
          at !== index && isWithin(path, other) && (other.length < path.length || at < index),
      ),
  );

function laterElementsFirst(a: Path, b: Path): number {
  const at = a.findIndex((part, index) => part !== b[index]);
  const [x, y] = [a[at], b[at]];
  return typeof x === 'number' && typeof y === 'number' ? y - x : 0;
}

/** The path in the text of a path in what is left after others were taken away. */
function originalPath(path: Path, removed: readonly Path[]): Path {
  return path.map((part, depth) => {
    if (typeof part !== 'number') return part;
    const gone = removed
      .filter(
        (each) => each.length === depth + 1 && isWithin(each.slice(0, -1), path.slice(0, depth)),
      )
      .map((each) => each[depth] as number)
      .sort((a, b) => a - b);
    return gone.reduce((index, earlier) => (earlier <= index ? index + 1 : index), part);
  });
}

function without(container: unknown, [key, ...rest]: Path): unknown {
  if (Array.isArray(container)) {
    return rest.length === 0
      ? container.filter((_, index) => index !== key)
      : container.map((item: unknown, index) => (index === key ? without(item, rest) : item));
  }
  const object = container as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    Object.entries(object).flatMap(([name, value]) => {
      if (name !== key) return [[name, value]];
      return rest.length === 0 ? [] : [[name, without(value, rest)]];
    }),
  );
}
