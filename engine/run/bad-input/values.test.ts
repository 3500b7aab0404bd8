import { afterAll, beforeAll, expect, test } from 'vitest';
import { csvInput, openWorkbench, step, type Row, type Workbench } from './testing/workbench.ts';

/** Values that a step cannot work with, seen only while it runs. */

let bench: Workbench;
const data = csvInput('data.csv', { columns: { big: 'BIGINT', text: 'VARCHAR' } });

beforeAll(async () => {
  bench = await openWorkbench();
  await bench.file('data.csv', 'big,text,zero\n1,5,1\n9223372036854775807,abc,0\n');
});
afterAll(async () => {
  await bench.stillWorks();
  await bench.close();
});

const derive = (input: string, name: string, expression: string) =>
  step('columns.derive', input, { expressions: [{ name, expression }] });

test('an overflow names its step, not the ones around it', async () => {
  const nodes = {
    data,
    before: derive('data', 'a', 'zero - 1'),
    wrong: derive('before', 'b', 'zero * 2 + (big + 1)'),
    after: step('rows.filter', 'wrong', { condition: 'b > 0' }),
  };
  expect(await bench.failure(nodes, 'after')).toMatchObject({
    kind: 'user',
    code: 'overflow',
    node: 'wrong',
    param: 'expressions[0].expression',
    message: expect.stringContaining('9223372036854775807 + 1') as string,
    hint: expect.stringContaining('wider type') as string,
  });
});

test('an overflow with one possible place stands at its characters', async () => {
  const nodes = { data, wrong: derive('data', 'b', '7 - big * big') };
  expect(await bench.failure(nodes, 'wrong')).toMatchObject({
    code: 'overflow',
    node: 'wrong',
    param: 'expressions[0].expression',
    start: 4,
    end: 13,
  });
});

test('a sum that leaves its type names the group-by', async () => {
  const largest = '170141183460469231731687303715884105727';
  const nodes = {
    data,
    wide: derive('data', 'h', `CAST('${largest}' AS HUGEINT)`),
    total: step('aggregate.group-by', 'wide', {
      keys: [],
      aggregates: [{ name: 's', function: 'sum', column: 'h' }],
    }),
  };
  expect(await bench.failure(nodes, 'total')).toMatchObject({ code: 'overflow', node: 'total' });
});

test('division by zero is no error: infinite for floats, null for whole numbers, as in DuckDB', async () => {
  const nodes = {
    data,
    divided: step('columns.derive', 'data', {
      expressions: ['big / zero', 'big // zero', 'big % zero'].map((expression, i) => ({
        name: `d${i}`,
        expression,
      })),
    }),
  };
  const [, second] = await bench.rows(nodes, 'divided');
  expect(second).toMatchObject({ d0: Infinity, d1: null, d2: null } satisfies Row);
});

test('a bad cast names the step that casts, at its characters', async () => {
  const nodes = {
    data,
    before: derive('data', 'a', 'zero + 1'),
    wrong: derive('before', 'n', '1 + CAST(text AS INTEGER)'),
    after: derive('wrong', 'm', 'n + 1'),
  };
  expect(await bench.failure(nodes, 'after')).toMatchObject({
    kind: 'user',
    code: 'bad-cast',
    node: 'wrong',
    param: 'expressions[0].expression',
    start: 4,
    end: 25,
    message: expect.stringContaining("'abc'") as string,
    hint: expect.stringContaining('TRY_CAST') as string,
  });
});

test('the step is still named when the optimiser has merged it into the next one', async () => {
  const nodes = {
    data,
    wrong: derive('data', 'n', 'CAST(text AS INTEGER)'),
    after: step('columns.select', 'wrong', { columns: [{ column: 'n', as: 'm' }] }),
  };
  expect(await bench.failure(nodes, 'after')).toMatchObject({ code: 'bad-cast', node: 'wrong' });
});

test('a cast step names the cast', async () => {
  const nodes = {
    data,
    typed: step('columns.cast', 'data', {
      casts: [
        { column: 'big', type: 'DOUBLE' },
        { column: 'text', type: 'INTEGER' },
      ],
    }),
    after: derive('typed', 'm', 'text + 1'),
  };
  expect(await bench.failure(nodes, 'after')).toMatchObject({
    code: 'bad-cast',
    node: 'typed',
    param: 'casts[1].type',
  });
});

test('a cast inside an aggregate, and one inside a query', async () => {
  const grouped = step('aggregate.group-by', 'data', {
    keys: ['zero'],
    aggregates: [{ name: 's', function: 'sum', expression: 'CAST(text AS INTEGER)' }],
  });
  expect(await bench.failure({ data, grouped }, 'grouped')).toMatchObject({
    code: 'bad-cast',
    node: 'grouped',
    param: 'aggregates[0].expression',
  });
  const query = {
    type: 'code.sql',
    inputs: { inputs: ['before'] },
    params: { query: 'SELECT CAST(text AS INTEGER) AS n FROM before' },
  };
  const nodes = { data, before: derive('data', 'a', 'zero + 1'), query };
  expect(await bench.failure(nodes, 'query')).toMatchObject({
    code: 'bad-cast',
    node: 'query',
    param: 'query',
  });
});

test.each([
  ['sqrt(-big)', 'out-of-range'],
  ["strptime(text, '%Y-%m-%d')", 'invalid-input'],
  ["regexp_matches(text, text || '(')", 'invalid-input'],
])('%s: %s with a place and a remedy', async (expression, code) => {
  const nodes = {
    data,
    before: derive('data', 'a', 'zero + 1'),
    wrong: derive('before', 'x', expression),
  };
  const error = await bench.failure(nodes, 'wrong');
  expect(error).toMatchObject({
    kind: 'user',
    code,
    node: 'wrong',
    param: 'expressions[0].expression',
    start: 0,
    end: expression.length,
    hint: expect.any(String) as string,
  });
  expect(error.message).not.toContain('\n');
});

test('a query may neither change tables nor read files by itself', async () => {
  const query = (text: string) => ({
    data,
    query: { type: 'code.sql', inputs: { inputs: ['data'] }, params: { query: text } },
  });
  for (const text of ['DROP TABLE data', "SELECT * FROM read_csv('/etc/passwd')"]) {
    expect(await bench.failure(query(text), 'query')).toMatchObject({
      kind: 'user',
      node: 'query',
      param: 'query',
    });
  }
});
