/** What people wait for in the studio: rows after a key press, and windows of many rows. In Chromium. */
import { existsSync, mkdirSync } from 'node:fs';
import { basename } from 'node:path';
import type { Page } from 'playwright-core';
import { emptyDocument } from '../../engine/document/schema.ts';
import type { DocumentNode, PipelineDocument } from '../../engine/document/schema.ts';
import type { NativeDuckDB } from '../../engine/testing/native.ts';
import { openBenchBrowser } from './chromium-contender.ts';
import { MANY, MANY_ROWS } from './many-rows.ts';
import type { Question } from './page/page-api.ts';

export interface StudioFigure {
  readonly what: string;
  readonly p50: number;
  readonly p95: number;
}

const FILE = '.cache/bench/studio.csv';
const STEPS = 30;
const KEYS = 60;
const WINDOW = 200;

export async function measureStudio(
  reference: NativeDuckDB,
  workers: number,
): Promise<StudioFigure[]> {
  await makeCsv(reference);
  const browser = await openBenchBrowser();
  try {
    const page = await browser.newPage([FILE]);
    await page.evaluate((count) => window.bench.openSluice(count), workers);
    return [
      await keys(page, 'a key in the last of 30 steps', STEPS, false),
      await keys(page, 'the same behind a grouping of 50,000 rows', STEPS, true),
      await keys(page, 'a key in the first step, the last one shown', 1, false),
      ...(await windows(page)),
    ];
  } finally {
    await browser.close();
  }
}

/** About 100 MB of texts, numbers and dates. */
async function makeCsv(reference: NativeDuckDB): Promise<void> {
  if (existsSync(FILE)) return;
  mkdirSync('.cache/bench', { recursive: true });
  await reference.execute(`COPY (
    SELECT i AS id, DATE '2024-01-01' + (i % 366)::INTEGER AS day, 'city ' || i % 97 AS city,
      (i * 37 % 10007) / 100 AS amount, i % 50 AS quantity, 'customer ' || i % 9973 AS customer,
      (i * 31 % 997) / 997 AS ratio
    FROM range(1600000) t(i)) TO '${FILE}' (HEADER)`);
}

function pipeline(edited: number, key: number, grouped: boolean): PipelineDocument {
  const nodes: Record<string, DocumentNode> = {
    s0: { type: 'input.csv', params: { path: FILE } },
  };
  for (let i = 1; i <= STEPS; i += 1) {
    const n = i === edited ? 1000 + key : i;
    nodes[`s${i}`] = { ...stepOf(i, n, grouped), inputs: { input: `s${i - 1}` } };
  }
  return { ...emptyDocument('studio'), nodes };
}

function stepOf(i: number, n: number, grouped: boolean): DocumentNode {
  if (grouped && i === 20) {
    const sum = { name: 'amount', function: 'sum', column: 'amount' };
    const most = { name: 'quantity', function: 'max', column: 'quantity' };
    return {
      type: 'aggregate.group-by',
      params: { keys: ['city', 'day'], aggregates: [sum, most] },
    };
  }
  const derive = (name: string, expression: string): DocumentNode => ({
    type: 'columns.derive',
    params: { expressions: [{ name, expression }] },
  });
  switch (i % 3) {
    case 0:
      return {
        type: 'rows.filter',
        params: { condition: `amount > ${-n} and length(city) < ${100 + n}` },
      };
    case 1:
      return derive(`c${i}`, `amount * ${n} + quantity`);
    default:
      return derive('city', `upper(city) || '${n % 10}'`);
  }
}

const questionOf = (document: PipelineDocument): Question => ({
  pipeline: document,
  parameters: {},
  files: { [FILE]: basename(FILE) },
});

/** The rows of the step, and beside them the check of the whole pipeline, as in the studio. */
async function keys(
  page: Page,
  what: string,
  edited: number,
  grouped: boolean,
): Promise<StudioFigure> {
  const times: number[] = [];
  for (let key = 0; key < KEYS + WARM; key += 1) {
    const question = questionOf(pipeline(edited, key, grouped));
    const ms = await page.evaluate(([asked, target]) => window.bench.preview(asked, target), [
      question,
      `s${STEPS}`,
    ] as const);
    if (key >= WARM) times.push(ms);
  }
  return figure(what, times);
}

/** Keys before the file was read and the code of the engine was compiled. */
const WARM = 15;

async function windows(page: Page): Promise<StudioFigure[]> {
  const question = { pipeline: MANY, parameters: {}, files: {} };
  const opened = await page.evaluate((asked) => window.bench.openRows(asked, 'rows'), question);
  const times: number[] = [];
  for (let i = 0; i < 200; i += 1) {
    // Jumps all over the rows, as whoever drags the scroll bar makes them.
    const from = (i * 7_919_993) % (MANY_ROWS - WINDOW);
    times.push(
      await page.evaluate(([start, count]) => window.bench.readRows(start, count), [
        from,
        WINDOW,
      ] as const),
    );
  }
  return [
    figure('all of 10 million rows of 3 columns opened', [opened]),
    figure(`a window of ${WINDOW} of them, anywhere`, times),
  ];
}

function figure(what: string, times: readonly number[]): StudioFigure {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
  return { what, p50: at(0.5), p95: at(0.95) };
}
