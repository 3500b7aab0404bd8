/** What is said of steps whose rows DuckDB may choose otherwise. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { documentOf, step, tableStep } from '../../nodes/testing/case-builder.ts';
import { caseTable } from '../../nodes/testing/case-data.ts';
import type { DocumentNode } from '../document/schema.ts';
import type { Engine } from '../run/engine-api.ts';
import { openTestEngine } from '../run/testing/open-engine.ts';

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

const GROUPED = step(
  'aggregate.group-by',
  { keys: ['g', 'ok'], aggregates: [{ name: 'n', function: 'count' }] },
  'data',
);

/** What is found of a step over rows of a table, or over groups of them. */
async function findingsOf(last: DocumentNode) {
  const document = documentOf('Notes', {
    data: tableStep(caseTable('many')),
    grouped: GROUPED,
    last,
    out: step('output.file', { path: 'out.parquet', format: 'parquet' }, 'last'),
  });
  const result = await engine.export(document, { target: 'sql' });
  if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
  const readme = result.project.files.find(({ path }) => path === 'README.md')?.text ?? '';
  return { diagnostics: result.diagnostics, readme };
}

const sorted = (from: string, ...columns: readonly string[]): DocumentNode =>
  step('rows.sort', { by: columns.map((column) => ({ column })) }, from);

test('the first of rows that come in no order', async () => {
  const { diagnostics, readme } = await findingsOf(step('rows.limit', { rows: 2 }, 'grouped'));
  expect(diagnostics).toMatchObject([
    { severity: 'warning', code: 'differs-in-duckdb', node: 'last' },
  ]);
  expect(readme).toContain(`- \`last\`: ${diagnostics[0]?.message ?? ''} Sort before it`);
});

test('keys that may tie, over rows in no order', async () => {
  const { diagnostics } = await findingsOf(sorted('grouped', 'n'));
  expect(diagnostics).toMatchObject([{ severity: 'info', node: 'last' }]);
});

const window = (name: string, order: readonly object[]): DocumentNode =>
  step(
    'aggregate.window',
    { partition: ['g'], order, expressions: [{ name: 'w', function: name }] },
    'grouped',
  );

test.each([
  ['keys of the groups leave no ties', sorted('grouped', 'ok', 'g')],
  ['rows of a table have an order', sorted('data', 'x')],
  ['the first rows of a table are what they are', step('rows.limit', { rows: 2 }, 'data')],
  ['ranks are alike in ties', window('rank', [{ column: 'n' }])],
  ['a count of a partition has no order', window('count', [])],
])('nothing to say: %s', async (_, last) => {
  const { diagnostics } = await findingsOf(last);
  expect(diagnostics).toEqual([]);
});

test('numbers of rows that tie', async () => {
  const { diagnostics } = await findingsOf(window('row_number', [{ column: 'n' }]));
  expect(diagnostics).toMatchObject([{ severity: 'info', node: 'last' }]);
});
