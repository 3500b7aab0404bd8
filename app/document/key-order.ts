/**
 * The order of keys, which patches forget: a key that comes back by a patch stands last. A document
 * is a file in git, so an undone removal must leave its text as it was.
 */
import type { Patch } from 'immer';

type Path = readonly (string | number)[];

/** The keys of one object in the document before and after a change. */
export interface KeyOrder {
  readonly path: Path;
  readonly before: readonly string[] | undefined;
  readonly after: readonly string[] | undefined;
}

/** Of every object of which the patches change the keys or their order. */
export function keyOrders(before: unknown, after: unknown, patches: readonly Patch[]): KeyOrder[] {
  const parents = new Map<string, Path>();
  for (const { path } of patches) {
    const parent = path.slice(0, -1);
    parents.set(JSON.stringify(parent), parent);
  }
  return [...parents.values()]
    .map((path) => ({ path, before: keysAt(before, path), after: keysAt(after, path) }))
    .filter((order) => order.before?.join('\n') !== order.after?.join('\n'));
}

/** Of two changes in a row as one. */
export function joinOrders(first: readonly KeyOrder[], second: readonly KeyOrder[]): KeyOrder[] {
  const joined = new Map(first.map((order) => [JSON.stringify(order.path), order]));
  for (const order of second) {
    const key = JSON.stringify(order.path);
    const earlier = joined.get(key);
    joined.set(key, earlier === undefined ? order : { ...earlier, after: order.after });
  }
  return [...joined.values()];
}

/** The value with the keys of its objects in their order of this side. */
export const withOrders = <T>(value: T, orders: readonly KeyOrder[], side: 'before' | 'after'): T =>
  orders.reduce<T>((whole, order) => {
    const keys = order[side];
    return keys === undefined ? whole : (reordered(whole, order.path, keys) as T);
  }, value);

function reordered(value: unknown, path: Path, keys: readonly string[]): unknown {
  if (!isObject(value)) return value;
  const [key, ...rest] = path;
  if (key === undefined) return withKeys(value, keys);
  const child = (value as Readonly<Record<string | number, unknown>>)[key];
  const changed = reordered(child, rest, keys);
  if (changed === child) return value;
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) => (index === Number(key) ? changed : item));
  }
  return { ...value, [key]: changed };
}

function withKeys(value: object, keys: readonly string[]): object {
  const now = Object.keys(value);
  if (now.length !== keys.length || now.every((key, index) => key === keys[index])) return value;
  if (!keys.every((key) => Object.hasOwn(value, key))) return value;
  const record = value as Readonly<Record<string, unknown>>;
  return Object.fromEntries(keys.map((key) => [key, record[key]]));
}

function keysAt(value: unknown, path: Path): readonly string[] | undefined {
  const found = path.reduce<unknown>(
    (at, key) =>
      isObject(at) ? (at as Readonly<Record<string | number, unknown>>)[key] : undefined,
    value,
  );
  return isObject(found) && !Array.isArray(found) ? Object.keys(found) : undefined;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
