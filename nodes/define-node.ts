/**
 * What node folders share: the typed constructor of a definition, and small pure helpers over
 * schemas, params and the expression AST. A node imports this file and the contract, nothing else.
 */
import { z } from 'zod';
import type { Expression } from '../engine/contract/expression.ts';
import { ex } from '../engine/contract/expression.ts';
import type { SortKeyParam } from '../engine/contract/fields.ts';
import { field } from '../engine/contract/fields.ts';
import type {
  BoundInput,
  LowerContext,
  NodeDefinition,
} from '../engine/contract/node-definition.ts';
import { rel } from '../engine/contract/rel.ts';
import type { NamedExpression, NamedWindow, Relation } from '../engine/contract/relation.ts';
import type { Schema } from '../engine/contract/schema.ts';
import { nameKey, sameName } from '../engine/contract/schema.ts';

/**
 * Declares a node. `summarise` and `lower` see the params as the schema gives them out; the result
 * is the type the registry holds. The erasure is sound because the engine calls both functions
 * only with params that this definition's own schema has parsed.
 */
export const defineNode = <Params extends z.ZodType>(
  definition: NodeDefinition<Params>,
): NodeDefinition => definition as unknown as NodeDefinition;

export const INPUT = [{ name: 'input' }] as const;

/** JSON path of a param, as diagnostics name it: `columns[2].type`, `map["old name"]`. */
export const paramPath = (...parts: readonly (string | number)[]): string =>
  z.core.toDotPath(parts);

/** The same object without its undefined members, for contract types with exact optional members. */
export function withoutUndefined<T extends object>(
  object: T,
): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const kept = Object.entries(object).filter(([, value]) => value !== undefined);
  return Object.fromEntries(kept) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

/** One file, a glob, or several of either. */
export const pathParam = z
  .union([field.path('Path'), z.array(field.path('Path')).min(1, 'Give at least one path.')], {
    error: 'Give a path, a glob or a list of them.',
  })
  .meta({
    title: 'Path',
    description: 'A file, a glob such as `data/*.csv`, or a list of them, relative to the document',
    field: 'path',
  });

/** A table of a database. */
export const tableParam = z
  .string()
  .min(1)
  .meta({ title: 'Table', description: 'As the database has it, with its schema: `sales.orders`' });

/** Exactly one of both. */
export function tableOrQuery(
  { table, query }: { readonly table?: string | undefined; readonly query?: string | undefined },
  check: z.core.$RefinementCtx,
): void {
  if ((table === undefined) !== (query === undefined)) return;
  check.addIssue({
    code: 'custom',
    path: ['table'],
    message: 'Give either a table or a query.',
  });
}

export const asList = <T>(value: T | readonly T[]): readonly T[] =>
  Array.isArray(value) ? (value as readonly T[]) : [value as T];

export const pathSummary = (path: string | readonly string[]): string => {
  const [first = '', ...others] = asList(path);
  return others.length === 0 ? first : `${first} and ${others.length} more`;
};

/** `a, b, c` or `a, b, c and 4 more`. */
export function listSummary(names: readonly string[], shown = 3): string {
  const head = names.slice(0, shown).join(', ');
  return names.length > shown ? `${head} and ${names.length - shown} more` : head;
}

/** The first name that stands twice, compared as DuckDB compares column names. */
export function findDuplicate(names: readonly string[]): { name: string; at: number } | undefined {
  const seen = new Set<string>();
  for (const [at, name] of names.entries()) {
    if (seen.has(nameKey(name))) return { name, at };
    seen.add(nameKey(name));
  }
  return undefined;
}

/** Leaves `lower` when a node would give out two columns of one name. */
export function requireUniqueNames(
  context: LowerContext<unknown>,
  names: readonly string[],
  paramOf: (at: number) => string,
  hint = 'Give every column its own name.',
): void {
  const duplicate = findDuplicate(names);
  if (duplicate === undefined) return;
  context.fail({
    code: 'duplicate-column',
    message: `Two columns would be named "${duplicate.name}".`,
    hint,
    param: paramOf(duplicate.at),
  });
}

/** Leaves `lower` when a column to be added has the name of an input column. */
export function requireNewName(
  context: LowerContext<unknown>,
  input: BoundInput,
  name: string,
  param: string,
): void {
  if (!hasColumn(input.schema, name)) return;
  context.fail({
    code: 'duplicate-column',
    message: `The input already has a column "${name}".`,
    hint: 'Choose another name.',
    param,
  });
}

export const hasColumn = (schema: Schema, name: string): boolean =>
  schema.some((column) => sameName(column.name, name));

/** Input columns for a list of names, each in the input's spelling. */
export const columnList = (
  context: LowerContext<unknown>,
  input: BoundInput,
  names: readonly string[],
  param: string,
): string[] => names.map((name, i) => context.column(input, name, paramPath(param, i)));

/** Every column, unchanged. */
export const allColumns = (schema: Schema): NamedExpression[] =>
  schema.map(({ name }) => ({ name, expression: ex.column(name) }));

/** `name`, or the first of `name_2`, `name_3`, ... that is free. */
export function freeName(schema: Schema, name: string): string {
  let candidate = name;
  for (let n = 2; hasColumn(schema, candidate); n += 1) candidate = `${name}_${n}`;
  return candidate;
}

/**
 * Rebuilds an expression from its leaves up. `rewrite` gets every expression with its operands
 * already rewritten; the AST is plain data, so parts (sort keys, branches, frames) are followed
 * by structure. `enter` may answer for a whole subtree, which is then not visited.
 */
export function mapExpression(
  expression: Expression,
  rewrite: (expression: Expression) => Expression,
  enter: (expression: Expression) => Expression | undefined = () => undefined,
): Expression {
  const visit = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(visit);
    if (typeof value !== 'object' || value === null) return value;
    const isNode = isExpression(value);
    if (isNode) {
      const answer = enter(value);
      if (answer !== undefined) return answer;
    }
    const rebuilt = Object.fromEntries(
      Object.entries(value).map(([key, member]) => [key, key === 'span' ? member : visit(member)]),
    );
    return isNode ? rewrite(rebuilt as unknown as Expression) : rebuilt;
  };
  return visit(expression) as Expression;
}

/** Every subexpression, the expression itself last. */
export function subexpressions(expression: Expression): Expression[] {
  const found: Expression[] = [];
  mapExpression(expression, (part) => {
    found.push(part);
    return part;
  });
  return found;
}

/** Names that an expression may read: exact but for opaque text and lambda params, where a superset. */
export function readNames(expression: Expression): ReadonlySet<string> {
  const names = new Set<string>();
  for (const part of subexpressions(expression)) {
    if (part.kind === 'column') names.add(nameKey(part.name));
    if (part.kind === 'opaque') for (const name of part.identifiers) names.add(nameKey(name));
  }
  return names;
}

const FRAME_BOUND_KINDS: ReadonlySet<string> = new Set([
  'unbounded-preceding',
  'current-row',
  'unbounded-following',
  'preceding',
  'following',
]);

const isExpression = (value: object): value is Expression =>
  'kind' in value && typeof value.kind === 'string' && !FRAME_BOUND_KINDS.has(value.kind);

/**
 * Computes window calls that stand inside expressions first, in a window relation, so that the
 * planner sees them: the expressions come back reading its columns.
 */
export function liftWindows(
  input: Relation,
  schema: Schema,
  expressions: readonly Expression[],
): {
  readonly input: Relation;
  readonly expressions: readonly Expression[];
  readonly lifted: boolean;
} {
  const windows: NamedWindow[] = [];
  const rewritten = expressions.map((expression) =>
    mapExpression(
      expression,
      (part) => part,
      (part) => {
        if (part.kind !== 'window') return undefined;
        const name = freeName(schema, `__window_${windows.length}`);
        windows.push({ name, window: part });
        return ex.column(name);
      },
    ),
  );
  return windows.length === 0
    ? { input, expressions, lifted: false }
    : { input: rel.window(input, windows), expressions: rewritten, lifted: true };
}

export const sortKeySummary = (key: SortKeyParam): string =>
  `${key.column ?? key.expression ?? ''}${key.direction === 'desc' ? ' ↓' : ''}`;

/** What functions are called where one is chosen, if their names say too little. */
export const FUNCTION_LABELS: Readonly<Record<string, string>> = {
  avg: 'Average',
  min: 'Minimum',
  max: 'Maximum',
  stddev: 'Standard deviation',
  mode: 'Mode (most frequent)',
  any: 'Any value',
  approx_count_distinct: 'Count distinct, approximate',
  string_agg: 'Join texts (string_agg)',
  bool_and: 'All true (bool_and)',
  bool_or: 'Any true (bool_or)',
  corr: 'Correlation (corr)',
  arg_min: 'Value at minimum (arg_min)',
  arg_max: 'Value at maximum (arg_max)',
};
