import { expect, test } from 'vitest';
import type { Expression } from '../contract/expression.ts';
import { ex } from '../contract/expression.ts';
import { nodeId } from '../contract/ids.ts';
import { parseType } from '../contract/parse-type.ts';
import { rel } from '../contract/rel.ts';
import type { Relation, StageOutput } from '../contract/relation.ts';
import { formatType } from '../contract/schema.ts';
import type { BindResult } from './binder.ts';
import { parsed, table, useBinder } from './testing/binder-harness.ts';

const opened = useBinder();

const orders = table({
  id: 'INTEGER',
  amount: 'DECIMAL(10,2)',
  day: 'DATE',
  note: 'VARCHAR',
  tags: 'VARCHAR[]',
  who: 'STRUCT(name VARCHAR, "e mail" VARCHAR)',
});

const types = (result: BindResult): unknown =>
  result.ok
    ? Object.fromEntries(result.schema.map(({ name, type }) => [name, formatType(type)]))
    : result.diagnostics;

const typesOf = async (relation: Relation): Promise<unknown> =>
  types(await opened.binder.bind(relation));

const derive = (texts: Readonly<Record<string, string>>): Relation => ({
  ...rel.project(
    orders,
    Object.entries(texts).map(([name, text]) => ({ name, expression: parsed(text, name) })),
  ),
  origin: { node: nodeId('derived'), port: 'output' },
});

test("a project's types are DuckDB's", async () => {
  expect(
    await typesOf(
      derive({
        id: 'ID',
        total: 'amount * 1.19',
        year: 'year(day)',
        up: 'upper(note)',
        'e mail': 'who."e mail"',
        tag: 'tags[1]',
        long: 'list_filter(tags, lambda t: length(t) > id)',
        nothing: 'NULL',
      }),
    ),
  ).toEqual({
    id: 'INTEGER',
    total: 'DECIMAL(13,4)',
    year: 'BIGINT',
    up: 'VARCHAR',
    'e mail': 'VARCHAR',
    tag: 'VARCHAR',
    long: 'VARCHAR[]',
    nothing: 'INTEGER',
  });
});

test('every wrong expression has its own diagnostic, at the character', async () => {
  const result = await typesOf(
    derive({
      a: "'é😀' || amunt",
      b: "upper('é😀', id)",
      c: "'é😀' || nofun(id)",
      d: 'day + [1]',
      e: 'sum(amount)',
      f: 'CAST(note AS fooo)',
      fine: 'id + 1',
    }),
  );
  expect(result).toMatchObject([
    {
      severity: 'error',
      code: 'unknown-column',
      message: 'There is no column "amunt".',
      hint: 'Did you mean "amount"?',
      node: 'derived',
      param: 'a',
      start: 9,
      end: 14,
    },
    {
      code: 'type-mismatch',
      message: 'upper does not take (VARCHAR, INTEGER).',
      param: 'b',
      start: 0,
    },
    {
      code: 'unknown-function',
      message: 'There is no function "nofun".',
      param: 'c',
      start: 9,
      end: 18,
    },
    { code: 'type-mismatch', message: '"+" does not work on (DATE, INTEGER[]).', param: 'd' },
    { code: 'bad-expression', param: 'e' },
    { code: 'unknown-type', message: 'There is no type "fooo".', param: 'f', start: 0, end: 18 },
  ]);
});

test('a list of columns is no value', async () => {
  expect(await typesOf(derive({ all: 'COLUMNS(*)', one: 'id + 1' }))).toMatchObject([
    { code: 'bad-expression', param: 'all', start: 0, end: 10 },
  ]);
});

test('two columns of one name', async () => {
  const doubled = rel.project(orders, [
    { name: 'x', expression: ex.column('id') },
    { name: 'X', expression: ex.column('day') },
  ]);
  expect(await typesOf(doubled)).toMatchObject([{ code: 'duplicate-column' }]);
});

test('a name made beside an expression is not one of its columns', async () => {
  expect(await typesOf(derive({ twice: 'id * 2', more: 'twice + 1' }))).toMatchObject([
    { code: 'unknown-column', param: 'more', start: 0, end: 5 },
  ]);
});

test('a filter keeps the schema; its condition must be a truth value', async () => {
  const filter = (text: string) => rel.filter(orders, parsed(text, 'condition'));
  expect(await opened.binder.bind(filter('amount > 5 AND note IS NOT NULL'))).toEqual({
    ok: true,
    schema: orders.schema,
  });
  expect(await typesOf(filter('note'))).toMatchObject([
    { code: 'type-mismatch', param: 'condition', start: 0, end: 4 },
  ]);
  expect(await typesOf(filter('count(*) > 1'))).toMatchObject([{ code: 'bad-expression' }]);
  expect(await typesOf(filter('row_number() OVER () = 1'))).toMatchObject([
    { code: 'bad-expression' },
  ]);
});

test('aggregates and windows', async () => {
  const call = (text: string) => {
    const expression = parsed(text, text);
    if (expression.kind !== 'call') throw new Error(text);
    return { name: text, call: expression };
  };
  const keys = [{ name: 'year', expression: parsed('year(day)') }];
  expect(
    await typesOf(
      rel.aggregate(orders, keys, [call('count(*)'), call('avg(amount)'), call('list(id)')]),
    ),
  ).toEqual({
    year: 'BIGINT',
    'count(*)': 'BIGINT',
    'avg(amount)': 'DOUBLE',
    'list(id)': 'INTEGER[]',
  });
  expect(await typesOf(rel.aggregate(orders, [], [call('sum(note)')]))).toMatchObject([
    { code: 'type-mismatch', param: 'sum(note)' },
  ]);
  const window = parsed('lag(day) OVER (PARTITION BY note ORDER BY id)');
  if (window.kind !== 'window') throw new Error('no window');
  const last = (await opened.binder.bind(rel.window(orders, [{ name: 'before', window }]))) as {
    schema: StageOutput['schema'];
  };
  expect(last.schema.at(-1)).toEqual({ name: 'before', type: parseType('DATE') });
});

test('joins', async () => {
  const people = table({ id: 'BIGINT', name: 'VARCHAR', since: 'DATE' });
  const join = (left: string, right: string, condition?: string) =>
    rel.join({
      left: orders,
      right: people,
      type: 'left',
      on: [{ left: parsed(left, 'on[0].left'), right: parsed(right, 'on[0].right') }],
      columns: [
        { name: 'id', side: 'left', column: 'id' },
        { name: 'name', side: 'right', column: 'name' },
      ],
      ...(condition === undefined ? {} : { condition: sided(condition) }),
    });
  const sided = (name: string): Expression =>
    ex.binary('>', ex.column('day', 'left'), {
      ...parsed(name, 'condition'),
      side: 'right',
    } as Expression);
  expect(await typesOf(join('id', 'id', 'since'))).toEqual({ id: 'INTEGER', name: 'VARCHAR' });
  expect(await typesOf(join('id', 'nam'))).toMatchObject([
    { code: 'unknown-column', param: 'on[0].right', hint: 'Did you mean "name"?' },
  ]);
  expect(await typesOf(join('id', 'since'))).toMatchObject([
    {
      code: 'type-mismatch',
      message: 'A key of type INTEGER cannot equal one of type DATE.',
      param: 'on[0].left',
    },
  ]);
  const name = { ...parsed('name', 'condition'), side: 'right' } as Expression;
  expect(await typesOf({ ...join('id', 'id'), condition: name })).toMatchObject([
    { code: 'type-mismatch', param: 'condition', start: 0, end: 4 },
  ]);
  expect(await typesOf(join('id', 'id', 'sinc'))).toMatchObject([
    {
      code: 'unknown-column',
      message: 'The right input has no column "sinc".',
      param: 'condition',
    },
  ]);
});

test('unions take the wider type and refuse what does not fit', async () => {
  const a = table({ n: 'INTEGER', s: 'VARCHAR' });
  expect(await typesOf(rel.union([a, table({ n: 'DOUBLE', t: 'VARCHAR' })]))).toEqual({
    n: 'DOUBLE',
    s: 'VARCHAR',
  });
  expect(await typesOf(rel.union([a, table({ n: 'INTEGER' })]))).toMatchObject([
    { code: 'type-mismatch', message: 'Input 2 has 1 column, the first has 2 columns.' },
  ]);
  expect(await typesOf(rel.union([a, table({ n: 'DATE', s: 'VARCHAR' })]))).toMatchObject([
    { code: 'type-mismatch' },
  ]);
});

test('unpivot, unnest and pivots with values', async () => {
  const wide = table({ k: 'VARCHAR', a: 'INTEGER', b: 'DOUBLE' });
  const unpivot = { columns: ['a', 'b'], nameTo: 'what', valueTo: 'v', dropNulls: false };
  expect(await typesOf(rel.unpivot(wide, unpivot))).toEqual({
    k: 'VARCHAR',
    what: 'VARCHAR',
    v: 'DOUBLE',
  });
  expect(await typesOf(rel.unpivot(wide, { ...unpivot, nameTo: 'K' }))).toMatchObject([
    { code: 'duplicate-column' },
  ]);
  const tags = rel.unnest(orders, { column: 'TAGS', keepEmpty: true, positionName: 'at' });
  expect(await typesOf(tags)).toMatchObject({
    tags: 'VARCHAR',
    at: 'BIGINT',
    who: expect.anything(),
  });
  expect(await typesOf(rel.unnest(orders, { column: 'id', keepEmpty: true }))).toMatchObject([
    { code: 'type-mismatch' },
  ]);
  const pivot = rel.pivot(orders, {
    rows: ['id'],
    column: 'note',
    aggregates: [{ name: 'sum_amount', call: ex.call('sum', ex.column('amount')) }],
    values: [ex.text('x'), ex.text('y "z"'), ex.null('VARCHAR')],
  });
  expect(await typesOf(pivot)).toEqual({
    id: 'INTEGER',
    x: 'DECIMAL(38,2)',
    'y "z"': 'DECIMAL(38,2)',
    NULL: 'DECIMAL(38,2)',
  });
});

test("a user's query", async () => {
  const query = (text: string): Relation =>
    rel.sql({
      inputs: [{ name: 'orders', relation: orders }],
      query: text,
      param: 'query',
      perPartition: false,
    });
  expect(
    await typesOf(
      query('WITH o AS (SELECT * FROM orders) SELECT day, sum(amount) AS s FROM o GROUP BY ALL;'),
    ),
  ).toEqual({ day: 'DATE', s: 'DECIMAL(38,2)' });
  expect(await typesOf(query("SELECT 'é😀', amout FROM orders"))).toMatchObject([
    { code: 'unknown-column', param: 'query', start: 14, end: 19, hint: 'Did you mean "amount"?' },
  ]);
  expect(await typesOf(query("SELECT 'é😀', orders.amout FROM orders"))).toMatchObject([
    {
      code: 'unknown-column',
      message: 'There is no column "amout".',
      hint: 'Did you mean "amount"?',
    },
  ]);
  expect(await typesOf(query("SELECT 'é😀' FROM ordres"))).toMatchObject([
    { code: 'unknown-table', start: 18, end: 24 },
  ]);
  expect(await typesOf(query("SELECT 'é😀' a b c FROM orders"))).toMatchObject([
    { code: 'syntax-error', start: 15, end: 16 },
  ]);
});

test('what is wrong below is told once, as upstream', async () => {
  const broken = derive({ x: 'wrong' });
  const above: Relation = {
    ...rel.limit(broken, 1),
    origin: { node: nodeId('few'), port: 'output' },
  };
  expect(await typesOf(above)).toEqual([
    expect.objectContaining({ severity: 'info', code: 'upstream-error', node: 'few' }),
  ]);
});

test('what was asked is not asked again', async () => {
  const before = opened.db.describeCount();
  await typesOf(derive({ total: 'amount * 1.19', year: 'year(day)' }));
  const first = opened.db.describeCount() - before;
  await typesOf(derive({ total: 'amount * 1.19', year: 'year(day)' }));
  expect(opened.db.describeCount() - before).toBe(first);
});
