import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadExpressionParser } from '../../expression/parser.ts';
import type { NativeDuckDB } from '../../testing/native.ts';
import { openNative } from '../../testing/native.ts';
import type { PipelineDocument } from '../../document/schema.ts';
import {
  changedNames,
  documentOf,
  expectSameSchemas,
  namesAt,
  rename,
  step,
  table,
} from './testing/refactor-harness.ts';

let native: NativeDuckDB;
beforeAll(async () => {
  await loadExpressionParser();
  native = await openNative();
});
afterAll(() => native.close());

const orders = table({
  id: 'BIGINT',
  total: 'DOUBLE',
  person: 'STRUCT(total DOUBLE, city VARCHAR)',
  items: 'DOUBLE[]',
});
const people = table({ id: 'BIGINT', name: 'VARCHAR' });

/** Renames and checks that nothing but names changes. */
async function check(document: PipelineDocument, at: string, to: string) {
  const result = await rename(native, document, at, to);
  expectSameSchemas(result);
  return result;
}

const paramsOf = (document: PipelineDocument, node: string) => document.nodes[node]?.params;

describe('an expression', () => {
  const cases: readonly (readonly [text: string, expected: string])[] = [
    ['total > 1', 'amount > 1'],
    ['  TOTAL /* total */ + "total" > 1 -- total', '  amount /* total */ + amount > 1 -- total'],
    ["CAST(total AS VARCHAR) = 'total'", "CAST(amount AS VARCHAR) = 'total'"],
    ['person.total > total', 'person.total > amount'],
    [
      'list_transform(items, lambda total: total + 1)[1] > total',
      'list_transform(items, lambda total: total + 1)[1] > amount',
    ],
    ["{'total': total}.total > 1", "{'total': amount}.total > 1"],
    ['struct_pack(total := total).total > 1', 'struct_pack(total := amount).total > 1'],
    ['total IN (1, id) OR total IS NULL', 'amount IN (1, id) OR amount IS NULL'],
    [
      'total::DECIMAL(10, 2) BETWEEN 1 AND abs(total)',
      'amount::DECIMAL(10, 2) BETWEEN 1 AND abs(amount)',
    ],
  ];
  it.each(cases)('%s', async (text, expected) => {
    const document = documentOf({
      orders,
      late: step('rows.filter', { condition: text }, 'orders'),
    });
    const result = await check(document, 'orders.output.total', 'amount');
    expect(paramsOf(result.document, 'late')).toEqual({ condition: expected });
    expect(result.rename.unsure).toEqual([]);
  });

  it('quotes a name that needs it', async () => {
    const document = documentOf({
      orders,
      late: step('rows.filter', { condition: 'total > id' }, 'orders'),
    });
    const spaced = await check(document, 'orders.output.total', 'Total "net"');
    expect(paramsOf(spaced.document, 'late')).toEqual({ condition: '"Total ""net""" > id' });
    const reserved = await check(document, 'orders.output.id', 'order');
    expect(paramsOf(reserved.document, 'late')).toEqual({ condition: 'total > "order"' });
  });

  it('does not let a lambda take the new name', async () => {
    const document = documentOf({
      orders,
      more: step(
        'columns.derive',
        {
          expressions: [
            { name: 'x', expression: 'list_transform(items, lambda amount: amount + total)' },
          ],
        },
        'orders',
      ),
      last: step('rows.filter', { condition: 'total > 0' }, 'more'),
    });
    const result = await check(document, 'orders.output.total', 'amount');
    // The step keeps the old name, over a rename step before it.
    expect(paramsOf(result.document, 'more')).toEqual(paramsOf(document, 'more'));
    expect(result.rename.inserts).toMatchObject([
      { reason: 'bridge', map: { amount: 'total' }, targets: [{ node: 'more', port: 'input' }] },
    ]);
    expect(changedNames(result)).toEqual(['orders.output: total → amount']);
  });

  it('marks what it rewrites inside of text that only DuckDB understands', async () => {
    const document = documentOf({
      orders,
      odd: step(
        'columns.derive',
        { expressions: [{ name: 'x', expression: '[y * total FOR y IN items IF y > total]' }] },
        'orders',
      ),
    });
    const result = await check(document, 'orders.output.total', 'amount');
    expect(paramsOf(result.document, 'odd')).toEqual({
      expressions: [{ name: 'x', expression: '[y * amount FOR y IN items IF y > amount]' }],
    });
    expect(result.rename.unsure).toMatchObject([{ node: 'odd', reason: 'opaque' }]);
  });
});

describe('where the name is made', () => {
  const chain = documentOf({
    orders,
    sums: step(
      'aggregate.group-by',
      { keys: ['id'], aggregates: [{ name: 'total', function: 'sum', column: 'total' }] },
      'orders',
    ),
    top: step('rows.sort', { by: [{ column: 'total', direction: 'desc' }] }, 'sums'),
    out: step('output.file', { path: 'x.csv', format: 'csv' }, 'top'),
  });

  it('changes the aggregate and not what it is made of', async () => {
    const { document, rename: result } = await check(chain, 'sums.output.total', 'revenue');
    expect(result.edits).toEqual([
      { node: 'sums', path: ['aggregates', 0, 'name'], before: 'total', after: 'revenue' },
      { node: 'top', path: ['by', 0, 'column'], before: 'total', after: 'revenue' },
    ]);
    expect(document.nodes['orders']).toBe(chain.nodes['orders']);
  });

  it('changes the input of an aggregate and not its name', async () => {
    const { rename: result } = await check(chain, 'orders.output.total', 'amount');
    expect(result.edits.map(({ node, path }) => [node, ...path].join('.'))).toEqual([
      'orders.columns.1.name',
      'sums.aggregates.0.column',
    ]);
  });

  it('gives a select an "as", and a list of names an entry', async () => {
    const document = documentOf({
      orders,
      slim: step('columns.select', { columns: [{ column: 'id' }, { column: 'total' }] }, 'orders'),
      named: step('columns.rename', { map: { id: 'key' } }, 'slim'),
      last: step('rows.distinct', { keys: ['total'] }, 'named'),
    });
    const selected = await check(document, 'slim.output.total', 'amount');
    expect(paramsOf(selected.document, 'slim')).toEqual({
      columns: [{ column: 'id' }, { column: 'total', as: 'amount' }],
    });
    expect(paramsOf(selected.document, 'last')).toEqual({ keys: ['amount'] });
    const listed = await check(document, 'named.output.total', 'amount');
    expect(paramsOf(listed.document, 'named')).toEqual({ map: { id: 'key', total: 'amount' } });
    const again = await check(document, 'named.output.key', 'order_id');
    expect(paramsOf(again.document, 'named')).toEqual({ map: { id: 'order_id' } });
  });

  it('changes a key of a list of names', async () => {
    const document = documentOf({
      orders,
      named: step('columns.rename', { map: { total: 'sum', id: 'key' } }, 'orders'),
    });
    const result = await check(document, 'orders.output.total', 'amount');
    expect(paramsOf(result.document, 'named')).toEqual({ map: { amount: 'sum', id: 'key' } });
    expect(Object.keys(paramsOf(result.document, 'named')?.['map'] as object)).toEqual([
      'amount',
      'id',
    ]);
    expect(result.rename.edits.at(-1)).toEqual({
      node: 'named',
      path: ['map'],
      before: { total: 'sum', id: 'key' },
      after: { amount: 'sum', id: 'key' },
    });
  });

  it('follows a column through what is derived from it in the same step', async () => {
    const document = documentOf({
      orders,
      more: step(
        'columns.derive',
        {
          expressions: [
            { name: 'net', expression: 'total * 0.8' },
            { name: 'tax', expression: 'total - net' },
          ],
        },
        'orders',
      ),
    });
    const result = await check(document, 'more.output.net', 'netto');
    expect(paramsOf(result.document, 'more')).toEqual({
      expressions: [
        { name: 'netto', expression: 'total * 0.8' },
        { name: 'tax', expression: 'total - netto' },
      ],
    });
  });

  it('renames a column that a step replaces in place with it', async () => {
    const document = documentOf({
      orders,
      round: step(
        'columns.derive',
        {
          expressions: [
            { name: 'total', expression: 'round(total)' },
            { name: 'double', expression: 'total * 2' },
          ],
        },
        'orders',
      ),
    });
    const result = await check(document, 'orders.output.total', 'amount');
    expect(paramsOf(result.document, 'round')).toEqual({
      expressions: [
        { name: 'amount', expression: 'round(amount)' },
        { name: 'double', expression: 'amount * 2' },
      ],
    });
    expect(namesAt(result.after, 'round.output')).toContain('amount');
  });

  it('writes a name that was left to its default', async () => {
    const document = documentOf({
      days: step('input.generate', { kind: 'range', stop: 5 }),
      numbered: step('columns.record-id', {}, 'days'),
      big: step('rows.filter', { condition: 'value > record_id' }, 'numbered'),
    });
    const made = await check(document, 'days.output.value', 'n');
    expect(paramsOf(made.document, 'days')).toEqual({ kind: 'range', stop: 5, name: 'n' });
    const id = await check(document, 'numbered.output.record_id', 'row');
    expect(paramsOf(id.document, 'numbered')).toEqual({ name: 'row' });
    expect(paramsOf(id.document, 'big')).toEqual({ condition: 'value > "row"' });
  });

  it('puts a rename step after one that only hands the column on', async () => {
    const document = documentOf({
      orders,
      first: step('rows.limit', { rows: 5 }, 'orders'),
      a: step('rows.filter', { condition: 'total > 1' }, 'first'),
      b: step('rows.sort', { by: [{ expression: '-total' }] }, 'first.output'),
    });
    const result = await check(document, 'first.output.total', 'amount');
    expect(result.rename.inserts).toEqual([
      {
        id: 'rename',
        source: 'first.output',
        map: { total: 'amount' },
        reason: 'origin',
        targets: [
          { node: 'a', port: 'input', index: 0 },
          { node: 'b', port: 'input', index: 0 },
        ],
      },
    ]);
    expect(result.document.nodes['a']).toMatchObject({
      inputs: { input: 'rename.output' },
      params: { condition: 'amount > 1' },
    });
    expect(paramsOf(result.document, 'b')).toEqual({ by: [{ expression: '-amount' }] });
  });

  it('refuses names that are empty or taken, and columns that are not there', async () => {
    const document = documentOf({ orders });
    const code = (to: string, at = 'orders.output.total') =>
      rename(native, document, at, to).then(
        () => 'done',
        (thrown: { error: { code: string } }) => thrown.error.code,
      );
    expect(await code(' ')).toBe('empty-name');
    expect(await code('ID')).toBe('duplicate-column');
    expect(await code('x', 'orders.output.nothing')).toBe('unknown-column');
    expect(await code('Total')).toBe('done');
  });
});

describe('a join', () => {
  const joined = (params: Readonly<Record<string, unknown>>, more = {}): PipelineDocument =>
    documentOf({
      orders,
      people,
      both: step('combine.join', params, { left: 'orders', right: 'people' }),
      ...more,
    });

  it('knows the sides of keys and conditions', async () => {
    const document = joined({
      on: [{ left: 'total', right: 'id' }],
      condition: 'left.id <> right.id AND total > length(name)',
    });
    const left = await check(document, 'orders.output.id', 'order_id');
    // Nothing collides any more: the other side loses its suffix.
    expect(paramsOf(left.document, 'both')).toEqual({
      on: [{ left: 'total', right: 'id' }],
      condition: 'left.order_id <> right.id AND total > length(name)',
    });
    expect(changedNames(left)).toEqual([
      'orders.output: id → order_id',
      'both.output: id → order_id',
      'both.output: id_right → id',
      'both.left_unmatched: id → order_id',
    ]);
    const right = await check(document, 'people.output.id', 'person_id');
    expect(paramsOf(right.document, 'both')).toEqual({
      on: [{ left: 'total', right: 'person_id' }],
      condition: 'left.id <> right.person_id AND total > length(name)',
    });
  });

  it('renames with it what another column is called because of it', async () => {
    const document = joined(
      { on: [{ left: 'total', right: 'id' }] },
      { last: step('rows.filter', { condition: 'id_right > id' }, 'both') },
    );
    const result = await check(document, 'orders.output.id', 'order_id');
    expect(paramsOf(result.document, 'last')).toEqual({ condition: 'id > order_id' });
  });

  it('keeps a key that both sides share, over a rename step', async () => {
    const document = joined(
      { on: [{ left: 'id', right: 'id' }] },
      { last: step('rows.filter', { condition: 'id > 1' }, 'both') },
    );
    const result = await check(document, 'orders.output.id', 'order_id');
    expect(result.rename.inserts).toMatchObject([{ reason: 'bridge', map: { order_id: 'id' } }]);
    expect(changedNames(result)).toEqual(['orders.output: id → order_id']);
  });

  it('renames a column of one table that comes in twice', async () => {
    const document = documentOf({
      people,
      pairs: step(
        'combine.join',
        { on: [{ left: 'id', right: 'id' }] },
        { left: 'people', right: 'people' },
      ),
      last: step('rows.filter', { condition: 'name <> name_right' }, 'pairs'),
    });
    const result = await check(document, 'people.output.name', 'who');
    expect(paramsOf(result.document, 'last')).toEqual({ condition: 'who <> who_right' });
    const key = await check(document, 'people.output.id', 'key');
    expect(paramsOf(key.document, 'pairs')).toEqual({ on: [{ left: 'key', right: 'key' }] });
  });
});

describe('many inputs', () => {
  it('keeps a union by name together', async () => {
    const document = documentOf({
      a: people,
      b: people,
      all: step('combine.union', {}, { inputs: ['a', 'b'] }),
      last: step('rows.filter', { condition: "name = 'x'" }, 'all'),
    });
    const result = await check(document, 'b.output.name', 'who');
    expect(result.rename.inserts).toMatchObject([
      { map: { who: 'name' }, source: 'b', targets: [{ node: 'all', port: 'inputs', index: 1 }] },
    ]);
    expect(changedNames(result)).toEqual(['b.output: name → who']);
  });

  it('follows a union by position, whose first input names the columns', async () => {
    const document = documentOf({
      a: people,
      b: people,
      all: step('combine.union', { by: 'position' }, { inputs: ['a', 'b'] }),
      last: step('rows.filter', { condition: "name = 'x'" }, 'all'),
    });
    const first = await check(document, 'a.output.name', 'who');
    expect(paramsOf(first.document, 'last')).toEqual({ condition: "who = 'x'" });
    const second = await check(document, 'b.output.name', 'who');
    expect(changedNames(second)).toEqual(['b.output: name → who']);
  });

  it('names the columns that a pivot makes', async () => {
    const document = documentOf({
      people,
      wide: step(
        'aggregate.pivot',
        {
          rows: [],
          column: 'name',
          values: [
            { column: 'id', function: 'sum' },
            { column: 'id', function: 'max', name: 'most' },
          ],
          fixed_values: ['a', 'b'],
        },
        'people',
      ),
      last: step('rows.filter', { condition: 'a_sum_id > b_most' }, 'wide'),
    });
    const result = await check(document, 'people.output.id', 'key');
    expect(paramsOf(result.document, 'last')).toEqual({ condition: 'a_sum_key > b_most' });
    const pivoted = await check(document, 'people.output.name', 'who');
    expect(paramsOf(pivoted.document, 'wide')).toMatchObject({ column: 'who' });
  });

  it('follows unpivot and explode', async () => {
    const document = documentOf({
      orders,
      long: step('aggregate.unpivot', { columns: ['id', 'total'] }, 'orders'),
      each: step('rows.explode', { column: 'items', position_name: 'at' }, 'long'),
      last: step('rows.filter', { condition: "items > at AND name = 'total'" }, 'each'),
    });
    const listed = await check(document, 'orders.output.total', 'amount');
    expect(paramsOf(listed.document, 'long')).toEqual({ columns: ['id', 'amount'] });
    // The data says "amount" now where it said "total": the text is not a name.
    expect(paramsOf(listed.document, 'last')).toEqual({
      condition: "items > at AND name = 'total'",
    });
    const items = await check(document, 'orders.output.items', 'things');
    expect(paramsOf(items.document, 'each')).toMatchObject({ column: 'things' });
    const made = await check(document, 'each.output.at', 'place');
    expect(paramsOf(made.document, 'last')).toEqual({
      condition: "items > place AND name = 'total'",
    });
  });
});

describe('a query', () => {
  const query = (text: string, inputs: readonly string[] = ['orders']): PipelineDocument =>
    documentOf({
      orders,
      people,
      ask: step('code.sql', { query: text }, { inputs }),
      last: step('rows.limit', { rows: 1 }, 'ask'),
    });

  const cases: readonly (readonly [text: string, expected: string])[] = [
    [
      'SELECT id, total FROM orders WHERE total > 1',
      'SELECT id, amount FROM orders WHERE amount > 1',
    ],
    [
      "SELECT o.total AS x, 'total' AS y FROM orders o",
      "SELECT o.amount AS x, 'total' AS y FROM orders o",
    ],
    ['SELECT orders.person.total FROM orders', 'SELECT orders.person.total FROM orders'],
    [
      'FROM orders SELECT sum(total) AS n GROUP BY id;',
      'FROM orders SELECT sum(amount) AS n GROUP BY id;',
    ],
  ];
  it.each(cases)('%s', async (text, expected) => {
    const result = await check(query(text), 'orders.output.total', 'amount');
    expect(paramsOf(result.document, 'ask')).toEqual({ query: expected });
    expect(result.rename.inserts).toEqual([]);
  });

  it('tells tables apart', async () => {
    const text = 'SELECT o.id, p.name FROM orders o JOIN people AS p ON o.id = p.id';
    const result = await check(query(text, ['orders', 'people']), 'people.output.id', 'key');
    expect(paramsOf(result.document, 'ask')).toEqual({
      query: 'SELECT o.id, p.name FROM orders o JOIN people AS p ON o.id = p.key',
    });
  });

  it.each([
    'WITH t AS (SELECT total FROM orders) SELECT total FROM t',
    'SELECT id AS total FROM orders WHERE total > 1',
    'SELECT id FROM orders JOIN people USING (id)',
  ])('gives %s the names it knows', async (text) => {
    const document = query(text, text.includes('people') ? ['orders', 'people'] : ['orders']);
    const column = text.includes('people') ? 'id' : 'total';
    const result = await check(document, `orders.output.${column}`, 'amount');
    expect(result.rename.inserts).toMatchObject([{ reason: 'bridge', map: { amount: column } }]);
    // The table is called as the step before it is.
    expect(paramsOf(result.document, 'ask')).toEqual({
      query: text.replace('FROM orders', 'FROM rename AS orders'),
    });
  });

  it('changes the alias of a column that the query makes', async () => {
    const document = query('SELECT id, total * 2 AS double FROM orders');
    const result = await check(document, 'ask.output.double', 'twice');
    expect(paramsOf(result.document, 'ask')).toEqual({
      query: 'SELECT id, total * 2 AS twice FROM orders',
    });
  });

  it('reads a rename step under its name', async () => {
    const document = documentOf({
      orders,
      part: step('rows.limit', { rows: 3 }, 'orders'),
      ask: step('code.sql', { query: 'SELECT part.total FROM part' }, { inputs: ['part'] }),
    });
    const result = await check(document, 'part.output.total', 'amount');
    expect(paramsOf(result.document, 'ask')).toEqual({
      query: 'SELECT part.amount FROM rename AS part',
    });
  });
});

it('gives a step the name that a parameter of the pipeline says', async () => {
  const document: PipelineDocument = {
    ...documentOf({
      orders,
      unique: step('rows.distinct', { keys: ['$key', 'total'] }, 'orders'),
    }),
    parameters: { key: { type: 'VARCHAR', default: 'id' } },
  };
  const other = await check(document, 'orders.output.total', 'amount');
  expect(paramsOf(other.document, 'unique')).toEqual({ keys: ['$key', 'amount'] });
  const named = await check(document, 'orders.output.id', 'order_id');
  expect(paramsOf(named.document, 'unique')).toEqual({ keys: ['$key', 'total'] });
  expect(named.rename.inserts).toMatchObject([{ reason: 'bridge', map: { order_id: 'id' } }]);
});

describe('steps that cannot be checked', () => {
  it('rewrites disabled steps and says so', async () => {
    const document = documentOf({
      orders,
      off: { ...step('rows.filter', { condition: 'total > 1' }, 'orders'), disabled: true },
      last: step('rows.filter', { condition: 'total > 2' }, 'off'),
    });
    const result = await check(document, 'orders.output.total', 'amount');
    expect(paramsOf(result.document, 'off')).toEqual({ condition: 'amount > 1' });
    expect(paramsOf(result.document, 'last')).toEqual({ condition: 'amount > 2' });
    expect(result.rename.unsure).toEqual([
      { node: 'off', param: 'condition', text: 'total > 1', reason: 'unchecked' },
    ]);
  });
});
