/** Whole pipelines: what the engine writes against what the exported SQL and Python write. */
import { mkdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { ensureSpark } from '../../.ci/ensure-spark.mjs';
import type { Schema } from '../../engine/contract/schema.ts';
import type { PipelineDocument } from '../../engine/document/schema.ts';
import type { ExportTarget, ExportedFile } from '../../engine/export/project.ts';
import type { WrittenTarget } from '../../nodes/testing/read-written.ts';
import { readWritten } from '../../nodes/testing/read-written.ts';
import type { TypedRows } from '../../nodes/testing/typed-rows.ts';
import { differenceOf, sortRows } from '../../nodes/testing/typed-rows.ts';
import type { EngineBench } from './engine-bench.ts';
import { openEngineBench, writeProject } from './engine-bench.ts';
import type { PythonProcess } from './python-process.ts';
import { openPython } from './python-process.ts';
import { runTypeScript } from './typescript-program.ts';

interface ProgramCommand {
  readonly folder: string;
  readonly script: string;
  readonly argv?: readonly string[];
}

type ProgramAnswer =
  | { readonly ok: true; readonly printed: string }
  | { readonly ok: false; readonly error: string; readonly trace: string };

export type DuckdbTarget = Extract<ExportTarget, 'sql' | 'python-duckdb' | 'typescript'>;

export type PipelineOutcome =
  | { readonly kind: 'same'; readonly rows: number }
  | { readonly kind: 'refused'; readonly reasons: readonly string[] }
  | { readonly kind: 'different'; readonly difference: string };

export interface CompareSettings {
  /** Values of the pipeline's parameters, given to the engine; the code has them as defaults. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Outputs whose rows are compared in their order; by step. Default: none. */
  readonly ordered?: (node: string) => boolean;
  /** Compare in DuckDB, to the last bit: for many rows, in Parquet. */
  readonly exact?: boolean;
}

export interface DuckdbBench extends EngineBench {
  readonly compare: (
    document: PipelineDocument,
    target: DuckdbTarget,
    settings?: CompareSettings,
  ) => Promise<PipelineOutcome>;
  /** Writes a project into a folder of its own below `folder`. */
  readonly place: (files: readonly ExportedFile[]) => Promise<string>;
  /** Runs a project that is to fail; why it does, or undefined. */
  readonly runFailing: (
    target: DuckdbTarget,
    files: readonly ExportedFile[],
  ) => Promise<string | undefined>;
  readonly runPython: (command: ProgramCommand) => Promise<ProgramAnswer>;
}

/** @param folder that pipelines start from; absent: a new one, removed in the end */
export async function openDuckdbBench(folder?: string): Promise<DuckdbBench> {
  const [engineBench, python] = await Promise.all([
    openEngineBench(folder),
    openPython<ProgramCommand, ProgramAnswer>(ensureSpark(), 'duckdb_worker.py'),
  ]);
  let projects = 0;
  const place = async (files: readonly ExportedFile[]): Promise<string> => {
    projects += 1;
    const project = join(engineBench.folder, `code/${projects}`);
    await writeProject(files, project);
    return project;
  };
  const parts: Parts = { ...engineBench, python, place };
  return {
    ...engineBench,
    compare: (document, target, settings = {}) => compare(parts, document, target, settings),
    place,
    runFailing: (target, files) => runExported(parts, target, files),
    runPython: (command) => python.ask(command),
    close: async () => {
      await python.close();
      await engineBench.close();
    },
  };
}

interface Parts extends EngineBench {
  readonly python: PythonProcess<ProgramCommand, ProgramAnswer>;
  readonly place: (files: readonly ExportedFile[]) => Promise<string>;
}

async function compare(
  parts: Parts,
  document: PipelineDocument,
  target: DuckdbTarget,
  { parameters = {}, ordered = () => false, exact = false }: CompareSettings,
): Promise<PipelineOutcome> {
  const { engine } = parts;
  const local = writingTo(document, 'written/engine');
  const remote = writingTo(document, `written/${target}`);
  const exported = await engine.export(remote, { target, parameters });
  if (!exported.ok) {
    return { kind: 'refused', reasons: exported.diagnostics.map(({ message }) => message) };
  }
  await rm(join(parts.folder, 'written'), { recursive: true, force: true });
  await makeFolders(parts, local);
  // Python makes its folders itself; of the others it is what their README says first.
  if (target !== 'python-duckdb') await makeFolders(parts, remote);
  const { schemas } = await engine.check(local, { parameters });
  await engine.run(local, { parameters });
  const failed = await runExported(parts, target, exported.project.files);
  if (failed !== undefined) return { kind: 'different', difference: failed };
  let rows = 0;
  for (const [node, step] of Object.entries(local.nodes)) {
    if (step.type !== 'output.file') continue;
    if (exact) {
      const difference = await exactDifference(parts, [remote, local], node, ordered(node));
      if (difference !== undefined)
        return { kind: 'different', difference: `${node}: ${difference}` };
      continue;
    }
    const schema = inputSchema(step.inputs?.['input'] ?? '', schemas);
    const [wanted, got] = [
      await read(parts, local, node, schema),
      await read(parts, remote, node, schema),
    ];
    const inOrder = ordered(node);
    const difference = inOrder
      ? differenceOf(got, wanted)
      : differenceOf(sortRows(got), sortRows(wanted));
    if (difference !== undefined) {
      return { kind: 'different', difference: `${node}: ${difference}` };
    }
    rows += wanted.cells.length;
  }
  return { kind: 'same', rows };
}

/** @returns why it failed */
async function runExported(
  parts: Parts,
  target: DuckdbTarget,
  files: readonly ExportedFile[],
): Promise<string | undefined> {
  const { folder, python } = parts;
  const project = await parts.place(files);
  if (target === 'python-duckdb') {
    const answer = await python.ask({ folder, script: join(project, 'pipeline.py') });
    return answer.ok ? undefined : `${answer.error}\n${files[0]?.text ?? ''}`;
  }
  if (target === 'typescript') {
    await runTypeScript(files[0]?.text ?? '', folder);
    return undefined;
  }
  const sql = files[0]?.text ?? '';
  try {
    await runSql(folder, sql);
    return undefined;
  } catch (thrown) {
    return `${thrown instanceof Error ? thrown.message : String(thrown)}\n${sql}`;
  }
}

async function makeFolders({ folder }: Parts, document: PipelineDocument): Promise<void> {
  for (const { type, params } of Object.values(document.nodes)) {
    if (type !== 'output.file') continue;
    await mkdir(join(folder, dirname(String(params?.['path']))), { recursive: true });
  }
}

/** More threads than a small machine has cores: what only one thread keeps in order shows. */
const THREADS = '4';

async function runSql(folder: string, sql: string): Promise<void> {
  const before = process.cwd();
  const instance = await DuckDBInstance.create(':memory:', { threads: THREADS });
  const connection = await instance.connect();
  process.chdir(folder);
  try {
    await connection.run(sql);
  } finally {
    process.chdir(before);
    connection.closeSync();
    instance.closeSync();
  }
}

async function exactDifference(
  { folder, native }: Parts,
  documents: readonly PipelineDocument[],
  node: string,
  inOrder: boolean,
): Promise<string | undefined> {
  const [got, wanted] = documents.map((document) => {
    const path = join(folder, String(document.nodes[node]?.params?.['path']));
    return `(SELECT row_number() OVER (${inOrder ? '' : 'ORDER BY t'}) AS r, t FROM read_parquet('${path}') t)`;
  });
  const rows = await native.queryCells(
    `SELECT r, g.t::VARCHAR, w.t::VARCHAR FROM ${got} g FULL JOIN ${wanted} w USING (r) WHERE g.t IS DISTINCT FROM w.t ORDER BY r LIMIT 1`,
  );
  const [first] = rows;
  return first === undefined
    ? undefined
    : `row ${String(first[0])} is\n  ${String(first[1])}\nnot\n  ${String(first[2])}`;
}

const writingTo = (document: PipelineDocument, folder: string): PipelineDocument => ({
  ...document,
  nodes: Object.fromEntries(
    Object.entries(document.nodes).map(([id, node]) => [
      id,
      node.type === 'output.file'
        ? {
            ...node,
            params: {
              ...node.params,
              path: `${folder}/${id}/${basename(String(node.params?.['path']))}`,
            },
          }
        : node,
    ]),
  ),
});

function inputSchema(ref: unknown, schemas: ReadonlyMap<string, Schema>): Schema {
  const port = String(ref);
  const found =
    schemas.get(port) ?? [...schemas].find(([name]) => name.startsWith(`${port}.`))?.[1];
  if (found === undefined) throw new Error(`no columns of ${port}`);
  return found;
}

const read = (
  { folder, native, session }: Parts,
  document: PipelineDocument,
  node: string,
  schema: Schema,
): Promise<TypedRows> =>
  readWritten(
    folder,
    document.nodes[node]?.params as unknown as WrittenTarget,
    schema,
    native,
    session,
  );
