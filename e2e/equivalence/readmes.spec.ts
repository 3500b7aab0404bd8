/**
 * Projects for DuckDB and Node, run in a clean folder by the commands of their own READMEs. Needs the
 * registries of Python and npm, and packs the whole of Sluice: only with SLUICE_READMES=1.
 */
import { execFile } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseDocument } from '../../engine/document/parse.ts';
import type { PipelineDocument } from '../../engine/document/schema.ts';
import { openTestEngine } from '../../engine/run/testing/open-engine.ts';
import type { NativeDuckDB } from '../../engine/testing/native.ts';
import { openNative } from '../../engine/testing/native.ts';
import { step } from '../../nodes/testing/case-builder.ts';
import { hasTpch, QUERIES, tpchData } from '../tpch/reference.ts';
import { createWorkspace } from '../workspace.ts';
import { outputDifferences } from './outputs.ts';

/** One that runs TypeScript as it is, whatever runs the tests. */
const NODE = 'node@22.23.3';

const PIPELINE: PipelineDocument = {
  format: 'sluice/1',
  name: 'Large numbers',
  parameters: { least: { type: 'BIGINT', default: 3 } },
  nodes: {
    numbers: step('input.parquet', { path: 'größe/numbers.parquet' }),
    large: step('rows.filter', { condition: 'n >= $least' }, 'numbers'),
    out: step('output.file', { path: "out put/it's large.parquet", format: 'parquet' }, 'large'),
  },
};

const COMMANDS = {
  sql: [
    'pip install duckdb-cli==1.4.4.post2',
    'mkdir -p "out put"',
    'duckdb -bail -c ".read pipeline.sql"',
    `duckdb -bail -c "SET VARIABLE least = '3'" -c ".read pipeline.sql"`,
  ],
  'python-duckdb': ['pip install -r requirements.txt', 'python pipeline.py'],
  typescript: ['npm install PATH_OF_SLUICE', 'mkdir -p "out put"', 'node pipeline.ts'],
} as const;

const DATA = tpchData('0.01');
const PIPELINES = [
  ...readdirSync(fileURLToPath(new URL('../../examples/', import.meta.url)))
    .filter((name) => name.endsWith('.sluice.json'))
    .map((name) => name.replace('.sluice.json', '')),
  ...(hasTpch(DATA) ? QUERIES.map((query) => `tpch/${query}`) : []),
];

function load(path: string): PipelineDocument {
  const parsed = parseDocument(readFileSync(path, 'utf8'));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.diagnostics));
  return parsed.document;
}

const wanted = process.env['SLUICE_READMES'] === '1';
let native: NativeDuckDB;
let folder: string;

const run = (command: string, cwd: string, path = ''): Promise<unknown> =>
  promisify(execFile)('sh', ['-c', command], {
    cwd,
    env: { ...process.env, PATH: `${path}:${process.env['PATH'] ?? ''}` },
    maxBuffer: 1 << 26,
  });

beforeAll(async () => {
  if (!wanted) return;
  native = await openNative();
  folder = await mkdtemp(join(tmpdir(), 'sluice-readmes-'));
  await mkdir(join(folder, 'engine/größe'), { recursive: true });
  const file = join(folder, 'engine/größe/numbers.parquet');
  await native.execute(`COPY (SELECT unnest(range(10)) AS n) TO '${file}' (FORMAT parquet)`);
});

afterAll(async () => {
  if (!wanted) return;
  native.close();
  await rm(folder, { recursive: true, force: true });
});

/** What the README says to type, one line each. */
const commandsOf = (readme: string): string[] =>
  [...readme.matchAll(/```sh\n([^]*?)```/g)].flatMap(([, block = '']) => block.trim().split('\n'));

/** Folder of programs that the commands may expect. */
async function toolsFor(target: keyof typeof COMMANDS): Promise<string> {
  if (target === 'typescript') {
    const tools = join(folder, 'node');
    await mkdir(tools);
    await run(`npm install --prefix . ${NODE}`, tools);
    return join(tools, 'node_modules/node/bin');
  }
  // Made once: another time it stays as it is.
  await run(`python3 -m venv ${target}-python`, folder);
  return join(folder, `${target}-python/bin`);
}

/** The command line is of another version than what everything else is compared with. */
test.runIf(wanted)('all pipelines by the command line of DuckDB', async () => {
  const [ours, theirs] = [createWorkspace(), createWorkspace()];
  const [base, project] = [ours, theirs].map((each) => join(each.folder, 'examples')) as [
    string,
    string,
  ];
  // Pipelines of examples/tpch write one folder up from where they are.
  await mkdir(join(ours.folder, 'out/tpch'), { recursive: true });
  const tools = await toolsFor('sql');
  await run('pip install duckdb-cli==1.4.4.post2', folder, tools);
  const engine = await openTestEngine(base);
  const differences: string[] = [];
  for (const name of PIPELINES) {
    const document = load(ours.pipeline(name));
    const parameters = name.startsWith('tpch/') ? { data: DATA } : {};
    const result = await engine.export(document, { target: 'sql', parameters });
    if (!result.ok) throw new Error(`${name} was refused.`);
    const [sql, readme] = result.project.files.map(({ text }) => text);
    await writeFile(join(project, 'pipeline.sql'), sql ?? '');
    await engine.run(document, { parameters });
    for (const command of commandsOf(readme ?? '').slice(1)) {
      if (!command.includes('SET VARIABLE')) await run(command, project, tools);
    }
    const found = await outputDifferences(native, document, project, base);
    differences.push(...found.map((difference) => `${name}: ${difference}`));
  }
  await engine.close();
  ours.remove();
  theirs.remove();
  expect(differences).toEqual([]);
});

async function packed(): Promise<string> {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  await run(`npm pack --pack-destination '${folder}'`, root);
  return join(folder, 'sluice-0.0.0.tgz');
}

test.runIf(wanted).each(['sql', 'python-duckdb', 'typescript'] as const)('%s', async (target) => {
  const base = join(folder, 'engine');
  const engine = await openTestEngine(base);
  const result = await engine.export(PIPELINE, { target });
  await mkdir(join(base, 'out put'), { recursive: true });
  await engine.run(PIPELINE);
  await engine.close();
  if (!result.ok) throw new Error('The pipeline was refused.');
  const project = join(folder, target);
  await mkdir(project);
  for (const { path, text } of result.project.files) await writeFile(join(project, path), text);
  await symlink(join(base, 'größe'), join(project, 'größe'));
  const readme = result.project.files.find(({ path }) => path === 'README.md')?.text ?? '';
  const commands = commandsOf(readme);
  expect(commands).toEqual(COMMANDS[target]);
  const tools = await toolsFor(target);
  const sluice = target === 'typescript' ? await packed() : '';
  for (const command of commands) {
    await run(command.replace('PATH_OF_SLUICE', `'${sluice}'`), project, tools);
  }
  expect(await outputDifferences(native, PIPELINE, project, base)).toEqual([]);
});
