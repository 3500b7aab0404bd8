import { z } from 'zod';
import type { Expression } from '../../../engine/contract/expression.ts';
import { ex } from '../../../engine/contract/expression.ts';
import { field } from '../../../engine/contract/fields.ts';
import type { BoundInput, LowerContext } from '../../../engine/contract/node-definition.ts';
import { rel } from '../../../engine/contract/rel.ts';
import type { Relation } from '../../../engine/contract/relation.ts';
import type { Schema } from '../../../engine/contract/schema.ts';
import { findColumn, nameKey } from '../../../engine/contract/schema.ts';
import {
  allColumns,
  defineNode,
  findDuplicate,
  freeName,
  INPUT,
  listSummary,
  paramPath,
} from '../../define-node.ts';

const params = z.strictObject({
  casts: z
    .array(
      z.strictObject({
        column: field.column('Column', 'Column to convert'),
        type: field.type('Type', 'DuckDB type, e.g. `DECIMAL(10,2)`'),
        format: z
          .string()
          .min(1)
          .optional()
          .meta({ title: 'Format', description: 'strptime pattern of a date or timestamp' }),
      }),
    )
    .min(1, 'Choose at least one column.')
    .meta({ title: 'Casts', description: 'Columns and their new types' }),
  on_error: z
    .enum(['fail', 'null', 'reject'])
    .default('fail')
    .meta({
      title: 'When a value cannot be converted',
      description: 'Stop the run, make it null, or send the row to the rejects port',
      labels: { fail: 'Stop', null: 'Make it null', reject: 'Send to rejects' },
    }),
});

type Params = z.output<typeof params>;

interface ColumnCast {
  readonly column: string;
  readonly type: string;
  /** An error for a value that cannot be converted. */
  readonly strict: Expression;
  /** Null for a value that cannot be converted. */
  readonly lenient: Expression;
}

const DATE_TYPES = /^(DATE|TIME|TIMESTAMP)/;

function columnCasts(context: LowerContext<Params>, input: BoundInput): ColumnCast[] {
  const { casts } = context.params;
  const found = casts.map(({ column: given, type: typeText, format }, i): ColumnCast => {
    const column = context.column(input, given, paramPath('casts', i, 'column'));
    const type = context.type(typeText, paramPath('casts', i, 'type'));
    const read = ex.column(column);
    const span = { param: paramPath('casts', i, 'type'), start: 0, end: typeText.length };
    if (format === undefined) {
      const strict = { ...ex.cast(read, type), span };
      return { column, type, strict, lenient: ex.tryCast(read, type) };
    }
    if (!DATE_TYPES.test(type)) {
      context.fail({
        code: 'format-needs-date',
        message: `A format describes a date or a time; "${column}" becomes ${type}.`,
        hint: 'Remove the format, or cast to DATE, TIME or TIMESTAMP.',
        param: paramPath('casts', i, 'format'),
      });
    }
    const text = isText(input.schema, column) ? read : ex.cast(read, 'VARCHAR');
    return {
      column,
      type,
      strict: ex.cast(ex.call('strptime', text, ex.text(format)), type),
      lenient: ex.tryCast(ex.call('try_strptime', text, ex.text(format)), type),
    };
  });
  const duplicate = findDuplicate(found.map(({ column }) => column));
  if (duplicate !== undefined) {
    context.fail({
      code: 'duplicate-column',
      message: `The column "${duplicate.name}" is cast twice.`,
      param: paramPath('casts', duplicate.at, 'column'),
    });
  }
  return found;
}

function isText(schema: Schema, name: string): boolean {
  const type = findColumn(schema, name)?.type;
  return type?.kind === 'scalar' && type.name === 'VARCHAR';
}

const project = (
  input: Relation,
  schema: Schema,
  casts: readonly ColumnCast[],
  mode: 'strict' | 'lenient',
): Relation => {
  const byName = new Map(casts.map((cast) => [nameKey(cast.column), cast[mode]]));
  return rel.project(
    input,
    allColumns(schema).map(({ name, expression }) => ({
      name,
      expression: byName.get(nameKey(name)) ?? expression,
    })),
  );
};

/** A value is there and cannot be converted. */
const isBad = ({ column, lenient }: ColumnCast): Expression =>
  ex.and(ex.isNotNull(ex.column(column)), ex.isNull(lenient));

const problemOf = (cast: ColumnCast): Expression =>
  ex.when(
    isBad(cast),
    ex.binary(
      '||',
      ex.binary(
        '||',
        ex.text(`column "${cast.column}": "`),
        ex.cast(ex.column(cast.column), 'VARCHAR'),
      ),
      ex.text(`" cannot be read as ${cast.type}`),
    ),
    ex.null('VARCHAR'),
  );

export const cast = defineNode({
  type: 'columns.cast',
  version: 1,
  title: 'Cast columns',
  category: 'columns',
  description: 'Converts columns to other types and tells which values do not fit.',
  keywords: ['cast', 'convert', 'data type', 'change type', 'parse', 'date', 'number', 'datetime'],
  params,
  ports: { in: INPUT, out: ['output', 'rejects'] },
  summarise: (p) => listSummary(p.casts.map(({ column, type }) => `${column} → ${type}`)),
  lower: (context) => {
    const input = context.input();
    const { relation, schema } = input;
    const casts = columnCasts(context, input);
    const rejecting = context.params.on_error === 'reject';
    const reason = rejecting
      ? ex.call('concat_ws', ex.text('; '), ...casts.map(problemOf))
      : ex.null('VARCHAR');
    const bad = rejecting ? ex.or(...casts.map(isBad)) : ex.boolean(false);
    return {
      output: rejecting
        ? project(rel.filter(relation, ex.not(bad)), schema, casts, 'lenient')
        : project(
            relation,
            schema,
            casts,
            context.params.on_error === 'fail' ? 'strict' : 'lenient',
          ),
      rejects: rel.project(rel.filter(relation, bad), [
        ...allColumns(schema),
        { name: freeName(schema, 'reason'), expression: reason },
      ]),
    };
  },
});
