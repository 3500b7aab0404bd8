/** The grid over ten million rows, and over a thousand columns: scrolled by the wheel and by the scroll bar. */
import type { Browser, Page } from 'playwright-core';
import { emptyDocument } from '../../engine/document/schema.ts';
import type { PipelineDocument } from '../../engine/document/schema.ts';
import { dataGrid } from '../studio-page.ts';
import { frameFigures, watchFrames } from './frames.ts';
import { MANY, MANY_ROWS } from './many-rows.ts';
import type { PageFigure } from './page-figure.ts';
import { awaitRows, openIdleStudio, openPipeline, select } from './studio-tab.ts';

const TURNS = 180;

const COLUMNS = 1000;

const WIDE: PipelineDocument = {
  ...emptyDocument('Columns'),
  nodes: {
    numbers: { type: 'input.generate', params: { kind: 'range', stop: 10_000 } },
    wide: {
      type: 'columns.derive',
      inputs: { input: 'numbers' },
      params: {
        expressions: Array.from({ length: COLUMNS - 1 }, (_, i) => ({
          name: `column_${i}`,
          expression: `value * ${i}`,
        })),
      },
    },
  },
};

export async function measureGrid(browser: Browser, url: string): Promise<PageFigure[]> {
  const page = await openIdleStudio(browser, url);
  await openPipeline(page, MANY);
  await select(page, ['rows']);
  await awaitRows(page, 'rows', false);
  await page.getByRole('button', { name: 'All rows' }).click();
  await awaitRows(page, 'rows', true);
  await dataGrid(page)
    .and(page.locator(`[aria-rowcount="${MANY_ROWS + 1}"]`))
    .waitFor();
  await wheel(page, 20);
  const wheeled = await watchFrames(page, () => wheel(page, TURNS));
  const jumped = await watchFrames(page, () => jump(page));
  await openPipeline(page, WIDE);
  await select(page, ['wide']);
  await awaitRows(page, 'wide', false);
  await dataGrid(page)
    .and(page.locator(`[aria-colcount="${COLUMNS}"]`))
    .waitFor();
  await wheel(page, 20, [240, 0]);
  const sideways = await watchFrames(page, () => wheel(page, TURNS, [240, 0]));
  const downwards = await watchFrames(page, () => wheel(page, TURNS));
  return [
    ...frameFigures('10 million rows: the wheel', wheeled, 8),
    ...frameFigures('10 million rows: the scroll bar', jumped, 8),
    ...frameFigures('1,000 columns: the wheel, sideways', sideways, 8),
    ...frameFigures('1,000 columns: the wheel, down', downwards, 8),
  ];
}

type Step = readonly [x: number, y: number];

async function wheel(page: Page, turns: number, [x, y]: Step = [0, 240]): Promise<void> {
  const box = await dataGrid(page).boundingBox();
  if (box === null) throw new Error('no grid');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  for (let i = 0; i < turns; i += 1) await page.mouse.wheel(x, y);
}

/** A new place in every frame, each far from the one before: what dragging the bar does. */
const jump = (page: Page): Promise<void> =>
  dataGrid(page).evaluate(async (grid, turns) => {
    for (let i = 1; i <= turns; i += 1) {
      grid.scrollTop = (grid.scrollHeight * i) / (turns + 1);
      await new Promise((done) => requestAnimationFrame(done));
    }
  }, TURNS);
