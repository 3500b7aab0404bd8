import { afterAll, beforeAll, expect, it } from 'vitest';
import { formatExpression } from '../../expression/emit.ts';
import { loadExpressionParser } from '../../expression/parser.ts';
import { nodeId } from '../../contract/ids.ts';
import type { PipelineDocument } from '../../document/schema.ts';
import type { NativeDuckDB } from '../../testing/native.ts';
import { openNative } from '../../testing/native.ts';
import { columnUsages } from './column-usages.ts';
import { directLineage } from './direct-lineage.ts';
import { columnAt, documentOf, refactoringOf, step, table } from './testing/refactor-harness.ts';

let native: NativeDuckDB;
beforeAll(async () => {
  await loadExpressionParser();
  native = await openNative();
});
afterAll(() => native.close());

const document = documentOf({
  orders: table({ id: 'BIGINT', total: 'DOUBLE', tags: 'VARCHAR[]' }),
  people: table({ id: 'BIGINT', name: 'VARCHAR' }),
  big: step('rows.filter', { condition: 'total > 1 AND total < 9' }, 'orders'),
  both: step(
    'combine.join',
    { on: [{ left: 'id', right: 'id' }], condition: 'left.total > right.id' },
    { left: 'big', right: 'people' },
  ),
  more: step(
    'columns.derive',
    {
      expressions: [
        { name: 'net', expression: 'total * 0.8' },
        { name: 'tax', expression: 'total - net' },
      ],
    },
    'both',
  ),
  slim: step(
    'columns.select',
    { columns: [{ column: 'total', as: 'gross' }, { column: 'tax' }] },
    'more',
  ),
  sums: step(
    'aggregate.group-by',
    { aggregates: [{ name: 'n', function: 'sum', column: 'gross' }] },
    'slim',
  ),
  ask: step('code.sql', { query: "SELECT total, 'total' AS x FROM big" }, { inputs: ['big'] }),
  all: step('combine.union', {}, { inputs: ['people', 'again'] }),
  again: step('rows.limit', { rows: 1 }, 'people'),
  each: step('rows.explode', { column: 'tags' }, 'orders'),
});

async function usesOf(at: string, in_: PipelineDocument = document): Promise<string[]> {
  const refactoring = await refactoringOf(native, in_);
  return columnUsages(columnAt(at), refactoring).map(({ node, param, text, start, end }) => {
    return `${node}.${param}: ${text.slice(0, start)}[${text.slice(start, end)}]${text.slice(end)}`;
  });
}

it('finds what names a column, over other names of it', async () => {
  expect(await usesOf('orders.output.total')).toEqual([
    'orders.columns[1].name: [total]',
    'big.condition: [total] > 1 AND total < 9',
    'big.condition: total > 1 AND [total] < 9',
    'both.condition: left.[total] > right.id',
    'more.expressions[0].expression: [total] * 0.8',
    'more.expressions[1].expression: [total] - net',
    'slim.columns[0].column: [total]',
    'sums.aggregates[0].column: [gross]',
    "ask.query: SELECT [total], 'total' AS x FROM big",
  ]);
});

it('tells the sides of a join apart', async () => {
  expect(await usesOf('people.output.id')).toEqual([
    'people.columns[0].name: [id]',
    'both.on[0].right: [id]',
    'both.condition: left.total > right.[id]',
  ]);
});

it('refuses a column that there is not', async () => {
  await expect(usesOf('people.output.total')).rejects.toMatchObject({
    error: { code: 'unknown-column' },
  });
});

async function lineage(id: string): Promise<string[]> {
  const { graph, trial } = await refactoringOf(native, document);
  const node = graph.nodes.get(nodeId(id));
  if (node === undefined) throw new Error(id);
  return directLineage(node, node.outPorts[0] ?? '', trial.plan).map(
    ({ column, from, expression }) =>
      `${column} <- ${from.map((each) => `${each.node}.${each.port}.${each.column}`).join(', ')}${
        expression === undefined ? '' : `: ${formatExpression(expression)}`
      }`,
  );
}

it('says what a step makes its columns of', async () => {
  expect(await lineage('both')).toEqual([
    'id <- big.kept.id',
    'total <- big.kept.total',
    'tags <- big.kept.tags',
    'name <- people.output.name',
  ]);
  expect(await lineage('more')).toEqual([
    'id <- both.output.id',
    'total <- both.output.total',
    'tags <- both.output.tags',
    'name <- both.output.name',
    'net <- both.output.total: total * 0.8',
    'tax <- both.output.total: total - total * 0.8',
  ]);
  expect(await lineage('slim')).toEqual(['gross <- more.output.total', 'tax <- more.output.tax']);
  expect(await lineage('sums')).toEqual(['n <- slim.output.gross: sum(gross)']);
  expect(await lineage('all')).toEqual([
    'id <- people.output.id, again.output.id',
    'name <- people.output.name, again.output.name',
  ]);
  expect(await lineage('each')).toContain('tags <- orders.output.tags: unnest(tags)');
  expect(await lineage('orders')).toEqual(['id <- ', 'total <- ', 'tags <- ']);
});
