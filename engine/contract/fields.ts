/**
 * Building blocks for node params. The `field` in a schema's meta tells the inspector which widget
 * to show and the engine where pipeline parameters may stand.
 */
import { z } from 'zod';
import { credentialReference } from './credential.ts';
import type { SortKey } from './expression.ts';
import { ex } from './expression.ts';
import type { LowerContext, BoundInput } from './node-definition.ts';

export type FieldKind =
  'expression' | 'column' | 'columns' | 'path' | 'type' | 'sql' | 'name' | 'credential';

/** What to show a param with, where its shape and field kind do not say it. */
export type FieldWidget = 'condition' | 'join-keys' | 'table-columns' | 'table-rows';

/** What the meta of a param's schema may say. Nothing in here changes which values are valid. */
export interface FieldMeta {
  readonly title?: string;
  readonly description?: string;
  readonly field?: FieldKind;
  readonly widget?: FieldWidget;
  /** The port whose columns are meant; the first input port when absent. */
  readonly port?: string;
  /** What choices are called, where their values do not say it. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Texts to choose from, where others may stand too. */
  readonly offers?: readonly string[];
  /** The param beside it that names the column whose values are meant. */
  readonly valuesOf?: string;
  /** Of use only while a param beside it has one of these values; its default counts. */
  readonly when?: Readonly<Record<string, readonly unknown[]>>;
}

const text = (field: FieldKind, title: string, description?: string) =>
  z.string().meta({ title, field, ...(description === undefined ? {} : { description }) });

export const field = {
  /** A DuckDB SQL expression. */
  expression: (title: string, description?: string) =>
    text('expression', title, description).min(1),
  /** A column of the input. */
  column: (title: string, description?: string) => text('column', title, description).min(1),
  columns: (title: string, description?: string) =>
    z
      .array(
        z
          .string()
          .min(1)
          .meta({ field: 'column' satisfies FieldKind }),
      )
      .meta({
        title,
        field: 'columns' satisfies FieldKind,
        ...(description === undefined ? {} : { description }),
      }),
  /** Name of a column to make. */
  name: (title: string, description?: string) => text('name', title, description).min(1),
  /** A DuckDB type. */
  type: (title: string, description?: string) => text('type', title, description).min(1),
  /** A file path or glob, relative to the document. */
  path: (title: string, description?: string) => text('path', title, description).min(1),
  /** Names a credential of who runs the pipeline: `{"credential": "warehouse"}`. */
  credential: (title: string, description?: string) =>
    credentialReference.meta({
      title,
      field: 'credential' satisfies FieldKind,
      ...(description === undefined ? {} : { description }),
    }),
  /** A whole query. */
  sql: (title: string, description?: string) => text('sql', title, description).min(1),
};

/** One key of a sort: a column or an expression. Nulls come last unless told, in either direction. */
export const sortKeySchema = z
  .strictObject({
    column: field.column('Column').optional(),
    expression: field.expression('Expression').optional(),
    direction: z
      .enum(['asc', 'desc'])
      .default('asc')
      .meta({
        title: 'Direction',
        // Short: three boxes stand beside each other.
        labels: { asc: 'Asc', desc: 'Desc' },
      } satisfies FieldMeta),
    nulls: z.enum(['first', 'last']).default('last').meta({ title: 'Nulls' }),
  })
  .refine((key) => (key.column === undefined) !== (key.expression === undefined), {
    message: 'Give either a column or an expression.',
  });

export type SortKeyParam = z.output<typeof sortKeySchema>;

/** Sort key params as contract sort keys. `param` is the JSON path of the list. */
export function sortKeys(
  context: LowerContext<unknown>,
  input: BoundInput,
  keys: readonly SortKeyParam[],
  param: string,
): SortKey[] {
  return keys.map((key, i) => ({
    expression:
      key.column !== undefined
        ? ex.column(context.column(input, key.column, `${param}[${i}].column`))
        : context.expression(key.expression ?? '', `${param}[${i}].expression`),
    direction: key.direction,
    nulls: key.nulls,
  }));
}
