/** All examples and the 22 TPC-H pipelines as SQL, Python and TypeScript, really run. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sparkPython } from '../../.ci/ensure-spark.mjs';
import { parseDocument } from '../../engine/document/parse.ts';
import type { PipelineDocument } from '../../engine/document/schema.ts';
import { hasTpch, QUERIES, tpchData } from '../tpch/reference.ts';
import type { Workspace } from '../workspace.ts';
import { createWorkspace } from '../workspace.ts';
import type { DuckdbBench } from './duckdb-bench.ts';
import { openDuckdbBench } from './duckdb-bench.ts';
import { record } from './record.ts';
import { typeErrors } from './typescript-program.ts';

const EXAMPLES = readdirSync(fileURLToPath(new URL('../../examples/', import.meta.url)))
  .filter((name) => name.endsWith('.sluice.json'))
  .map((name) => name.replace('.sluice.json', ''));
const DATA = tpchData('0.01');
const PIPELINES = [...EXAMPLES, ...(hasTpch(DATA) ? QUERIES.map((query) => `tpch/${query}`) : [])];

let workspace: Workspace;
let bench: DuckdbBench;

beforeAll(async () => {
  workspace = createWorkspace();
  bench = await openDuckdbBench(join(workspace.folder, 'examples'));
});

afterAll(async () => {
  await bench.close();
  workspace.remove();
});

function load(name: string): {
  readonly document: PipelineDocument;
  readonly parameters: Readonly<Record<string, string>>;
} {
  const parsed = parseDocument(readFileSync(workspace.pipeline(name), 'utf8'));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.diagnostics));
  return { document: parsed.document, parameters: name.startsWith('tpch/') ? { data: DATA } : {} };
}

/** Whether an output's rows come from a sort, through nothing that would mix them. */
function endsInOrder(document: PipelineDocument, output: string): boolean {
  const [from = ''] = String(document.nodes[output]?.inputs?.['input'] ?? '').split('.');
  const step = document.nodes[from];
  if (step === undefined) return false;
  if (step.type === 'rows.sort' || (step.type === 'rows.limit' && 'by' in step.params)) return true;
  return /^(?:columns\.|rows\.filter)/.test(step.type) && endsInOrder(document, from);
}

describe.each(['sql', 'python-duckdb', 'typescript'] as const)('%s', (target) => {
  test.each(PIPELINES)('%s', async (name) => {
    const { document, parameters } = load(name);
    const outcome = await bench.compare(document, target, {
      parameters,
      ordered: (output) => endsInOrder(document, output),
    });
    expect(outcome).toMatchObject({ kind: 'same' });
    const [, query] = name.split('/');
    const subject = query === undefined ? { name, of: name } : { name: 'TPC-H', of: query };
    record({ target, kind: 'pipeline', ...subject, outcome: 'same' });
  });
});

test('the Python is as black lays it out', async () => {
  const folder = join(bench.folder, 'black');
  await mkdir(folder, { recursive: true });
  for (const name of PIPELINES) {
    const { document, parameters } = load(name);
    const exported = await bench.engine.export(document, { target: 'python-duckdb', parameters });
    if (!exported.ok) throw new Error(`${name} is refused`);
    const text = exported.project.files[0]?.text ?? '';
    await writeFile(join(folder, `${name.replace('/', '_')}.py`), text);
  }
  const black = spawnSync(sparkPython(), ['-m', 'black', '--diff', '--quiet', folder], {
    encoding: 'utf8',
  });
  expect(black.stderr + black.stdout).toBe('');
});

test('the TypeScript is sound, and as prettier lays it out', async () => {
  const texts = new Map<string, string>();
  for (const name of PIPELINES) {
    const { document, parameters } = load(name);
    const exported = await bench.engine.export(document, { target: 'typescript', parameters });
    if (!exported.ok) throw new Error(`${name} is refused`);
    const text = exported.project.files[0]?.text ?? '';
    expect(await format(text, { parser: 'typescript', singleQuote: true }), name).toBe(text);
    texts.set(name.replace('/', '_'), text);
  }
  expect(typeErrors(texts)).toEqual([]);
});

test('arguments are the values of parameters, in paths too', async () => {
  const { document } = load('tpch/q06');
  const exported = await bench.engine.export(document, {
    target: 'python-duckdb',
    parameters: { data: 'nowhere' },
  });
  expect(exported).toMatchObject({ ok: false });
  const written = {
    ...document,
    nodes: {
      ...document.nodes,
      out: {
        ...document.nodes['out'],
        params: { path: '${data}/out/q06.parquet', format: 'parquet' },
      },
    },
  } as PipelineDocument;
  const files = await bench.engine.export(written, {
    target: 'python-duckdb',
    parameters: { data: '../.cache/tpch/sf0.01' },
  });
  if (!files.ok) throw new Error(JSON.stringify(files.diagnostics));
  const folder = await bench.place(files.project.files);
  await mkdir(join(bench.folder, 'moved'), { recursive: true });
  await bench.native.execute(
    `COPY (FROM '${DATA}/lineitem.parquet') TO '${bench.folder}/moved/lineitem.parquet'`,
  );
  const answer = await bench.runPython({
    folder: bench.folder,
    script: join(folder, 'pipeline.py'),
    argv: ['--data', 'moved'],
  });
  expect(answer).toMatchObject({ ok: true });
  expect(existsSync(join(bench.folder, 'moved/out/q06.parquet'))).toBe(true);
});
