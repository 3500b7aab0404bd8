/**
 * A document of 2,000 steps: opened, panned, a step dragged, edits undone. The worst of its kind: no
 * file of it is there and nothing is written, so the check finds two things to say of each step.
 */
import type { Browser, Page } from 'playwright-core';
import { large } from '../../app/canvas/testing/pipelines.ts';
import { frameFigures, watchFrames } from './frames.ts';
import type { PageFigure } from './page-figure.ts';
import { spread } from './page-figure.ts';
import { openIdleStudio, openPipeline } from './studio-tab.ts';

const STEPS = 2000;
const MOVES = 120;
const UNDONE = 40;
const OPENED = 5;
const SCRIPT_GOAL = 8;

export async function measureCanvas(browser: Browser, url: string): Promise<PageFigure[]> {
  const page = await openIdleStudio(browser, url);
  const opened: number[] = [];
  for (let i = 0; i < OPENED; i += 1) opened.push(await mount(page));
  await idle(page);
  await pan(page);
  const panned = await watchFrames(page, () => pan(page));
  await dragStep(page);
  const dragged = await watchFrames(page, () => dragStep(page));
  await edit(page);
  const undone: number[] = [];
  const undoing = await watchFrames(page, async () => {
    for (let i = 0; i < UNDONE; i += 1) undone.push(await undo(page));
  });
  return [
    spread('2,000 steps: opened and drawn', opened, 1000),
    ...frameFigures('2,000 steps: panning', panned, SCRIPT_GOAL),
    ...frameFigures('2,000 steps: dragging one', dragged, SCRIPT_GOAL),
    spread('2,000 steps: an edit undone and drawn', undone),
    { what: '2,000 steps: scripts of an undo', unit: 'ms', value: undoing.scriptMs / UNDONE },
  ];
}

/** Until the second frame in which its steps are there. */
async function mount(page: Page): Promise<number> {
  // Steps of the one before would be taken for those of this one.
  await openPipeline(page, large(1));
  await page.waitForFunction(() => document.querySelectorAll('[data-node-id]').length === 1);
  return page.evaluate(async (pipeline) => {
    const frame = (): Promise<unknown> => new Promise((done) => requestAnimationFrame(done));
    const started = performance.now();
    window.studio.documents.open(pipeline);
    while (document.querySelectorAll('[data-node-id]').length < 10) await frame();
    await frame();
    return performance.now() - started;
  }, large(STEPS));
}

/** Two frames in which nothing is left of what was done before, and no check under way. */
const idle = async (page: Page): Promise<void> => {
  await page.waitForFunction(() => window.studio.session.getState().check.status === 'done');
  await page.evaluate(
    () => new Promise((done) => requestIdleCallback(() => requestAnimationFrame(done))),
  );
};

const viewport = (page: Page): Promise<string> =>
  page.evaluate(
    () => document.querySelector<HTMLElement>('.react-flow__viewport')?.style.transform ?? '',
  );

/** By the empty ground, down and up again: steps come into view and go. */
async function pan(page: Page): Promise<void> {
  const [x, y] = await page.evaluate(() => {
    const box = document.querySelector('.react-flow')?.getBoundingClientRect() ?? new DOMRect();
    for (let across = box.left + 60; across < box.right - 60; across += 7) {
      for (let down = box.top + 80; down < box.top + box.height / 2; down += 7) {
        const hit = document.elementFromPoint(across, down);
        if (hit?.classList.contains('react-flow__pane') === true) return [across, down] as const;
      }
    }
    throw new Error('no empty ground');
  });
  const before = await viewport(page);
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (let i = 1; i <= MOVES; i += 1) {
    // Away and back to a third of it.
    const way = i < (MOVES * 2) / 3 ? i : (MOVES * 4) / 3 - i;
    await page.mouse.move(x - way * 4, y - way * 3);
  }
  await page.mouse.up();
  if ((await viewport(page)) === before) throw new Error('nothing was panned');
}

async function dragStep(page: Page): Promise<void> {
  const [x, y] = await page.evaluate(() => {
    const ground = document.querySelector('.react-flow')?.getBoundingClientRect() ?? new DOMRect();
    for (const step of document.querySelectorAll('[data-node-id]')) {
      const box = step.getBoundingClientRect();
      const [across, down] = [box.x + box.width / 2, box.y + box.height / 2];
      const isInside =
        across > ground.x + 150 && across < ground.right - 300 && down > ground.y + 100;
      if (isInside && step.contains(document.elementFromPoint(across, down))) {
        return [across, down] as const;
      }
    }
    throw new Error('no step to drag');
  });
  const edits = (): Promise<number> =>
    page.evaluate(() => window.studio.documents.getState().past.length);
  const before = await edits();
  await page.mouse.move(x, y);
  await page.mouse.down();
  for (let i = 1; i <= MOVES; i += 1) {
    await page.mouse.move(x + 40 * Math.sin(i / 10), y + 30 * Math.sin(i / 7) + i / 4);
  }
  await page.mouse.up();
  if ((await edits()) === before) throw new Error('nothing was dragged');
}

/** A condition in each of some steps, an entry of the history each. */
const edit = (page: Page): Promise<void> =>
  page.evaluate((count) => {
    const { documents } = window.studio;
    for (let i = 1; i <= count; i += 1) {
      documents.seal();
      documents.execute({
        label: { key: 'param' },
        change: (draft) => {
          const step = draft.nodes[`s${20 * i + 1}`];
          if (step !== undefined) step.params['condition'] = `b = ${i}`;
        },
      });
    }
  }, UNDONE);

const undo = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const started = performance.now();
    window.studio.documents.undo();
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    return performance.now() - started;
  });
