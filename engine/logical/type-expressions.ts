/**
 * Types of expressions over a schema, asked of DuckDB's binder. Each question names only the
 * columns that its expression reads, so that a change elsewhere in the schema asks nothing anew.
 */
import type { Diagnostic } from '../contract/diagnostic.ts';
import type { Expression, Span } from '../contract/expression.ts';
import type { NodeId } from '../contract/ids.ts';
import type { ColumnType, Schema } from '../contract/schema.ts';
import { nameKey, scalar } from '../contract/schema.ts';
import { childrenOf, freeColumns } from '../expression/analyse.ts';
import { expressionEmitter, named } from '../sql/emit-context.ts';
import { emitTypedEmpty } from '../sql/emit-empty.ts';
import type { Sql, SqlText } from '../sql/writer.ts';
import { joinSql, sql, writeSql } from '../sql/writer.ts';
import { bindDiagnostic, unknownColumn } from './bind-error.ts';
import { lookUp } from './column-index.ts';
import type { Describe } from '../contract/describe.ts';

/** Where an expression stands decides what it may hold. */
export type Place =
  /** One value per row. */
  | 'row'
  /** A condition on rows: no window functions either. */
  | 'condition'
  /** An aggregate call. */
  | 'aggregate';

export interface TypeRequest {
  readonly expression: Expression;
  readonly place: Place;
}

export type TypeAnswer =
  | { readonly ok: true; readonly type: ColumnType }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/** `__row_offset()` while types are found out. */
export const UNBOUND_OFFSET = '0::BIGINT';

/** A plain column beside an expression: DuckDB then refuses aggregates. */
const ROW = '__row';

const emitExpression = expressionEmitter(UNBOUND_OFFSET);

/** The part of a schema that an expression may read. */
export function readColumns(schema: Schema, expressions: readonly Expression[]): Schema {
  const names = new Set<string>();
  for (const expression of expressions) {
    const free = freeColumns(expression);
    if (free.all) return schema;
    for (const name of free.names) names.add(nameKey(name));
  }
  return schema.filter((column) => names.has(nameKey(column.name)));
}

/** Columns that an expression names and the schema does not have, with where they stand. */
export function unknownColumns(
  expression: Expression,
  schema: Schema,
  node: NodeId | undefined,
): Diagnostic[] {
  // An opaque text counts all its words as columns: only those parsed as columns can be wrong.
  const missing = new Set<string>();
  for (const name of freeColumns(expression).names) {
    if (lookUp(schema, name) === undefined) missing.add(nameKey(name));
  }
  if (missing.size === 0) return [];
  const names = schema.map((column) => column.name);
  const found = new Map<string, Diagnostic>();
  const visit = (part: Expression): void => {
    if (part.kind === 'column' && missing.has(nameKey(part.name))) {
      const key = `${nameKey(part.name)} ${part.span?.param ?? ''} ${part.span?.start ?? ''}`;
      const { hint, ...problem } = unknownColumn(part.name, names);
      found.set(key, {
        severity: 'error',
        ...problem,
        ...(hint === undefined ? {} : { hint }),
        ...at(node, part.span ?? expression.span),
      });
    }
    childrenOf(part).forEach(visit);
  };
  visit(expression);
  return [...found.values()];
}

/** The fields of a diagnostic that say where. */
export const at = (
  node: NodeId | undefined,
  span: Span | undefined,
): Pick<Diagnostic, 'node' | 'param' | 'start' | 'end'> => ({
  ...(node === undefined ? {} : { node }),
  ...(span === undefined ? {} : { param: span.param, start: span.start, end: span.end }),
});

/** The span of an expression, or of the first part that has one. */
export function spanOf(expression: Expression): Span | undefined {
  if (expression.span !== undefined) return expression.span;
  for (const child of childrenOf(expression)) {
    const span = spanOf(child);
    if (span !== undefined) return span;
  }
  return undefined;
}

export interface TypeContext {
  readonly describe: Describe;
  readonly schema: Schema;
  readonly node: NodeId | undefined;
}

/**
 * One answer per request. The questions that need DuckDB go in one statement; where that one fails,
 * each is asked by itself, so that every wrong expression gets its own diagnostic.
 */
export async function typesOf(
  requests: readonly TypeRequest[],
  context: TypeContext,
): Promise<TypeAnswer[]> {
  const answers = requests.map((request) => withoutAsking(request, context));
  const open = requests.filter((_, i) => answers[i] === undefined);
  const rows = open.filter((request) => request.place === 'row');
  const together =
    rows.length > 1 ? await context.describe(statementOf(rows, context.schema).sql) : undefined;
  const known = together?.ok === true && together.columns.length === rows.length + 1;
  const answer = async (request: TypeRequest, i: number): Promise<TypeAnswer> =>
    answers[i] ??
    (known ? typeAt(together.columns, rows.indexOf(request)) : undefined) ??
    askOne(request, context);
  return Promise.all(requests.map(answer));
}

const typeAt = (columns: Schema, i: number): TypeAnswer | undefined => {
  const column = i < 0 ? undefined : columns[i];
  return column === undefined ? undefined : { ok: true, type: column.type };
};

/** Columns as they are need no binder; what names unknown columns would only confuse it. */
function withoutAsking(
  { expression, place }: TypeRequest,
  { schema, node }: TypeContext,
): TypeAnswer | undefined {
  const unknown = unknownColumns(expression, schema, node);
  if (unknown.length > 0) return { ok: false, diagnostics: unknown };
  if (expression.kind !== 'column' || place === 'aggregate') return undefined;
  const column = lookUp(schema, expression.name);
  return column === undefined ? undefined : { ok: true, type: column.type };
}

async function askOne(request: TypeRequest, context: TypeContext): Promise<TypeAnswer> {
  const statement = statementOf([request], context.schema);
  const answer = await context.describe(statement.sql);
  const span = spanOf(request.expression);
  if (answer.ok) {
    const expected = request.place === 'aggregate' ? 1 : 2;
    const type = answer.columns.length === expected ? typeAt(answer.columns, 0) : undefined;
    return type ?? { ok: false, diagnostics: [severalColumns(context.node, span)] };
  }
  const diagnostic = bindDiagnostic(answer, {
    statement,
    node: context.node,
    span,
    columns: context.schema.map((column) => column.name),
  });
  return { ok: false, diagnostics: [diagnostic] };
}

/** `*` and `COLUMNS(...)` are lists of columns to DuckDB, where one value is asked for. */
const severalColumns = (node: NodeId | undefined, span: Span | undefined): Diagnostic => ({
  severity: 'error',
  code: 'bad-expression',
  message: 'This gives several columns; one value per row is needed here.',
  ...at(node, span),
});

/** `SELECT e AS "__e0", ..., "__row" FROM (typed empty)`, with WHERE for a condition. */
function statementOf(requests: readonly TypeRequest[], schema: Schema): SqlText {
  const items: Sql[] = requests.map(({ expression }, i) =>
    named(emitExpression(expression), `__e${i}`),
  );
  const aggregate = requests.some((request) => request.place === 'aggregate');
  const read = readColumns(
    schema,
    requests.map((request) => request.expression),
  );
  const columns = aggregate ? read : [...read, { name: ROW, type: scalar('BOOLEAN') }];
  if (!aggregate) items.push(`"${ROW}"`);
  const where = requests
    .filter((request) => request.place === 'condition')
    .map(({ expression }) => sql` WHERE (${emitExpression(expression)})`);
  return writeSql(
    sql`SELECT ${joinSql(items, ', ')} FROM (${emitTypedEmpty(columns)})${joinSql(where, '')}`,
  );
}
