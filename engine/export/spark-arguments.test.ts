/** Which parameters are arguments of a Spark program. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { step, tableStep } from '../../nodes/testing/case-builder.ts';
import { caseTable } from '../../nodes/testing/case-data.ts';
import type { PipelineDocument } from '../document/schema.ts';
import type { Engine } from '../run/engine-api.ts';
import { openTestEngine } from '../run/testing/open-engine.ts';

let folder: string;
let engine: Engine;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-arguments-'));
  engine = await openTestEngine(folder, { workers: 1 });
});
afterAll(async () => {
  await engine.close();
  rmSync(folder, { recursive: true });
});

const pipeline = (condition: string, path: string): PipelineDocument => ({
  format: 'sluice/1',
  name: 'arguments',
  parameters: {
    least: { type: 'INTEGER', default: 3 },
    folder: { type: 'VARCHAR', default: 'out' },
    unused: { type: 'VARCHAR', default: 'x' },
  },
  nodes: {
    data: tableStep(caseTable('many')),
    some: step('rows.filter', { condition }, 'data'),
    write: step('output.file', { path, format: 'parquet' }, 'some'),
  },
});

test('those in expressions; those in paths stand fixed, as the README says', async () => {
  const document = pipeline('x > $least', '${folder}/rows');
  const result = await engine.export(document, { target: 'pyspark' });
  if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
  const text = (name: string): string =>
    result.project.files.find(({ path }) => path === name)?.text ?? '';
  expect(text('pipeline.py')).toContain('"--least"');
  expect(text('pipeline.py')).not.toContain('folder');
  expect(text('pipeline.py')).not.toContain('unused');
  expect(text('pipeline.py')).toContain('parquet("out/rows")');
  expect(text('README.md')).toContain(
    '- `folder` stands fixed at `out` in `write`. Export again for another value.\n',
  );
});

test('one that is used in both ways is refused', async () => {
  const document = pipeline('g = $folder', '${folder}/rows');
  expect(await engine.export(document, { target: 'scala-spark' })).toMatchObject({
    ok: false,
    diagnostics: [
      { code: 'not-on-spark', message: expect.stringContaining('"folder"') as unknown },
    ],
  });
});
