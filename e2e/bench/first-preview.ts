/** From navigation to the first rows of a sample, nothing cached: a browser of its own each time. */
import { launchChromium } from '../browser.ts';
import { PATIENCE_MS } from '../studio-page.ts';
import type { PageFigure } from './page-figure.ts';
import { spread } from './page-figure.ts';

declare global {
  interface Window {
    /** Milliseconds since navigation. */
    firstPreview?: { readonly button: number; rows?: number };
  }
}

const ROUNDS = 5;

export async function measureFirstPreview(url: string): Promise<PageFigure[]> {
  const shown: number[] = [];
  const rows: number[] = [];
  for (let i = 0; i < ROUNDS; i += 1) {
    const times = await visit(url);
    shown.push(times.button);
    rows.push(times.rows);
  }
  return [
    spread('from navigation, nothing cached, to the start page', shown),
    spread('from navigation, nothing cached, to rows of a sample', rows, 2500),
  ];
}

/** The sample is clicked at once when its button is there. */
async function visit(url: string): Promise<{ button: number; rows: number }> {
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.setDefaultTimeout(PATIENCE_MS);
    await page.addInitScript(() => {
      const look = (): void => {
        if (window.firstPreview === undefined) {
          const button = [...document.querySelectorAll('button')].find((each) =>
            each.textContent.includes('Weather by month'),
          );
          if (button !== undefined) {
            window.firstPreview = { button: performance.now() };
            button.click();
          }
        } else if (document.querySelector('[role=gridcell]') !== null) {
          window.firstPreview.rows = performance.now();
          return;
        }
        requestAnimationFrame(look);
      };
      look();
    });
    await page.goto(url);
    await page.waitForFunction(() => window.firstPreview?.rows !== undefined);
    const times = await page.evaluate(() => window.firstPreview);
    if (times?.rows === undefined) throw new Error('no rows');
    return { button: times.button, rows: times.rows };
  } finally {
    await browser.close();
  }
}
