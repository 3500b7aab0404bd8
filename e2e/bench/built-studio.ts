/** The built studio in Chromium, as it is served: what people see and wait for on the page itself. */
import type { Browser } from 'playwright-core';
import { launchChromium, serveApp } from '../browser.ts';
import { measureCanvas } from './canvas-frames.ts';
import { measureFirstPreview } from './first-preview.ts';
import { measureGrid } from './grid-frames.ts';
import { measureKeptMemory } from './kept-memory.ts';
import type { PageFigure } from './page-figure.ts';
import { loadedScript } from './loaded-script.ts';

/** A fresh browser each, so that none is slowed by what another one left behind. */
export async function measureBuiltStudio(log: (line: string) => void): Promise<PageFigure[]> {
  const app = await serveApp();
  const part = async (
    name: string,
    measure: (browser: Browser, url: string) => Promise<PageFigure[]>,
    args: readonly string[] = [],
  ): Promise<PageFigure[]> => {
    log(`studio: ${name}`);
    const browser = await launchChromium(args);
    try {
      return await measure(browser, app.url);
    } finally {
      await browser.close();
    }
  };
  try {
    return [
      loadedScript(),
      ...(await measureFirstPreview(app.url)),
      ...(await part('canvas', measureCanvas)),
      ...(await part('grid', measureGrid)),
      // Answers at once, after collecting garbage, instead of after up to 20 seconds.
      ...(await part('memory', measureKeptMemory, [
        '--enable-blink-features=ForceEagerMeasureMemory',
      ])),
    ];
  } finally {
    await app.close();
  }
}
