/** What stays in memory when ten steps have been looked at, all of their rows included. */
import type { Browser, Page } from 'playwright-core';
import { emptyDocument } from '../../engine/document/schema.ts';
import type { DocumentNode, PipelineDocument } from '../../engine/document/schema.ts';
import type { PageFigure } from './page-figure.ts';
import { awaitRows, openIdleStudio, openPipeline, select } from './studio-tab.ts';

const LOOKED_AT = 10;
/** Rounds before: code is compiled, heaps have grown to what they need, stores are full. */
const WARM = 2;
const ROWS = 500_000;

/** Each round is about steps of its own, so that nothing is found that an earlier one left. */
const steps = (round: number): string[] =>
  Array.from({ length: LOOKED_AT }, (_, i) => `s${round * LOOKED_AT + i}`);

function pipeline(): PipelineDocument {
  const nodes: Record<string, DocumentNode> = {
    numbers: { type: 'input.generate', params: { kind: 'range', stop: ROWS } },
  };
  const ids = Array.from({ length: WARM + 1 }, (_, round) => steps(round)).flat();
  for (const [i, id] of ids.entries()) {
    const expression = `'step ${i}, row ' || value`;
    nodes[id] = {
      type: 'columns.derive',
      inputs: { input: 'numbers' },
      params: { expressions: [{ name: 'text', expression }] },
    };
  }
  return { ...emptyDocument('Memory'), nodes };
}

export async function measureKeptMemory(browser: Browser, url: string): Promise<PageFigure[]> {
  const page = await openIdleStudio(browser, url);
  await openPipeline(page, pipeline());
  for (let round = 0; round < WARM; round += 1) await lookAt(page, steps(round));
  const before = await usedBytes(page);
  await lookAt(page, steps(WARM));
  const after = await usedBytes(page);
  const megabytes = (what: string, bytes: number): PageFigure => ({
    what,
    unit: 'MB',
    value: bytes / 1e6,
  });
  return [
    megabytes('memory of page and workers, before', before.all),
    megabytes('the same, ten steps opened and closed', after.all),
    { what: 'more than before', unit: '%', value: more(before.all, after.all), goal: 10 },
    megabytes('of it the page alone, before', before.page),
    megabytes('the page alone, after', after.page),
    {
      what: 'page alone, more than before',
      unit: '%',
      value: more(before.page, after.page),
      goal: 10,
    },
  ];
}

const more = (before: number, after: number): number => (after / before - 1) * 100;

/** The first rows of each step, then all of them; in the end none is selected. */
async function lookAt(page: Page, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    await select(page, [id]);
    await awaitRows(page, id, false);
    await page.getByRole('button', { name: 'All rows' }).click();
    await awaitRows(page, id, true);
  }
  await select(page, []);
  await page.waitForFunction(() => window.studio.session.getState().preview.status === 'idle');
}

interface MemoryMeasurement {
  readonly bytes: number;
  readonly breakdown: readonly {
    readonly bytes: number;
    readonly attribution: readonly { readonly scope: string }[];
  }[];
}

/** After a collection, of the page and of its workers with what DuckDB has in them. */
async function usedBytes(page: Page): Promise<{ readonly all: number; readonly page: number }> {
  const { bytes, breakdown } = await page.evaluate(() => {
    const measuring = performance as unknown as {
      readonly measureUserAgentSpecificMemory: () => Promise<MemoryMeasurement>;
    };
    return measuring.measureUserAgentSpecificMemory();
  });
  const ofPage = breakdown.filter(({ attribution }) =>
    attribution.some(({ scope }) => scope === 'Window'),
  );
  return { all: bytes, page: ofPage.reduce((sum, part) => sum + part.bytes, 0) };
}
