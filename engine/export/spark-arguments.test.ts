/** Which parameters are arguments of a Spark program. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { step, tableStep } from '../../nodes/testing/case-builder.ts';
import { caseTable } from '../../nodes/testing/case-data.ts';
import type { PipelineDocument } from '../document/schema.ts';
import type { ExportTarget } from './project.ts';
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

async function exported(document: PipelineDocument, target: ExportTarget) {
  const result = await engine.export(document, { target });
  if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
  const [program] = result.project.files;
  const readme = result.project.files.find(({ path }) => path === 'README.md');
  return { program: program?.text ?? '', readme: readme?.text ?? '' };
}

const DOCUMENT = pipeline('x > $least', '${folder}/rows of 1');

test('those in expressions and in paths, no others', async () => {
  const { program, readme } = await exported(DOCUMENT, 'pyspark');
  expect(program).toContain('"--least"');
  expect(program).toContain('parser.add_argument("--folder", default="out")');
  expect(program).toContain('parquet(f"{args.folder}/rows of 1")');
  expect(program).not.toContain('folder = ');
  expect(program).not.toContain('unused');
  expect(readme).toContain('- `--folder`: STRING, `out` unless given');
});

test.each([
  ['scala-spark', 'val folder = argument(args, "folder").getOrElse("out")'],
  ['java-spark', 'String folder = argument(args, "folder", "out");'],
] as const)('in %s, paths take their text', async (target, line) => {
  const { program } = await exported(DOCUMENT, target);
  expect(program).toContain(line);
  expect(program).toContain('parquet(folder + "/rows of 1")');
});

test.each([
  ['pyspark', 'parquet(f"{args.folder}/rows")'],
  ['scala-spark', 'parquet(argument(args, "folder").getOrElse("out") + "/rows")'],
  ['java-spark', 'parquet(argument(args, "folder", "out") + "/rows")'],
] as const)('in %s, one may stand in expressions and paths', async (target, write) => {
  const { program } = await exported(pipeline('g = $folder', '${folder}/rows'), target);
  expect(program).toContain(write);
});

test('text with quotes or braces is joined to it', async () => {
  const { program } = await exported(pipeline('x > 1', '${folder}/{a}"b'), 'pyspark');
  expect(program).toContain(`parquet(str(args.folder) + '/{a}"b')`);
});

const limited = (condition: string): PipelineDocument => {
  const document = pipeline(condition, 'rows');
  const some = step('rows.limit', { rows: '$least', by: [{ column: 'id' }] }, 'data');
  const more = step('rows.filter', { condition }, 'some');
  const write = step('output.file', { path: 'rows', format: 'parquet' }, 'more');
  const { data } = document.nodes;
  return { ...document, nodes: { ...(data === undefined ? {} : { data }), some, more, write } };
};

test('settings keep their value, as the README says', async () => {
  const { program, readme } = await exported(limited('x > 1'), 'pyspark');
  expect(program).toContain('.limit(3)');
  expect(program).not.toContain('argparse');
  expect(readme).toContain(
    '- `least` stands fixed at `3` in `some`. Export again for another value.\n',
  );
});

test('one in settings and expressions is refused', async () => {
  expect(await engine.export(limited('x > $least'), { target: 'scala-spark' })).toMatchObject({
    ok: false,
    diagnostics: [{ code: 'not-on-spark', message: expect.stringContaining('"least"') as unknown }],
  });
});
