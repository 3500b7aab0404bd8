/** The benchmarks: one run measures every contender on this machine, compares, prints, saves. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { formatDocument } from '../../engine/document/format.ts';
import { openNative } from '../../engine/testing/native.ts';
import type { NativeDuckDB } from '../../engine/testing/native.ts';
import { measureBuiltStudio } from './built-studio.ts';
import { chromiumContender, openBenchBrowser, stockContender } from './chromium-contender.ts';
import { compete } from './compete.ts';
import type { Contender, Job, State } from './contender.ts';
import { csvFile, largeCsvFile, megabytes, removeFile, tableFacts } from './data.ts';
import { csvJob, tpchJobs, writeJobs } from './jobs.ts';
import type { Measurement } from './measure.ts';
import { measureExport } from './export.ts';
import { peakMemory } from './memory.ts';
import { nativeContender } from './native-contender.ts';
import { nodeContender } from './node-contender.ts';
import { readOptions } from './options.ts';
import type { BenchOptions, Place } from './options.ts';
import { figureTable } from './page-figure.ts';
import type { PageFigure } from './page-figure.ts';
import { measureServe } from './serve.ts';
import { measureStudio } from './studio.ts';
import type { StudioFigure } from './studio.ts';
import { table, timeTable } from './report.ts';

/** The page's engine answers from what it has stored; only the library is asked to compute again. */
const STATES = {
  node: ['first', 'again', 'recomputed'],
  chromium: ['first', 'again'],
} as const satisfies Record<string, readonly State[]>;

const TITLES: Readonly<Record<State, string>> = {
  first: '',
  again: ': the second time',
  recomputed: ': computed again',
};

const options = readOptions(process.argv.slice(2));
const scratch = mkdtempSync(join(tmpdir(), 'sluice-bench-'));
const reference = await openNative();
const log = (line: string): void => void process.stderr.write(`${line}\n`);
const results: Record<
  string,
  readonly Measurement[] | readonly MemoryRow[] | readonly StudioFigure[] | readonly PageFigure[]
> = {};

try {
  if (options.suites.includes('csv')) {
    const file = await csvFile(reference, options.scale);
    log(`CSV: ${megabytes(file)}`);
    await measure(`CSV of ${megabytes(file)}`, [csvJob('csv', file)]);
  }
  if (options.suites.includes('tpch')) {
    await measure(`TPC-H ${options.scale}`, tpchJobs(options.scale, options.queries));
  }
  if (options.suites.includes('native')) await measureNative();
  if (options.suites.includes('write')) {
    // A page cannot write to disk: what it measures would be another thing.
    const places = options.places.filter((place) => place === 'node');
    await measure(`Writing, TPC-H ${options.scale}`, writeJobs(options.scale), places);
  }
  if (options.suites.includes('export')) {
    Object.assign(results, await measureExport(reference, options, scratch, log));
  }
  if (options.suites.includes('memory')) await measureMemory(reference, options);
  if (options.suites.includes('studio')) {
    const figures = await measureStudio(reference, Math.max(...options.workers));
    const title = 'Studio, Chromium: milliseconds';
    results[title] = figures;
    const cells = figures.map(({ what, p50, p95 }) => [what, p50.toFixed(0), p95.toFixed(0)]);
    console.log(`\n### ${title}\n\n${table(['', 'p50', 'p95'], cells)}`);
  }
  if (options.suites.includes('page')) {
    const figures = await measureBuiltStudio(log);
    const title = 'The built studio, Chromium';
    results[title] = figures;
    console.log(`\n### ${title}\n\n${figureTable(figures)}`);
  }
  if (options.suites.includes('serve')) {
    const figures = await measureServe();
    const title = 'sluice serve, Chromium';
    results[title] = figures;
    console.log(`\n### ${title}\n\n${figureTable(figures)}`);
  }
  save();
} finally {
  reference.close();
  rmSync(scratch, { recursive: true, force: true });
}

/** Node and Chromium are measured apart: two browsers at rest still take memory and time. */
async function measure(
  title: string,
  jobs: readonly Job[],
  places: readonly Place[] = options.places,
): Promise<void> {
  for (const place of places) {
    const browser = place === 'chromium' ? await openBenchBrowser() : undefined;
    const contenders: Contender[] = options.workers.map((workers) =>
      browser === undefined
        ? nodeContender(workers, scratch)
        : chromiumContender(browser, workers, scratch),
    );
    if (browser !== undefined) {
      contenders.push(stockContender(browser, scratch, (file) => tableFacts(reference, file)));
    }
    for (const threads of new Set([...options.workers, 1])) {
      contenders.push(nativeContender(threads, scratch));
    }
    try {
      const measured = (
        await compete(contenders, jobs, options.rounds, reference, scratch, log, STATES[place])
      ).all();
      const name = `${title}, ${place}`;
      results[name] = measured;
      for (const state of STATES[place]) {
        const part = measured.filter((each) => each.state === state);
        console.log(`\n${timeTable(part, `${name}${TITLES[state]}`)}`);
      }
    } finally {
      await browser?.close();
    }
  }
}

/**
 * The engine over native DuckDB against DuckDB itself at the same threads, and the pool beside them. All
 * of them write their answers to Parquet files.
 */
async function measureNative(): Promise<void> {
  const queries = tpchJobs(options.scale, options.queries);
  const jobs = queries.map((job): Job => ({ ...job, writes: 'parquet' }));
  for (const threads of options.workers) {
    const contenders = [
      nodeContender(threads, scratch, 'native'),
      nativeContender(threads, scratch),
      nodeContender(threads, scratch),
    ];
    const states = ['first', 'recomputed'] as const;
    const measured = (
      await compete(contenders, jobs, options.rounds, reference, scratch, log, states)
    ).all();
    const name = `Native DuckDB, TPC-H ${options.scale}, ${threads} threads`;
    results[name] = measured;
    for (const state of states) {
      const part = measured.filter((each) => each.state === state);
      console.log(`\n${timeTable(part, `${name}${TITLES[state]}`)}`);
    }
  }
}

interface MemoryRow {
  readonly contender: string;
  readonly peakBytes: number;
  readonly milliseconds: number;
}

async function measureMemory(native: NativeDuckDB, { scale, workers }: BenchOptions) {
  const file = await largeCsvFile(native, scale);
  const rows: MemoryRow[] = [];
  try {
    const { pipeline, sql } = csvJob('memory', file);
    mkdirSync(join(scratch, 'memory/in'), { recursive: true });
    mkdirSync(join(scratch, 'memory/out'), { recursive: true });
    const document = join(scratch, 'memory/in/memory.sluice.json');
    writeFileSync(document, formatDocument(pipeline));
    for (const count of workers) {
      const args = ['dist/node/sluice.js', 'run', document, '--workers', String(count)];
      rows.push({ contender: `sluice node ${count}`, ...(await peakMemory(args)) });
      const script = `const { DuckDBInstance } = require('@duckdb/node-api');
        DuckDBInstance.create(':memory:', { threads: '${count}' }).then(async (instance) => {
          const connection = await instance.connect();
          await connection.run(\`CREATE VIEW lineitem AS FROM '${file}'\`);
          await connection.runAndReadAll(\`${sql}\`);
        });`;
      rows.push({ contender: `native ${count}`, ...(await peakMemory(['-e', script])) });
    }
    const title = `Peak memory, CSV of ${megabytes(file)}`;
    results[title] = rows;
    const cells = rows.map(({ contender, peakBytes, milliseconds }) => [
      contender,
      (peakBytes / 1e6).toFixed(0),
      (milliseconds / 1000).toFixed(1),
    ]);
    console.log(`\n### ${title}\n\n${table(['', 'MB', 'seconds, start included'], cells)}`);
  } finally {
    removeFile(file);
  }
}

function save(): void {
  const [cpu] = cpus();
  const machine = {
    cpu: cpu?.model ?? 'unknown',
    cores: availableParallelism(),
    memoryBytes: totalmem(),
    node: process.version,
  };
  const time = new Date().toISOString();
  mkdirSync('e2e/out/bench', { recursive: true });
  const file = `e2e/out/bench/${time.replaceAll(':', '-').slice(0, 19)}.json`;
  writeFileSync(file, `${JSON.stringify({ time, machine, options, results }, null, 2)}\n`);
  console.log(`\nSaved as ${file}`);
}
