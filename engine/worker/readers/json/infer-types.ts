/** Types of JSON values, joined over a sample. */
import type { ColumnType, NamedType } from '../../../contract/schema.ts';
import { nameKey, scalar } from '../../../contract/schema.ts';

/** What was seen at one place of the sample. `null` was always seen or may be. */
export type Shape =
  | { readonly kind: 'null' }
  | { readonly kind: 'boolean' | 'integer' | 'double' | 'date' | 'timestamp' | 'text' }
  /** Values of different kinds: kept as JSON text. */
  | { readonly kind: 'mixed' }
  | { readonly kind: 'list'; readonly element: Shape }
  | { readonly kind: 'struct'; readonly fields: ReadonlyMap<string, Shape> };

export const NULL_SHAPE: Shape = { kind: 'null' };

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const TIMESTAMP = /^\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}:\d{2}(\.\d{1,6})?Z?$/;

export const isDate = (text: string): boolean => DATE.test(text) && isRealDay(text);
export const isTimestamp = (text: string): boolean =>
  TIMESTAMP.test(text) && isRealDay(text) && !Number.isNaN(Date.parse(timeToIso(text)));

/** `Date.parse` takes 2024-02-30 for the first of March. */
function isRealDay(text: string): boolean {
  const time = Date.parse(`${text.slice(0, 10)}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text.slice(0, 10));
}

const timeToIso = (text: string): string => `${text.slice(0, 10)}T${text.slice(11, 19)}Z`;

/** @param value as `JSON.parse` gives it; integers beyond 2^53 are bigint */
export function shapeOf(value: unknown): Shape {
  if (value === null || value === undefined) return NULL_SHAPE;
  switch (typeof value) {
    case 'boolean':
      return { kind: 'boolean' };
    case 'bigint':
      return { kind: BigInt.asIntN(64, value) === value ? 'integer' : 'double' };
    case 'number':
      return { kind: Number.isSafeInteger(value) ? 'integer' : 'double' };
    case 'string':
      return { kind: isDate(value) ? 'date' : isTimestamp(value) ? 'timestamp' : 'text' };
    default:
      if (Array.isArray(value)) {
        return { kind: 'list', element: value.map(shapeOf).reduce(joinShapes, NULL_SHAPE) };
      }
      return {
        kind: 'struct',
        fields: new Map(
          Object.entries(value as object).map(([name, item]) => [name, shapeOf(item)]),
        ),
      };
  }
}

/** The shape that holds both. */
export function joinShapes(a: Shape, b: Shape): Shape {
  if (a.kind === 'null') return b;
  if (b.kind === 'null') return a;
  if (a.kind === 'list' && b.kind === 'list') {
    return { kind: 'list', element: joinShapes(a.element, b.element) };
  }
  if (a.kind === 'struct' && b.kind === 'struct') {
    const fields = new Map(a.fields);
    for (const [name, shape] of b.fields) {
      fields.set(name, joinShapes(fields.get(name) ?? NULL_SHAPE, shape));
    }
    return { kind: 'struct', fields };
  }
  if (a.kind === b.kind) return a;
  const kinds = [a.kind, b.kind];
  if (kinds.every((kind) => kind === 'integer' || kind === 'double')) return { kind: 'double' };
  if (kinds.every((kind) => kind === 'date' || kind === 'timestamp')) return { kind: 'timestamp' };
  if (kinds.every((kind) => kind === 'date' || kind === 'timestamp' || kind === 'text')) {
    return { kind: 'text' };
  }
  return { kind: 'mixed' };
}

/**
 * Columns of records of a shape. Objects down to `flatten` levels become columns `outer.inner`.
 * Names that differ in case only are told apart as DuckDB does: `a`, `A_1`.
 */
export interface JsonColumn extends NamedType {
  /** The field that the column is: of an object in the record, where it is flattened. */
  readonly path: readonly string[];
  /** Values of different kinds were seen in it. */
  readonly mixed?: true;
}

export function columnsOf(shape: Shape, flatten: number): JsonColumn[] {
  const columns: JsonColumn[] = [];
  const visit = (fields: ReadonlyMap<string, Shape>, path: readonly string[]): void => {
    for (const [name, field] of fields) {
      const here = [...path, name];
      if (field.kind === 'struct' && here.length <= flatten && field.fields.size > 0) {
        visit(field.fields, here);
      } else {
        const mixed = holdsMixed(field) ? { mixed: true as const } : {};
        columns.push({ name: here.join('.'), type: typeOf(field), path: here, ...mixed });
      }
    }
  };
  if (shape.kind === 'struct') visit(shape.fields, []);
  return uniqueNames(columns);
}

function holdsMixed(shape: Shape): boolean {
  switch (shape.kind) {
    case 'mixed':
      return true;
    case 'list':
      return holdsMixed(shape.element);
    case 'struct':
      return [...shape.fields.values()].some(holdsMixed);
    default:
      return false;
  }
}

function uniqueNames<T extends NamedType>(columns: readonly T[]): T[] {
  const used = new Set<string>();
  return columns.map((column) => {
    let { name } = column;
    for (let i = 1; used.has(nameKey(name)); i++) name = `${column.name}_${i}`;
    used.add(nameKey(name));
    return { ...column, name };
  });
}

function typeOf(shape: Shape): ColumnType {
  switch (shape.kind) {
    case 'boolean':
      return scalar('BOOLEAN');
    case 'integer':
      return scalar('BIGINT');
    case 'double':
      return scalar('DOUBLE');
    case 'date':
      return scalar('DATE');
    case 'timestamp':
      return scalar('TIMESTAMP');
    case 'text':
    case 'mixed':
    case 'null':
      return scalar('VARCHAR');
    case 'list':
      return { kind: 'list', element: typeOf(shape.element) };
    case 'struct':
      // A struct needs a field; an object that is always empty is told as text.
      return shape.fields.size === 0
        ? scalar('VARCHAR')
        : { kind: 'struct', fields: structFields(shape.fields) };
  }
}

function structFields(fields: ReadonlyMap<string, Shape>): NamedType[] {
  return uniqueNames([...fields].map(([name, shape]) => ({ name, type: typeOf(shape) })));
}
