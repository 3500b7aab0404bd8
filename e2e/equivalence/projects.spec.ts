/**
 * The Spark projects, built and run in a clean folder by the commands of their own READMEs. Needs Maven and
 * pip with their registries, and some minutes the first time: only with SLUICE_MAVEN=1.
 */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PipelineDocument } from '../../engine/document/schema.ts';
import { openTestEngine } from '../../engine/run/testing/open-engine.ts';
import type { NativeDuckDB } from '../../engine/testing/native.ts';
import { openNative } from '../../engine/testing/native.ts';
import { step } from '../../nodes/testing/case-builder.ts';
import { outputDifferences } from './outputs.ts';

const PIPELINE: PipelineDocument = {
  format: 'sluice/1',
  name: 'Large numbers',
  parameters: {
    least: { type: 'BIGINT', default: 3 },
    label: { type: 'VARCHAR', default: 'none' },
  },
  nodes: {
    numbers: step('input.parquet', { path: 'numbers.parquet' }),
    large: step('rows.filter', { condition: "n >= $least AND $label = 'two words'" }, 'numbers'),
    out: step('output.file', { path: 'out/large.parquet', format: 'parquet' }, 'large'),
  },
};

const wanted = process.env['SLUICE_MAVEN'] === '1';
let native: NativeDuckDB;
let folder: string;

beforeAll(async () => {
  if (!wanted) return;
  native = await openNative();
  folder = await mkdtemp(join(tmpdir(), 'sluice-maven-'));
  await mkdir(join(folder, 'engine'));
  const file = join(folder, 'engine/numbers.parquet');
  await native.execute(`COPY (SELECT unnest(range(10)) AS n) TO '${file}' (FORMAT parquet)`);
});

afterAll(async () => {
  if (!wanted) return;
  native.close();
  await rm(folder, { recursive: true, force: true });
});

/** What the README says to type, of which the last line runs the program. */
function commandsOf(readme: string): string {
  const [, commands = ''] = /```sh\n([^]*?)\n```/.exec(readme) ?? [];
  return commands;
}

const ARGUMENTS = {
  pyspark: "--least 7 --label 'two words'",
  'scala-spark': `-Dargs="least=7 'label=two words'"`,
  'java-spark': `-Dargs="least=7 'label=two words'"`,
} as const;
const TARGETS = Object.keys(ARGUMENTS) as readonly (keyof typeof ARGUMENTS)[];

test.runIf(wanted).each(TARGETS)('%s', async (target) => {
  const base = join(folder, 'engine');
  const engine = await openTestEngine(base);
  const result = await engine.export(PIPELINE, { target });
  await engine.run(PIPELINE, { parameters: { least: '7', label: 'two words' } });
  await engine.close();
  if (!result.ok) throw new Error('The pipeline was refused.');
  const project = join(folder, target);
  for (const { path, text } of result.project.files) {
    await mkdir(dirname(join(project, path)), { recursive: true });
    await writeFile(join(project, path), text);
  }
  await symlink(join(base, 'numbers.parquet'), join(project, 'numbers.parquet'));
  const readme = result.project.files.find(({ path }) => path === 'README.md')?.text ?? '';
  await promisify(execFile)('sh', ['-ec', `${commandsOf(readme)} ${ARGUMENTS[target]}`], {
    cwd: project,
    env: { ...process.env, SPARK_LOCAL_IP: '127.0.0.1' },
    maxBuffer: 1 << 26,
  });
  expect(await native.queryRows(`FROM '${project}/out/large.parquet/*.parquet'`)).toHaveLength(3);
  expect(await outputDifferences(native, PIPELINE, project, base)).toEqual([]);
});
