/**
 * The worked examples of docs/export.md: Spark projects, built and run in a clean folder by the commands of
 * their own READMEs. Needs Maven and pip with their registries, and some minutes the first time: only with
 * SLUICE_MAVEN=1.
 */
import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseDocument } from '../../engine/document/parse.ts';
import type { PipelineDocument } from '../../engine/document/schema.ts';
import type { ExportTarget } from '../../engine/export/project.ts';
import type { Engine } from '../../engine/run/engine-api.ts';
import { openTestEngine } from '../../engine/run/testing/open-engine.ts';
import type { NativeDuckDB } from '../../engine/testing/native.ts';
import { openNative } from '../../engine/testing/native.ts';
import { step } from '../../nodes/testing/case-builder.ts';
import type { Workspace } from '../workspace.ts';
import { createWorkspace } from '../workspace.ts';
import { outputDifferences } from './outputs.ts';

const DOCS = fileURLToPath(new URL('../../docs/export.md', import.meta.url));
const ARGUMENTS = {
  pyspark: ' --min-delay 30',
  'scala-spark': ' -Dargs="min_delay=30"',
  'java-spark': ' -Dargs="min_delay=30"',
} as const;
const TARGETS = Object.keys(ARGUMENTS) as readonly (keyof typeof ARGUMENTS)[];

const wanted = process.env['SLUICE_MAVEN'] === '1';
let native: NativeDuckDB;
let workspace: Workspace;
let engine: Engine;
let docs: string;
let flights: PipelineDocument;

beforeAll(async () => {
  if (!wanted) return;
  native = await openNative();
  workspace = createWorkspace();
  engine = await openTestEngine(join(workspace.folder, 'examples'));
  docs = await readFile(DOCS, 'utf8');
  const parsed = parseDocument(await readFile(workspace.pipeline('late-flights'), 'utf8'));
  if (!parsed.ok) throw new Error('The example cannot be read.');
  flights = parsed.document;
  await engine.run(flights, { parameters: { min_delay: '30' } });
});

afterAll(async () => {
  if (!wanted) return;
  await engine.close();
  native.close();
  workspace.remove();
});

/** Writes a project beside `examples/`, and runs it with arguments; gives the commands. */
async function runProject(
  document: PipelineDocument,
  target: ExportTarget,
  folder: string,
  args: string,
): Promise<string> {
  const result = await engine.export(document, { target });
  if (!result.ok) throw new Error('The pipeline was refused.');
  for (const { path, text } of result.project.files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  const readme = result.project.files.find(({ path }) => path === 'README.md')?.text ?? '';
  const [, commands = ''] = /```sh\n([^]*?)\n```/.exec(readme) ?? [];
  await promisify(execFile)('sh', ['-ec', commands + args], {
    cwd: folder,
    env: { ...process.env, SPARK_LOCAL_IP: '127.0.0.1' },
    maxBuffer: 1 << 26,
  });
  return commands + args;
}

/** The first rows that a program wrote, as docs/export.md has them. */
async function firstRows(folder: string): Promise<string> {
  const rows = await native.queryRows(
    `SELECT airport, city, flights, late_share, mean_delay, p95_delay
    FROM '${folder}/out/late-flights.parquet/*.parquet' ORDER BY late_share DESC, airport LIMIT 5`,
  );
  return rows.map((row) => `| ${Object.values(row).map(String).join(' | ')} |`).join('\n');
}

test.runIf(wanted).each(TARGETS)('%s', async (target) => {
  const folder = join(workspace.folder, target);
  const commands = await runProject(flights, target, folder, ARGUMENTS[target]);
  const base = join(workspace.folder, 'examples');
  expect(await outputDifferences(native, flights, folder, base)).toEqual([]);
  expect(docs).toContain(`cd late-flights\n${commands}\n`);
  expect(docs.replaceAll(/ +(?=\|)/g, ' ')).toContain(await firstRows(folder));
});

test.runIf(wanted)('arguments with spaces, by way of Maven', async () => {
  const pipeline: PipelineDocument = {
    format: 'sluice/1',
    name: 'Named numbers',
    parameters: {
      least: { type: 'BIGINT', default: 3 },
      label: { type: 'VARCHAR', default: 'none' },
    },
    nodes: {
      numbers: step('input.generate', { kind: 'range', stop: 10, name: 'n' }),
      large: step('rows.filter', { condition: `n >= $least AND $label = 'two words'` }, 'numbers'),
      out: step('output.file', { path: 'out/large.parquet', format: 'parquet' }, 'large'),
    },
  };
  const folder = join(workspace.folder, 'named-numbers');
  await runProject(pipeline, 'java-spark', folder, ` -Dargs="least=7 'label=two words'"`);
  const rows = await native.queryRows(`FROM '${folder}/out/large.parquet/*.parquet' ORDER BY n`);
  expect(rows.map(({ n }) => Number(n))).toEqual([7, 8, 9]);
});
