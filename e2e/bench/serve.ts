/** `sluice serve`: from the start of the command to a studio that does what is clicked, nothing cached. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { launchChromium } from '../browser.ts';
import { startServe } from '../serve-process.ts';
import { PATIENCE_MS } from '../studio-page.ts';
import { quantile, spread } from './page-figure.ts';
import type { PageFigure } from './page-figure.ts';

const ROUNDS = 7;

interface Round {
  readonly address: number;
  readonly shown: number;
  readonly interactive: number;
  readonly megabytes: number;
}

export async function measureServe(): Promise<PageFigure[]> {
  const workspace = mkdtempSync(join(tmpdir(), 'sluice-bench-'));
  const browser = await launchChromium();
  try {
    const rounds: Round[] = [];
    for (let i = 0; i < ROUNDS; i += 1) rounds.push(await visit(browser, workspace));
    const of = (what: keyof Round): number[] => rounds.map((round) => round[what]);
    return [
      spread('sluice serve: from its start to the address', of('address')),
      spread('sluice serve: from its start to the start page', of('shown')),
      spread('sluice serve: from its start to steps on the canvas', of('interactive'), 2000),
      {
        what: 'sluice serve: memory of the host, studio open, nothing run',
        unit: 'MB',
        value: quantile(of('megabytes'), 0.5),
        p95: quantile(of('megabytes'), 0.95),
        goal: 120,
      },
    ];
  } finally {
    await browser.close();
    rmSync(workspace, { recursive: true });
  }
}

/** A sample is clicked as soon as its button is there; its steps then stand on the canvas. */
async function visit(browser: Browser, workspace: string): Promise<Round> {
  const started = performance.now();
  const serve = await startServe({ workspace });
  const address = performance.now() - started;
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    await page.goto(serve.url, { waitUntil: 'commit' });
    const sample = page.getByRole('button', { name: 'Weather by month' }).first();
    await sample.waitFor();
    const shown = performance.now() - started;
    await sample.click();
    await page.locator('.react-flow__node').first().waitFor();
    const interactive = performance.now() - started;
    return { address, shown, interactive, megabytes: residentMegabytes(serve.pid) };
  } finally {
    await context.close();
    await serve.stop();
  }
}

/** NaN where there is no /proc. */
function residentMegabytes(pid: number): number {
  try {
    const [, kilobytes] =
      /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Number(kilobytes) / 1000;
  } catch {
    return Number.NaN;
  }
}
