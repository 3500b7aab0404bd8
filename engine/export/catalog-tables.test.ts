/** Outputs that are tables of a cluster's catalog: what programs make of them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { step, tableStep } from '../../nodes/testing/case-builder.ts';
import { caseTable } from '../../nodes/testing/case-data.ts';
import type { DocumentNode, PipelineDocument } from '../document/schema.ts';
import type { Engine } from '../run/engine-api.ts';
import { openTestEngine } from '../run/testing/open-engine.ts';
import type { ExportTarget } from './project.ts';

let folder: string;
let engine: Engine;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-tables-'));
  engine = await openTestEngine(folder, { workers: 1 });
});
afterAll(async () => {
  await engine.close();
  rmSync(folder, { recursive: true });
});

const pipeline = (target: DocumentNode['params']): PipelineDocument => ({
  format: 'sluice/1',
  name: 'tables',
  parameters: { schema: { type: 'VARCHAR', default: 'sales' } },
  nodes: {
    data: tableStep(caseTable('many')),
    write: step('output.file', { format: 'parquet', mode: 'append', ...target }, 'data'),
  },
});

const exported = (target: DocumentNode['params'], to: ExportTarget) =>
  engine.export(pipeline(target), { target: to });

async function program(path: string, to: ExportTarget): Promise<string> {
  const result = await exported({ path }, to);
  if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
  return result.project.files[0]?.text ?? '';
}

test.each([
  ['pyspark', 'data.write.mode("append").saveAsTable("lake.sales.`odd-name`")'],
  ['scala-spark', 'data.write.mode("append").saveAsTable("lake.sales.`odd-name`")'],
  ['java-spark', 'data.write().mode("append").saveAsTable("lake.sales.`odd-name`")'],
] as const)('%s saves as a table', async (to, line) => {
  expect(await program('table://lake.sales.`odd-name`', to)).toContain(line);
});

test.each([
  ['pyspark', 'saveAsTable(f"{args.schema}.totals")'],
  ['scala-spark', 'saveAsTable(schema + ".totals")'],
  ['java-spark', 'saveAsTable(schema + ".totals")'],
] as const)('%s takes an argument in its name', async (to, line) => {
  expect(await program('table://${schema}.totals', to)).toContain(line);
});

test.each([
  [{ path: 'table://sales.totals', format: 'csv' }, 'pyspark', 'is no csv file'],
  [{ path: 'table://sales/totals' }, 'scala-spark', 'is no name of a table'],
  [{ path: 'table://sales.totals' }, 'sql', "no tables of a cluster's catalog"],
  [{ path: 'table://sales.totals' }, 'python-duckdb', "no tables of a cluster's catalog"],
] as const)('%j is refused for %s', async (target, to, reason) => {
  const result = await exported(target, to);
  expect(result.ok).toBe(false);
  expect(result.ok ? [] : result.diagnostics).toMatchObject([
    { node: 'write', message: expect.stringContaining(reason) as string },
  ]);
});
