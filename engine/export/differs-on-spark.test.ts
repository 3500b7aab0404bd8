/** What is said of steps whose rows are others in a target, or none. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { documentOf, step, tableStep } from '../../nodes/testing/case-builder.ts';
import { caseTable } from '../../nodes/testing/case-data.ts';
import type { DocumentNode } from '../document/schema.ts';
import type { Engine } from '../run/engine-api.ts';
import { openTestEngine } from '../run/testing/open-engine.ts';
import { EXPORT_TARGETS } from './project.ts';

let folder: string;
let engine: Engine;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-differs-'));
  engine = await openTestEngine(folder, { workers: 1 });
});
afterAll(async () => {
  await engine.close();
  rmSync(folder, { recursive: true });
});

async function exported(nodes: Readonly<Record<string, DocumentNode>>, last: string) {
  const document = documentOf('notes', {
    data: tableStep(caseTable('many')),
    ...nodes,
    out: step('output.file', { path: 'out', format: 'parquet' }, last),
  });
  const result = await engine.export(document, { target: 'pyspark' });
  if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
  const text = (path: string): string =>
    result.project.files.find((file) => file.path === path)?.text ?? '';
  return { ...result, program: text('pipeline.py'), readme: text('README.md') };
}

const TIES = 'Of rows whose keys tie, Spark takes any.';

test('a random sample warns, in the program and its README too', async () => {
  const sample = step('rows.sample', { rows: 5, method: 'random' }, 'data');
  const { diagnostics, program, readme } = await exported({ sample }, 'sample');
  const message = 'Spark draws other rows at random than Sluice does, with the same seed too.';
  expect(diagnostics).toMatchObject([
    { severity: 'warning', code: 'differs-on-spark', node: 'sample', message },
  ]);
  expect(program).toContain(`    # ${message}\n    sample = `);
  expect(readme).toContain(`- \`sample\`: ${message}\n`);
});

const top = (...columns: readonly string[]): DocumentNode =>
  step('rows.limit', { rows: 3, by: columns.map((column) => ({ column })) }, 'data');

test('keys that may tie are told, once of a step', async () => {
  const { diagnostics, readme } = await exported({ step: top('m', 'day') }, 'step');
  expect(diagnostics).toMatchObject([{ severity: 'info', node: 'step', message: TIES }]);
  expect(readme).toContain(`- \`step\`: ${TIES}\n`);
});

test('rows that are alike in all columns may change places', async () => {
  const all = top('id', 'g', 'x', 'd', 'm', 'day', 'ok', 'tags');
  const narrow = step('columns.select', { columns: [{ column: 'id' }, { column: 'm' }] }, 'data');
  const step2 = step('rows.limit', { rows: 3, by: [{ column: 'm' }, { column: 'id' }] }, 'narrow');
  await expect(exported({ step: all }, 'step')).rejects.toThrow(/different orders/);
  expect((await exported({ narrow, step2 }, 'step2')).diagnostics).toEqual([]);
});

const count = { aggregates: [{ name: 'n', function: 'count' }] };

test.each([
  [['n', 'g', 'ok'], []],
  [['n', 'g'], [TIES]],
])('of groups, their keys leave no ties: by %j', async (by, wanted) => {
  const groups = step('aggregate.group-by', { keys: ['g', 'ok'], ...count }, 'data');
  const last = step('rows.limit', { rows: 3, by: by.map((column) => ({ column })) }, 'groups');
  const { diagnostics } = await exported({ groups, last }, 'last');
  expect(diagnostics.map(({ message }) => message)).toEqual(wanted);
});

test('keys stay unique through joins that find one row at most, and new names', async () => {
  const groups = step('aggregate.group-by', { keys: ['g'], ...count }, 'data');
  const others = step('aggregate.group-by', { keys: ['ok'], ...count }, 'data');
  const joined = step(
    'combine.join',
    { type: 'left', on: [{ left: 'n', right: 'n' }] },
    { left: 'groups', right: 'others' },
  );
  const one = step(
    'combine.join',
    { type: 'left', on: [{ left: 'g', right: 'g' }] },
    { left: 'data', right: 'groups' },
  );
  const renamed = step('columns.rename', { map: { g: 'group' } }, 'groups');
  const by = (...columns: readonly string[]): Readonly<Record<string, unknown>> => ({
    rows: 3,
    by: columns.map((column) => ({ column })),
  });
  const renamedTop = step('rows.limit', by('group'), 'renamed');
  const many = step('rows.limit', by('g'), 'joined');
  const last = step('rows.limit', by('g', 'id'), 'one');
  const told = async (nodes: Readonly<Record<string, DocumentNode>>, last: string) =>
    (await exported(nodes, last)).diagnostics.map(({ node }) => node);
  expect(await told({ groups, renamed, renamedTop }, 'renamedTop')).toEqual([]);
  expect(await told({ groups, others, joined, many }, 'many')).toEqual(['many']);
  expect(await told({ groups, one, last }, 'last')).toEqual(['last']);
});

test('a column that is computed of the keys leaves no ties either', async () => {
  const narrow = step('columns.select', { columns: [{ column: 'id' }, { column: 'm' }] }, 'data');
  const made = (expression: string): DocumentNode =>
    step('columns.derive', { expressions: [{ name: 'y', expression }] }, 'narrow');
  const last = step('rows.limit', { rows: 3, by: [{ column: 'm' }, { column: 'id' }] }, 'made');
  expect((await exported({ narrow, made: made('id + m'), last }, 'last')).diagnostics).toEqual([]);
});

test('ranks and whole partitions do not go by the order of ties', async () => {
  const window = (params: Readonly<Record<string, unknown>>): DocumentNode =>
    step('aggregate.window', { partition: ['g'], ...params }, 'data');
  const order = [{ column: 'x' }];
  const ranks = window({ order, expressions: [{ name: 'r', function: 'rank' }] });
  const running = window({ order, expressions: [{ name: 's', function: 'sum', column: 'x' }] });
  const numbers = window({ order, expressions: [{ name: 'n', function: 'row_number' }] });
  expect((await exported({ ranks }, 'ranks')).diagnostics).toEqual([]);
  expect((await exported({ running }, 'running')).diagnostics).toEqual([]);
  expect((await exported({ numbers }, 'numbers')).diagnostics).toMatchObject([{ message: TIES }]);
});

test('the first of a group by an order says so, unless it is the key itself', async () => {
  const first = (column: string): DocumentNode =>
    step(
      'aggregate.group-by',
      {
        keys: ['g'],
        aggregates: [{ name: 'f', function: 'first', column, order: [{ column: 'x' }] }],
      },
      'data',
    );
  expect((await exported({ first: first('id') }, 'first')).diagnostics).toMatchObject([
    { message: TIES },
  ]);
  expect((await exported({ first: first('x') }, 'first')).diagnostics).toEqual([]);
});

test('a chart is left out of every target, and told', async () => {
  const document = documentOf('chart', {
    data: tableStep(caseTable('many')),
    out: step('output.file', { path: 'out', format: 'parquet' }, 'data'),
    chart: step('output.chart', { spec: { mark: 'bar', x: 'g' } }, 'data'),
  });
  for (const target of EXPORT_TARGETS) {
    const result = await engine.export(document, { target });
    expect(result).toMatchObject({
      ok: true,
      diagnostics: [{ severity: 'info', code: 'not-exported', node: 'chart' }],
    });
  }
});

test('JSON columns with values of several kinds, wherever they stand', async () => {
  const told = async (name: string, lines: readonly string[]): Promise<string[]> => {
    writeFileSync(join(folder, name), lines.map((line) => `${line}\n`).join(''));
    const input = step('input.json', { path: name });
    const { diagnostics } = await exported({ input }, 'input');
    return diagnostics.map(({ severity, message }) => `${severity}: ${message.slice(0, 45)}`);
  };
  const note = ['info: Where a column has values of several kinds, S'];
  expect(await told('a.ndjson', ['{"a": 1.50}', '{"a": "x"}'])).toEqual(note);
  expect(await told('b.ndjson', ['{"a": [{"b": [1, true]}]}'])).toEqual(note);
  expect(await told('c.ndjson', ['{"a": 1.50, "b": "x"}', '{"a": 2, "b": null}'])).toEqual([]);
});

test('fields of JSON whose names differ in case are refused', async () => {
  writeFileSync(join(folder, 'case.ndjson'), '{"a": 1, "A": 2}\n');
  const input = step('input.json', { path: 'case.ndjson' });
  await expect(exported({ input }, 'input')).rejects.toThrow('differ in case');
});
