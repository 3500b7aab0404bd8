/** The params of a step with other names in them, place by place: the rest of a text stays as it is. */
import { nameKey, sameName } from '../../contract/schema.ts';
import { replaceAt } from '../../document/column-rename.ts';
import type { ParamEdit } from '../../document/column-rename.ts';
import type { Path } from '../../document/json-path.ts';
import { formatIdentifier } from '../../expression/quote.ts';
import type { ParamPlace } from './param-places.ts';
import { replaceRanges } from './query-names.ts';
import type { Reference } from './references.ts';
import { columnReferences } from './references.ts';

/** Of one step's params. */
export type PathEdit = Omit<ParamEdit, 'node'>;

/** What the names of a step become; undefined: they stay. */
export interface NewNames {
  readonly column: (name: string, port: string | undefined) => string | undefined;
  readonly reference: (reference: Reference) => string | undefined;
  /** Of a column that the step makes. */
  readonly made: (name: string) => string | undefined;
  /** A query as a whole; `blocked` where it cannot be rewritten. */
  readonly query: (text: string) => string | undefined | 'blocked';
}

export const KEEP: NewNames = {
  column: () => undefined,
  reference: () => undefined,
  made: () => undefined,
  query: () => undefined,
};

export interface Rewritten {
  readonly edits: readonly PathEdit[];
  /** Places where the new name could mean something else, or that cannot be read. */
  readonly blocked: readonly ParamPlace[];
  /** Rewritten inside of text that is not understood. */
  readonly uncertain: readonly ParamPlace[];
}

export function rewritePlaces(places: readonly ParamPlace[], names: NewNames): Rewritten {
  const edits: PathEdit[] = [];
  const blocked: ParamPlace[] = [];
  const uncertain: ParamPlace[] = [];
  const replace = (path: Path, before: unknown, after: unknown): void => {
    if (after !== undefined && after !== before) edits.push({ path, before, after });
  };
  for (const place of places) {
    switch (place.kind) {
      case 'column':
        replace(place.path, place.text, names.column(place.text, place.port));
        break;
      case 'name':
        replace(place.path, place.absent ? undefined : place.text, names.made(place.text));
        break;
      case 'key': {
        const after = names.column(place.text, undefined);
        // The key itself is what changes: `renameKey` knows by the path.
        if (after !== undefined) edits.push({ path: place.path, before: KEY, after });
        break;
      }
      case 'expression': {
        const result = rewriteExpression(place.text, names.reference);
        if (result === undefined) blocked.push(place);
        else replace(place.path, place.text, result.text);
        if (result?.certain === false) uncertain.push(place);
        break;
      }
      case 'sql': {
        const result = names.query(place.text);
        if (result === 'blocked') blocked.push(place);
        else replace(place.path, place.text, result);
        break;
      }
      case 'unnamed':
      case 'names':
        break;
    }
  }
  return { edits, blocked, uncertain };
}

/** Marks an edit of a key: `after` is the new key. */
const KEY = Symbol('key');

/**
 * Undefined where it has a syntax error, or where a lambda's parameter would take the new name.
 * `certain`: nothing was replaced inside of text that the AST has no node for.
 */
function rewriteExpression(
  text: string,
  newName: NewNames['reference'],
): { readonly text: string; readonly certain: boolean } | undefined {
  const references = columnReferences(text);
  if (references === undefined) return undefined;
  const replaced = references.flatMap((reference) => {
    const name = newName(reference);
    return name === undefined ? [] : [{ reference, name }];
  });
  if (replaced.some(({ reference, name }) => reference.hidden.has(nameKey(name)))) return undefined;
  return {
    text: replaceRanges(
      text,
      replaced.map(({ reference: { start, end }, name }) => ({
        start,
        end,
        text: formatIdentifier(name),
      })),
    ),
    certain: replaced.every(({ reference }) => reference.certain),
  };
}

/** The params with edits applied; keys keep their places. */
export function applyEdits(params: unknown, edits: readonly PathEdit[]): unknown {
  let result = params;
  for (const edit of edits) {
    if (edit.before !== KEY) result = replaceAt(result, edit.path, edit.after);
  }
  // Keys last: until then the paths of the others are right.
  for (const { path, before, after } of edits) {
    if (before === KEY) result = withKey(result, path, String(after));
  }
  return result;
}

function withKey(container: unknown, path: Path, to: string): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return container;
  if (rest.length > 0) {
    const inner = (container as Record<string | number, unknown>)[key];
    return replaceAt(container, [key], withKey(inner, rest, to));
  }
  const entries = Object.entries(container as Record<string, unknown>);
  return Object.fromEntries(entries.map(([name, value]) => [name === key ? to : name, value]));
}

/**
 * The edits as values of params: edits of keys of one object become one edit of the object.
 * @param params those before the edits
 */
export function asValueEdits(params: unknown, edits: readonly PathEdit[]): PathEdit[] {
  const objects = edits.filter(({ before }) => before === KEY).map(({ path }) => path.slice(0, -1));
  const isInside = (path: Path, outer: Path): boolean =>
    path.length >= outer.length && outer.every((part, i) => part === path[i]);
  const whole = new Map(objects.map((path) => [JSON.stringify(path), path]));
  const after = applyEdits(params, edits);
  return [
    ...edits.filter(({ path }) => !objects.some((outer) => isInside(path, outer))),
    ...[...whole.values()].map((path) => ({
      path,
      before: valueAt(params, path),
      after: valueAt(after, path),
    })),
  ];
}

export const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (inner, part) =>
      typeof inner === 'object' && inner !== null
        ? (inner as Record<string | number, unknown>)[part]
        : undefined,
    value,
  );

/** Names that a step could make a column by: its own names, those not given yet, its list of names. */
export function namingEdits(
  places: readonly ParamPlace[],
  params: unknown,
  from: string,
  to: string,
): readonly (readonly PathEdit[])[] {
  const made = (name: string): string | undefined => (sameName(name, from) ? to : undefined);
  const named = rewritePlaces(places, { ...KEEP, made }).edits;
  const readBelow = rewritePlaces(places, {
    ...KEEP,
    made,
    reference: ({ name, qualifier }) => (qualifier === undefined ? made(name) : undefined),
  });
  const unnamed = places.flatMap((place): PathEdit[] =>
    place.kind === 'unnamed' && sameName(place.beside, from)
      ? [{ path: place.path, before: undefined, after: to }]
      : [],
  );
  const listed = places.flatMap((place): PathEdit[] => {
    if (place.kind !== 'names') return [];
    const before = valueAt(params, place.path);
    return [{ path: place.path, before, after: { ...(before as object), [from]: to } }];
  });
  return [named, readBelow.blocked.length === 0 ? readBelow.edits : [], unnamed, listed].filter(
    (edits) => edits.length > 0,
  );
}
