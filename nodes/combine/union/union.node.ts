import { z } from 'zod';
import { ex } from '../../../engine/contract/expression.ts';
import type { BoundInput, LowerContext } from '../../../engine/contract/node-definition.ts';
import { rel } from '../../../engine/contract/rel.ts';
import type { Relation } from '../../../engine/contract/relation.ts';
import type { Column, Schema } from '../../../engine/contract/schema.ts';
import { findColumn, formatType } from '../../../engine/contract/schema.ts';
import { defineNode, hasColumn, listSummary } from '../../define-node.ts';

const params = z.strictObject({
  by: z.enum(['name', 'position']).default('name').meta({
    title: 'Match columns by',
    description: 'Their names in any order, or their places',
  }),
  on_mismatch: z
    .enum(['fail', 'fill_null'])
    .default('fail')
    .meta({
      title: 'When columns differ',
      description: 'Stop, or fill what an input lacks with null',
      labels: { fail: 'Stop', fill_null: 'Fill with null' },
    }),
});

type Params = z.output<typeof params>;

/** Every column of any input, in order of first appearance. */
function allNames(inputs: readonly BoundInput[]): Column[] {
  const columns: Column[] = [];
  for (const { schema } of inputs) {
    columns.push(...schema.filter(({ name }) => !hasColumn(columns, name)));
  }
  return columns;
}

const longest = (inputs: readonly BoundInput[]): Schema =>
  inputs.reduce<Schema>((best, { schema }) => (schema.length > best.length ? schema : best), []);

/** Columns of the result by position: names of the first input, then of the longest one. */
function byPosition(inputs: readonly BoundInput[]): Column[] {
  const first = inputs[0]?.schema ?? [];
  const columns = [...first];
  for (const column of longest(inputs).slice(first.length)) {
    let name = column.name;
    for (let n = 2; hasColumn(columns, name); n += 1) name = `${column.name}_${n}`;
    columns.push({ ...column, name });
  }
  return columns;
}

const describeInput = ({ node, port }: BoundInput): string => `"${node}.${port}"`;

function requireSameColumns(
  context: LowerContext<Params>,
  inputs: readonly BoundInput[],
  columns: readonly Column[],
): void {
  for (const input of inputs) {
    const missing =
      context.params.by === 'name'
        ? columns
            .filter(({ name }) => !hasColumn(input.schema, name))
            .map(({ name }) => `"${name}"`)
        : [];
    if (missing.length > 0 || input.schema.length !== columns.length) {
      context.fail({
        code: 'columns-differ',
        message:
          missing.length > 0
            ? `${describeInput(input)} lacks ${listSummary(missing)}.`
            : `${describeInput(input)} has ${input.schema.length} columns, another input ${columns.length}.`,
        hint: 'Select the same columns everywhere, or fill what is missing with null.',
        param: 'on_mismatch',
      });
    }
  }
}

/** Numbers and dates that become texts without a word are found late, by wrong sums and orders. */
function warnOfTexts(
  context: LowerContext<Params>,
  inputs: readonly BoundInput[],
  columns: readonly Column[],
): void {
  for (const [i, { name }] of columns.entries()) {
    const found = inputs.flatMap((input) => {
      const source =
        context.params.by === 'name' ? findColumn(input.schema, name) : input.schema[i];
      return source === undefined ? [] : [{ input, type: formatType(source.type) }];
    });
    const text = found.find(({ type }) => type === 'VARCHAR');
    const other = found.find(({ type }) => type !== 'VARCHAR' && type !== '"NULL"');
    if (text === undefined || other === undefined) continue;
    context.warn({
      code: 'types-differ',
      message: `"${name}" is ${other.type} in ${describeInput(other.input)} and VARCHAR in ${describeInput(text.input)}: it becomes VARCHAR.`,
      hint: 'Cast one of them first, so that both are of one type.',
    });
  }
}

/** The input with the columns of the union; the input itself where it has them already. */
function align(input: BoundInput, columns: readonly Column[], by: Params['by']): Relation {
  const { relation, schema } = input;
  const sources = columns.map(({ name }, i) =>
    by === 'name' ? findColumn(schema, name) : schema[i],
  );
  const aligned =
    schema.length === columns.length &&
    sources.every((source, i) => source === schema[i] && source?.name === columns[i]?.name);
  if (aligned) return relation;
  return rel.project(
    relation,
    columns.map(({ name, type }, i) => {
      const source = sources[i];
      return {
        name,
        expression: source === undefined ? ex.null(formatType(type)) : ex.column(source.name),
      };
    }),
  );
}

export const union = defineNode({
  type: 'combine.union',
  version: 1,
  title: 'Union',
  category: 'combine',
  description: 'Puts the rows of all inputs below one another.',
  keywords: ['union', 'append', 'concatenate', 'stack', 'combine', 'merge', 'add rows'],
  params,
  ports: { in: [{ name: 'inputs', many: true }], out: ['output'] },
  summarise: (p) => `by ${p.by}${p.on_mismatch === 'fill_null' ? ', missing as null' : ''}`,
  lower: (context) => {
    const { by, on_mismatch } = context.params;
    const inputs = context.many('inputs');
    const columns = by === 'name' ? allNames(inputs) : byPosition(inputs);
    if (on_mismatch === 'fail') requireSameColumns(context, inputs, columns);
    warnOfTexts(context, inputs, columns);
    return { output: rel.union(inputs.map((input) => align(input, columns, by))) };
  },
});
