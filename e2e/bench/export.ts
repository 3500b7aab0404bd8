/** Exported code against hand-written code of the same engine, and how long an export takes. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';
import type * as SparkTools from '../../.ci/ensure-spark.mjs';
import type * as LibraryModule from '../../engine/cli/library.ts';
import { EXPORT_TARGETS } from '../../engine/export/project.ts';
import type { ExportTarget } from '../../engine/export/project.ts';
import type { NativeDuckDB } from '../../engine/testing/native.ts';
import { differences, throughParquet } from '../compare.ts';
import { openPython } from '../equivalence/python-process.ts';
import type { Job } from './contender.ts';
import { tpchJobs } from './jobs.ts';
import { longPipeline } from './long-pipeline.ts';
import { median, Measurements, timed } from './measure.ts';
import type { Measurement } from './measure.ts';
import type { BenchOptions } from './options.ts';
import { table, timeTable } from './report.ts';

type Engine = Awaited<ReturnType<(typeof LibraryModule)['openEngine']>>;

/** Writes the answer to a job into a file; the milliseconds that it took. */
type RunProgram = (program: string, job: Job) => Promise<number>;

interface Language {
  readonly target: ExportTarget;
  readonly title: string;
  readonly byHand: (job: Job, file: string) => string;
  readonly run: RunProgram;
}

/** Of the repository's root, where this is run: bundled, this module stands elsewhere. */
const urlOf = (path: string): string => pathToFileURL(resolve(path)).href;

const load = async <Module>(path: string): Promise<Module> =>
  (await import(/* @vite-ignore */ urlOf(path))) as Module;

export async function measureExport(
  reference: NativeDuckDB,
  options: BenchOptions,
  scratch: string,
  log: (line: string) => void,
): Promise<Record<string, readonly Measurement[]>> {
  const { openEngine } = await load<typeof LibraryModule>('dist/node/library.js');
  const { ensureSpark } = await load<typeof SparkTools>('.ci/ensure-spark.mjs');
  const folder = join(scratch, 'examples/tpch');
  mkdirSync(folder, { recursive: true });
  mkdirSync(join(scratch, 'examples/out/tpch'), { recursive: true });
  const engine = await openEngine({ workers: 1, baseDirectory: folder });
  const worker = urlOf('e2e/equivalence/duckdb_worker.py');
  const python = await openPython<PythonCommand, PythonAnswer>(ensureSpark(), worker);
  const threads = Math.max(...options.workers);
  const languages: readonly Language[] = [
    { target: 'sql', title: 'SQL', byHand: sqlByHand, run: sqlRunner(folder, threads) },
    {
      target: 'python-duckdb',
      title: 'Python',
      byHand: pythonByHand,
      run: pythonRunner(folder, python.ask),
    },
  ];
  const jobs = tpchJobs(options.scale, options.queries);
  const results: Record<string, readonly Measurement[]> = {};
  try {
    for (const language of languages) {
      log(`exported ${language.title}`);
      const measured = await compareLanguage(language, {
        engine,
        jobs,
        reference,
        folder,
        options,
      });
      const title = `Exported ${language.title}, TPC-H ${options.scale}`;
      results[title] = measured;
      console.log(`\n${timeTable(measured, title)}`);
    }
    const measured = await exportTimes(engine, options.rounds);
    const title = 'Export of 200 steps';
    results[title] = measured;
    const cells = measured.map(({ job, milliseconds }) => [job, median(milliseconds).toFixed(0)]);
    console.log(`\n### ${title}\n\n${table(['', 'ms'], cells)}`);
    return results;
  } finally {
    await Promise.all([engine.close(), python.close()]);
  }
}

interface Comparison {
  readonly engine: Engine;
  readonly jobs: readonly Job[];
  readonly reference: NativeDuckDB;
  readonly folder: string;
  readonly options: BenchOptions;
}

/** Both programs of each job by turns; before, that both write the same rows. */
async function compareLanguage(
  { target, title, byHand, run }: Language,
  { engine, jobs, reference, folder, options }: Comparison,
): Promise<Measurement[]> {
  const measurements = new Measurements();
  for (const job of jobs) {
    const file = join(folder, `${job.name}.parquet`);
    const hand = byHand(job, file);
    const exported = await programOf(engine, target, job);
    await run(hand, job);
    await run(exported, job);
    const expected = await throughParquet(reference, `FROM '${file}'`, `${file}.copy`);
    const actual = `FROM '${writtenBy(job, folder)}'`;
    const found = await differences(reference, actual, expected, { orderBy: job.orderBy });
    if (found.length > 0) throw new Error(`${title} of ${job.name}: ${found.join('\n')}`);
    for (let round = 0; round < options.rounds; round += 1) {
      const turns = [
        { contender: `exported ${title}`, program: exported },
        { contender: 'by hand', program: hand },
      ];
      for (const { contender, program } of round % 2 === 0 ? turns : turns.toReversed()) {
        const milliseconds = await run(program, job);
        measurements.add({ job: job.name, contender, state: 'first' }, milliseconds);
      }
    }
  }
  return inOrder(measurements.all(), `exported ${title}`);
}

/** The exported program's column first: it is what the others are compared with. */
const inOrder = (measured: readonly Measurement[], first: string): Measurement[] => [
  ...measured.filter(({ contender }) => contender === first),
  ...measured.filter(({ contender }) => contender !== first),
];

async function programOf(engine: Engine, target: ExportTarget, job: Job): Promise<string> {
  const result = await engine.export(job.pipeline, { target, parameters: job.parameters });
  if (!result.ok) throw new Error(`${job.name}: ${JSON.stringify(result.diagnostics)}`);
  return result.project.files[0]?.text ?? '';
}

function writtenBy({ pipeline }: Job, folder: string): string {
  const sink = Object.values(pipeline.nodes).find(({ type }) => type === 'output.file');
  return resolve(folder, String(sink?.params['path']));
}

const views = (job: Job): string[] =>
  Object.entries(job.tables).map(([name, file]) => `CREATE VIEW ${name} AS FROM '${file}'`);

const copy = (job: Job, file: string): string =>
  `COPY (\n${job.sql}\n) TO '${file}' (FORMAT parquet)`;

const sqlByHand = (job: Job, file: string): string => [...views(job), copy(job, file)].join(';\n');

function pythonByHand(job: Job, file: string): string {
  const lines = [...views(job), copy(job, file)].map((sql) => `con.execute("""${sql}""")`);
  return ['import duckdb', 'con = duckdb.connect()', ...lines, ''].join('\n');
}

/** A DuckDB of its own for each program, which is not timed: everybody needs one. */
const sqlRunner =
  (folder: string, threads: number): RunProgram =>
  async (program) => {
    const before = process.cwd();
    const instance = await DuckDBInstance.create(':memory:', { threads: String(threads) });
    const connection = await instance.connect();
    process.chdir(folder);
    try {
      return (await timed(() => connection.run(program))).milliseconds;
    } finally {
      process.chdir(before);
      connection.closeSync();
      instance.closeSync();
    }
  };

interface PythonCommand {
  readonly folder: string;
  readonly script: string;
}

type PythonAnswer =
  | { readonly ok: true; readonly milliseconds: number }
  | { readonly ok: false; readonly error: string };

/** Programs one after another in one Python, which has loaded DuckDB. */
const pythonRunner =
  (folder: string, ask: (command: PythonCommand) => Promise<PythonAnswer>): RunProgram =>
  async (program) => {
    const script = join(folder, 'program.py');
    writeFileSync(script, program);
    const answer = await ask({ folder, script });
    if (!answer.ok) throw new Error(answer.error);
    return answer.milliseconds;
  };

/** As in the studio, where the pipeline was checked before. */
async function exportTimes(engine: Engine, rounds: number): Promise<Measurement[]> {
  const document = longPipeline(200);
  const measurements = new Measurements();
  for (const target of EXPORT_TARGETS) {
    for (let round = -2; round < rounds * 3; round += 1) {
      const { value, milliseconds } = await timed(() => engine.export(document, { target }));
      if (!value.ok) throw new Error(JSON.stringify(value.diagnostics));
      if (round < 0) continue;
      measurements.add({ job: target, contender: 'export', state: 'again' }, milliseconds);
    }
  }
  return measurements.all();
}
