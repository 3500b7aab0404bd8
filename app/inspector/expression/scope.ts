/** What an expression may name. */
import type { ColumnType, Schema } from '../../../engine/contract/schema.ts';
import { findColumn, nameKey, sameName } from '../../../engine/contract/schema.ts';
import type { Token } from './tokens.ts';
import { nameOf } from './tokens.ts';
import type { TextKind } from './words.ts';

export interface Scope {
  readonly kind: TextKind;
  /** Of the input; of a query: see `tables`. */
  readonly columns: Schema;
  /** Of the pipeline, by name. */
  readonly parameters: Readonly<Record<string, { readonly type: string }>>;
  /** The inputs of a query, by the names that it gives them. */
  readonly tables?: Readonly<Record<string, Schema>> | undefined;
}

/** Columns of the input, or of all tables, each name once. */
export function columnsIn({ columns, tables }: Scope): Schema {
  const byName = new Map(columns.map((column) => [nameKey(column.name), column]));
  for (const column of Object.values(tables ?? {}).flat()) {
    if (!byName.has(nameKey(column.name))) byName.set(nameKey(column.name), column);
  }
  return [...byName.values()];
}

const isName = (token: Token | undefined): token is Token =>
  token?.kind === 'word' || token?.kind === 'name';

/** The table of that name or alias: `orders`, or `o` after `FROM orders o` or `orders AS o`. */
export function tableNamed(
  name: string,
  tokens: readonly Token[],
  { tables = {} }: Scope,
): Schema | undefined {
  const find = (wanted: string): Schema | undefined =>
    Object.entries(tables).find(([table]) => sameName(table, wanted))?.[1];
  const direct = find(name);
  if (direct !== undefined) return direct;
  for (const [i, token] of tokens.entries()) {
    if (!isName(token) || !sameName(nameOf(token), name)) continue;
    const before = tokens[i - 1];
    const table = before?.text.toLowerCase() === 'as' ? tokens[i - 2] : before;
    const schema = isName(table) ? find(nameOf(table)) : undefined;
    if (schema !== undefined) return schema;
  }
  return undefined;
}

/** A column or struct field with the names it has inside. */
export type Members =
  | { readonly kind: 'fields'; readonly members: Schema }
  | { readonly kind: 'columns'; readonly members: Schema };

const fieldsOf = (type: ColumnType | undefined): Schema | undefined =>
  type?.kind === 'struct' ? type.fields : type?.kind === 'union' ? type.members : undefined;

/** What may follow `a.b.`: the tokens end with that dot. */
export function membersBefore(tokens: readonly Token[], all: readonly Token[], scope: Scope) {
  const path: string[] = [];
  let i = tokens.length - 1;
  while (tokens[i]?.text === '.' && isName(tokens[i - 1])) {
    path.unshift(nameOf(tokens[i - 1] as Token));
    i -= 2;
  }
  const [first, ...rest] = path;
  if (first === undefined) return undefined;
  const table = tableNamed(first, all, scope);
  const start: Members | undefined =
    table !== undefined
      ? { kind: 'columns', members: table }
      : fieldMembers(columnsIn(scope), first);
  return rest.reduce<Members | undefined>(
    (members, name) => (members === undefined ? undefined : fieldMembers(members.members, name)),
    start,
  );
}

function fieldMembers(schema: Schema, name: string): Members | undefined {
  const members = fieldsOf(findColumn(schema, name)?.type);
  return members === undefined ? undefined : { kind: 'fields', members };
}
