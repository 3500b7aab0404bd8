import type { Column, Schema } from '../contract/schema.ts';
import { nameKey } from '../contract/schema.ts';

const indexes = new WeakMap<Schema, ReadonlyMap<string, Column>>();

/** `findColumn` for schemas that are asked often: wide tables have thousands of columns. */
export function lookUp(schema: Schema, name: string): Column | undefined {
  let index = indexes.get(schema);
  if (index === undefined) {
    index = new Map(schema.map((column) => [nameKey(column.name), column]));
    indexes.set(schema, index);
  }
  return index.get(nameKey(name));
}
