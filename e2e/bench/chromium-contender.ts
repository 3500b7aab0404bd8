/** Sluice and one stock DuckDB-wasm worker, each on a page of its own in the same Chromium. */
import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { serveFolder } from '../../electron/host/http/app-server.ts';
import { emptyDocument } from '../../engine/document/schema.ts';
import { launchChromium } from '../browser.ts';
import type { Contender, Job } from './contender.ts';
import { tablesOf } from './native-contender.ts';
import type { Question } from './page/page-api.ts';

export interface BenchBrowser {
  readonly newPage: (files: readonly string[]) => Promise<Page>;
  readonly close: () => Promise<void>;
}

export async function openBenchBrowser(): Promise<BenchBrowser> {
  const [browser, served]: [Browser, Awaited<ReturnType<typeof serveFolder>>] = await Promise.all([
    launchChromium(),
    serveFolder('.cache/bench/web'),
  ]);
  return {
    newPage: async (files) => {
      const page = await browser.newPage();
      page.setDefaultTimeout(0);
      page.on('pageerror', (error) => console.error(`page: ${error.message}`));
      await page.goto(served.url);
      await page.waitForFunction(() => 'bench' in window);
      await page.locator('#files').setInputFiles([...files]);
      return page;
    },
    close: async () => {
      await browser.close();
      await served.close();
    },
  };
}

const filesOf = (jobs: readonly Job[]): string[] => tablesOf(jobs).map(([, file]) => file);

/** The pipelines name the files by the path that the job gives in `tables`. */
const questionOf = ({ pipeline, parameters, tables }: Job): Question => ({
  pipeline,
  parameters,
  files: Object.fromEntries(Object.values(tables).map((file) => [file, basename(file)])),
});

export function chromiumContender(
  browser: BenchBrowser,
  workers: number,
  scratch: string,
): Contender {
  let page: Page | undefined;
  const opened = (): Page => {
    if (page === undefined) throw new Error('open first');
    return page;
  };
  return {
    name: `sluice chromium ${workers}`,
    open: async (jobs) => {
      await page?.close();
      page = await browser.newPage(filesOf(jobs));
      await page.evaluate((count) => window.bench.openSluice(count), workers);
    },
    run: (job) =>
      opened().evaluate((question) => window.bench.runSluice(question), questionOf(job)),
    answer: async (job) => {
      const base64 = await opened().evaluate(() => window.bench.sluiceAnswer());
      const file = join(scratch, `chromium-${job.name}.parquet`);
      writeFileSync(file, Buffer.from(base64, 'base64'));
      return `FROM '${file}'`;
    },
    close: async () => page?.close(),
  };
}

/** Rows that go into the stock worker at once: a stream of about 1 GB fails. */
const PRELOAD_ROWS = 1_000_000;

/** Facts of a table that is loaded in parts. */
export interface TableFacts {
  readonly rows: number;
  /** A whole-number column, by which parts are cut. */
  readonly key: string;
  readonly maxKey: number;
  /** Those that some query reads: the worker has 4 GB for everything. */
  readonly columns: readonly string[];
}

export function stockContender(
  browser: BenchBrowser,
  scratch: string,
  factsOf: (file: string) => Promise<TableFacts>,
): Contender {
  let page: Page | undefined;
  const opened = (): Page => {
    if (page === undefined) throw new Error('open first');
    return page;
  };
  return {
    name: 'stock worker',
    open: async (jobs) => {
      await page?.close();
      page = await browser.newPage(filesOf(jobs));
      await page.evaluate(() => window.bench.openStock());
      const tables = tablesOf(jobs);
      if (tables.some(([, file]) => file.endsWith('.parquet'))) {
        await page.evaluate(() => window.bench.openSluice(1));
      }
      for (const [table, file] of tables) {
        // A CSV file is looked at with the first question about it, as by Sluice.
        if (!file.endsWith('.csv')) await preload(page, table, file, await factsOf(file));
      }
    },
    run: ({ sql, tables }) =>
      opened().evaluate(([text, files]) => window.bench.runStock(text, files), [
        sql,
        Object.entries(tables)
          .filter(([, file]) => file.endsWith('.csv'))
          .map(([table, file]) => [table, basename(file)] as const),
      ] as const),
    answer: async ({ name, sql }) => {
      const rows = await opened().evaluate((text) => window.bench.stockAnswer(text), sql);
      const file = join(scratch, `stock-${name}.json`);
      writeFileSync(file, JSON.stringify(rows));
      return `FROM read_json('${file}', format = 'array', records = true, columns = TEXTS)`;
    },
    close: async () => page?.close(),
  };
}

async function preload(page: Page, table: string, file: string, facts: TableFacts): Promise<void> {
  const parts = Math.ceil(facts.rows / PRELOAD_ROWS);
  const step = Math.ceil((facts.maxKey + 1) / parts);
  for (let from = 0; from <= facts.maxKey; from += step) {
    const condition = `${facts.key} >= ${from} and ${facts.key} < ${from + step}`;
    const part: Question = {
      pipeline: {
        ...emptyDocument(table),
        nodes: {
          file: { type: 'input.parquet', params: { path: file, columns: [...facts.columns] } },
          part: { type: 'rows.filter', inputs: { input: 'file' }, params: { condition } },
        },
      },
      parameters: {},
      files: { [file]: basename(file) },
    };
    await page.evaluate(
      ([name, question]) => window.bench.stockTable(name, question, 'part.kept'),
      [table, part] as const,
    );
  }
}
