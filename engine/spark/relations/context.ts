/** What translating the relations of one pipeline shares. */
import type { Describe } from '../../contract/describe.ts';
import { internalError } from '../../contract/errors.ts';
import type { Expression } from '../../contract/expression.ts';
import type { Relation, Scan } from '../../contract/relation.ts';
import type { Schema } from '../../contract/schema.ts';
import { findColumn } from '../../contract/schema.ts';
import type { SourceDescription } from '../../contract/source.ts';
import type { TypeRequest } from '../../logical/type-expressions.ts';
import type { SparkExpression } from '../expression.ts';
import { sx } from '../expression.ts';
import type { Frame, SparkNote } from '../frame.ts';
import { typeParts } from '../type-parts.ts';
import { sparkType } from '../types.ts';
import { translateExpression } from '../translate/translate-expression.ts';
import type { TranslateContext, Typed } from '../translate/typed.ts';
import { as, typed } from '../translate/typed.ts';

/** Rows that are there already, as those of a step of this name; or files, as Spark is to name them. */
export type GivenRows = { readonly name: string } | { readonly paths: readonly string[] };

export interface RelationContext {
  readonly describe: Describe;
  readonly schemaOf: (relation: Relation) => Schema | undefined;
  readonly describeSource: (scan: Scan) => SourceDescription;
  /** How the rows of a scan are had; undefined: Spark reads them as the pipeline says. */
  readonly given?: ((scan: Scan) => GivenRows | undefined) | undefined;
  /** Says of the relation at hand how its rows may differ from Sluice's. */
  readonly note: (note: SparkNote) => void;
  /** The frame of an input. */
  readonly frame: (relation: Relation) => Promise<Frame>;
}

export function schemaOf(context: RelationContext, relation: Relation): Schema {
  const schema = context.schemaOf(relation);
  if (schema === undefined) throw internalError('A relation of a compiled plan has no columns.');
  return schema;
}

export const columnNames = (context: RelationContext, relation: Relation): string[] =>
  schemaOf(context, relation).map(({ name }) => name);

/** Columns by their name in the schema: DuckDB's names match in any case, Spark's may not. */
export const columnIn =
  (schema: Schema): TranslateContext['column'] =>
  ({ name }) => {
    const column = findColumn(schema, name);
    if (column === undefined) throw internalError(`There is no column ${name}.`);
    return typed(sx.column(column.name), sparkType(column.type));
  };

/** A translator of expressions over one relation's columns. All that it is asked for is given now. */
export async function translator(
  context: RelationContext,
  input: Relation,
  requests: readonly TypeRequest[],
): Promise<TranslateContext> {
  const schema = schemaOf(context, input);
  const typeOf = await typeParts(requests, schema, context.describe);
  return { typeOf, column: columnIn(schema) };
}

/** An expression in the type that its column has in the pipeline. */
export function translateAs(
  expression: Expression,
  name: string,
  schema: Schema,
  context: TranslateContext,
): SparkExpression {
  const value: Typed = translateExpression(expression, context);
  const column = findColumn(schema, name);
  return column === undefined ? value.expression : as(value, sparkType(column.type));
}
