/** A pipeline of many steps of all kinds, which every target of export can say. */
import { emptyDocument } from '../../engine/document/schema.ts';
import type { DocumentNode, PipelineDocument } from '../../engine/document/schema.ts';

/** Source, round after round of the steps below, output. */
export function longPipeline(steps: number): PipelineDocument {
  const nodes: Record<string, DocumentNode> = { rows: SOURCE, groups: GROUPS };
  let last = 'rows';
  for (let n = Object.keys(nodes).length; n < steps - 1; n += 1) {
    const make = ROUND[n % ROUND.length] ?? derived;
    nodes[`step_${n}`] = make(last, n);
    last = `step_${n}`;
  }
  nodes['out'] = {
    type: 'output.file',
    inputs: { input: last },
    params: { path: 'out/long.parquet', format: 'parquet' },
  };
  return { ...emptyDocument('A long pipeline'), nodes };
}

const SOURCE: DocumentNode = {
  type: 'input.inline',
  params: {
    columns: [
      { name: 'id', type: 'BIGINT' },
      { name: 'g', type: 'VARCHAR' },
      { name: 'x', type: 'DOUBLE' },
    ],
    rows: Array.from({ length: 40 }, (_, i) => [i, ['a', 'b', 'c'][i % 3], i / 4]),
  },
};

const GROUPS: DocumentNode = {
  type: 'input.inline',
  params: {
    columns: [
      { name: 'g', type: 'VARCHAR' },
      { name: 'name', type: 'VARCHAR' },
    ],
    rows: [
      ['a', 'Anna'],
      ['b', 'Ben'],
    ],
  },
};

type MakeStep = (from: string, n: number) => DocumentNode;

const over =
  (type: string, params: Readonly<Record<string, unknown>>): MakeStep =>
  (from) => ({ type, inputs: { input: from }, params });

const derived: MakeStep = (from, n) => ({
  type: 'columns.derive',
  inputs: { input: from },
  params: {
    expressions: [
      { name: 'x', expression: `round(x * 1.01 + length(g), ${n % 4})` },
      { name: 'label', expression: `case when x > ${n} then upper(g) else g || '-${n}' end` },
    ],
  },
});

const ROUND: readonly MakeStep[] = [
  derived,
  over('rows.filter', { condition: "x >= 0 and g in ('a', 'b', 'c') and label is not null" }),
  over('aggregate.window', {
    partition: ['g'],
    order: [{ column: 'id' }],
    expressions: [
      { name: 'total', function: 'sum', column: 'x' },
      { name: 'place', function: 'row_number' },
    ],
  }),
  over('rows.sort', { by: [{ column: 'x', direction: 'desc' }, { column: 'id' }] }),
  (from) => ({
    type: 'combine.join',
    inputs: { left: from, right: 'groups' },
    params: { type: 'left', on: [{ left: 'g', right: 'g' }] },
  }),
  over('columns.select', { columns: ['id', 'g', 'x', 'total'].map((column) => ({ column })) }),
  over('columns.cast', { casts: [{ column: 'total', type: 'BIGINT' }] }),
  derived,
  over('aggregate.group-by', {
    keys: ['id', 'g'],
    aggregates: [
      { name: 'x', function: 'max', column: 'x' },
      { name: 'n', function: 'count' },
    ],
  }),
  over('columns.rename', { map: { n: 'label' } }),
  over('columns.select', { columns: ['id', 'g', 'x'].map((column) => ({ column })) }),
  derived,
];
