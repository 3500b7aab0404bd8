import { z } from 'zod';
import type { Expression } from '../../../engine/contract/expression.ts';
import { ex } from '../../../engine/contract/expression.ts';
import { field } from '../../../engine/contract/fields.ts';
import { rel } from '../../../engine/contract/rel.ts';
import type { NamedExpression, Relation } from '../../../engine/contract/relation.ts';
import type { Schema } from '../../../engine/contract/schema.ts';
import { nameKey, sameName, scalar } from '../../../engine/contract/schema.ts';
import {
  allColumns,
  defineNode,
  hasColumn,
  INPUT,
  liftWindows,
  listSummary,
  paramPath,
  readNames,
} from '../../define-node.ts';

const params = z.strictObject({
  expressions: z
    .array(
      z.strictObject({
        name: field.name('Name', 'Name of the column; an existing column is replaced in place'),
        expression: field.expression(
          'Expression',
          'DuckDB SQL; may read the columns made above it',
        ),
      }),
    )
    .min(1, 'Add at least one expression.')
    .meta({ title: 'Columns', description: 'Columns to compute, from top to bottom' }),
});

/**
 * Cuts the list where an expression reads or redefines a name made since the last cut: within a
 * layer every expression reads the layer's input, so one projection computes it.
 */
function layersOf(derived: readonly NamedExpression[]): NamedExpression[][] {
  const layers: NamedExpression[][] = [];
  let made = new Set<string>();
  for (const entry of derived) {
    const reads = readNames(entry.expression);
    const readsLayer = reads.has('*') ? made.size > 0 : [...made].some((name) => reads.has(name));
    const current = layers.at(-1);
    if (current === undefined || readsLayer || made.has(nameKey(entry.name))) {
      layers.push([entry]);
      made = new Set();
    } else current.push(entry);
    made.add(nameKey(entry.name));
  }
  return layers;
}

/** Names after a layer. Only names matter here: DuckDB's binder finds the types later. */
const withNames = (schema: Schema, layer: readonly NamedExpression[]): Schema => [
  ...schema,
  ...layer
    .filter(({ name }) => !hasColumn(schema, name))
    .map(({ name }) => ({ name, type: scalar('NULL') })),
];

function projectLayer(
  input: Relation,
  schema: Schema,
  layer: readonly NamedExpression[],
): Relation {
  const names = layer.map(({ name }) => name);
  const lifted = liftWindows(
    input,
    [...schema, ...names.map((name) => ({ name, type: scalar('NULL') }))],
    layer.map(({ expression }) => expression),
  );
  const computed = (i: number): Expression => lifted.expressions[i] ?? ex.null();
  const replaced = allColumns(schema).map((column) => {
    const at = names.findIndex((name) => sameName(name, column.name));
    return at < 0 ? column : { name: column.name, expression: computed(at) };
  });
  const added = layer.flatMap(({ name }, i) =>
    hasColumn(schema, name) ? [] : [{ name, expression: computed(i) }],
  );
  return rel.project(lifted.input, [...replaced, ...added]);
}

export const derive = defineNode({
  type: 'columns.derive',
  version: 1,
  title: 'Derive columns',
  category: 'columns',
  description: 'Computes columns from expressions.',
  keywords: [
    'derive',
    'formula',
    'compute',
    'calculate',
    'calculated column',
    'expression',
    'add column',
    'new column',
    'if',
    'case',
    'replace',
    'extract',
    'regex',
    'split',
    'text to columns',
    'concatenate',
    'trim',
    'clean',
  ],
  params,
  ports: { in: INPUT, out: ['output'] },
  summarise: (p) =>
    listSummary(
      p.expressions.map(({ name, expression }) => `${name} = ${expression}`),
      2,
    ),
  lower: (context) => {
    const input = context.input();
    const derived = context.params.expressions.map(({ name, expression }, i) => ({
      name,
      expression: context.expression(expression, paramPath('expressions', i, 'expression')),
    }));
    let relation = input.relation;
    let schema = input.schema;
    for (const layer of layersOf(derived)) {
      relation = projectLayer(relation, schema, layer);
      schema = withNames(schema, layer);
    }
    return { output: relation };
  },
});
