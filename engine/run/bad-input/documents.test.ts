import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseDocument } from '../../document/parse.ts';
import { csvInput, openWorkbench, step, type Workbench } from './testing/workbench.ts';

/** Pipelines that are wrong before any data is read. */

let bench: Workbench;
const data = csvInput('data.csv');

beforeAll(async () => {
  bench = await openWorkbench();
  await bench.file('data.csv', 'id,amount\n1,2\n2,3\n');
});
afterAll(async () => {
  await bench.stillWorks();
  await bench.close();
});

test('a node type that does not exist, asked for or further up', async () => {
  const nodes = {
    data,
    few: step('rows.filtre', 'data', { condition: 'amount > 1' }),
    end: step('rows.limit', 'few', { rows: 1 }),
  };
  const expected = {
    kind: 'user',
    code: 'unknown-node-type',
    node: 'few',
    hint: 'Did you mean "rows.filter"?',
  };
  expect(await bench.failure(nodes, 'few')).toMatchObject(expected);
  expect(await bench.failure(nodes, 'end')).toMatchObject(expected);
  expect(await bench.failure(nodes)).toMatchObject(expected);
});

test('a param that the step does not know, and one of a wrong kind', async () => {
  const unknown = step('rows.filter', 'data', { condition: 'amount > 1', conditon: 'x' });
  expect(await bench.failure({ data, few: unknown }, 'few')).toMatchObject({
    code: 'unknown-param',
    node: 'few',
    param: 'conditon',
    hint: expect.stringContaining('condition') as string,
  });
  const negative = step('rows.limit', 'data', { rows: -1 });
  expect(await bench.failure({ data, few: negative }, 'few')).toMatchObject({
    code: 'invalid-param',
    node: 'few',
    param: 'rows',
  });
});

test('ports that a step does not have', async () => {
  const from = step('rows.limit', 'data.outputs', { rows: 1 });
  expect(await bench.failure({ data, few: from }, 'few')).toMatchObject({
    code: 'unknown-output-port',
    node: 'few',
    hint: 'Did you mean "output"?',
  });
  const to = { type: 'rows.limit', inputs: { inputs: 'data' }, params: { rows: 1 } };
  expect(await bench.failure({ data, few: to }, 'few')).toMatchObject({
    code: 'unknown-input-port',
    node: 'few',
    hint: 'Did you mean "input"?',
  });
  expect(await bench.failure({ data }, 'data.kept')).toMatchObject({
    code: 'unknown-target',
    hint: expect.stringContaining('data.output') as string,
  });
});

test('a step that does not exist as a source and as a target', async () => {
  const few = step('rows.limit', 'dat', { rows: 1 });
  expect(await bench.failure({ data, few }, 'few')).toMatchObject({
    code: 'unknown-node',
    node: 'few',
    hint: 'Did you mean "data"?',
  });
  expect(await bench.failure({ data }, 'dat')).toMatchObject({
    code: 'unknown-target',
    hint: 'Did you mean "data"?',
  });
});

test('a format version and a node version of the future', async () => {
  const parsed = parseDocument('{ "format": "sluice/9", "name": "x", "nodes": {} }');
  expect(parsed).toMatchObject({
    ok: false,
    diagnostics: [{ code: 'unknown-format', hint: expect.any(String) as string }],
  });
  expect(await bench.failure({ data: { ...data, version: 99 } }, 'data')).toMatchObject({
    code: 'newer-node-version',
    node: 'data',
    hint: expect.stringContaining('update') as string,
  });
});

test('a cycle names its steps', async () => {
  const nodes = {
    one: step('rows.limit', 'two', { rows: 1 }),
    two: step('rows.limit', 'one', { rows: 1 }),
  };
  expect(await bench.failure(nodes, 'one')).toMatchObject({
    code: 'cycle',
    node: 'one',
    message: expect.stringContaining('one → two → one') as string,
    hint: expect.any(String) as string,
  });
});

test('an input that is not connected', async () => {
  const few = { type: 'rows.limit', params: { rows: 1 } };
  expect(await bench.failure({ few }, 'few')).toMatchObject({
    code: 'missing-input',
    node: 'few',
    hint: 'Connect a step to it.',
  });
});

test('a type error stands at its characters', async () => {
  const condition = 'amount > 1 AND lower(amount) = name';
  const few = step('rows.filter', 'data', { condition: condition.replace('name', "'x'") });
  const start = condition.indexOf('lower');
  expect(await bench.failure({ data, few }, 'few')).toMatchObject({
    code: 'type-mismatch',
    node: 'few',
    param: 'condition',
    start,
    end: start + 'lower(amount)'.length,
    hint: 'It takes lower(VARCHAR) -> VARCHAR.',
  });
});

test('a syntax error and an unknown function stand at their characters', async () => {
  const derive = (expression: string) => ({
    data,
    more: step('columns.derive', 'data', { expressions: [{ name: 'x', expression }] }),
  });
  expect(await bench.failure(derive('amount + * 2'), 'more')).toMatchObject({
    code: 'syntax-error',
    node: 'more',
    param: 'expressions[0].expression',
    start: 9,
  });
  expect(await bench.failure(derive('1 + lowr(amount)'), 'more')).toMatchObject({
    code: 'unknown-function',
    node: 'more',
    param: 'expressions[0].expression',
    start: 4,
    hint: expect.stringContaining('lower') as string,
  });
});

test('a column that is gone since a step before was changed', async () => {
  const nodes = {
    data,
    renamed: step('columns.rename', 'data', { map: { amount: 'amounts' } }),
    few: step('rows.filter', 'renamed', { condition: 'id > 0 AND amount > 1' }),
    grouped: step('aggregate.group-by', 'renamed', {
      keys: ['amount'],
      aggregates: [{ name: 'n', function: 'count' }],
    }),
  };
  const expected = { code: 'unknown-column', hint: 'Did you mean "amounts"?' };
  expect(await bench.failure(nodes, 'few')).toMatchObject({
    ...expected,
    node: 'few',
    param: 'condition',
    start: 11,
    end: 17,
  });
  expect(await bench.failure(nodes, 'grouped')).toMatchObject({
    ...expected,
    node: 'grouped',
    param: 'keys[0]',
  });
});

test('all that is wrong is found at once', async () => {
  const nodes = {
    data,
    few: step('rows.filter', 'data', { condition: 'amont > 1' }),
    more: step('columns.derive', 'data', { expressions: [{ name: 'x', expression: 'idd' }] }),
  };
  const { diagnostics } = (await bench.failure({
    ...nodes,
    out: step('output.file', 'few', { path: 'a.csv', format: 'csv' }),
    out_2: step('output.file', 'more', { path: 'b.csv', format: 'csv' }),
  })) as { diagnostics?: readonly { readonly code: string; readonly node?: string }[] };
  const found = diagnostics?.filter(({ code }) => code === 'unknown-column');
  expect(found?.map(({ node }) => node)).toEqual(['few', 'more']);
});
