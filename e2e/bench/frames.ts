/** What the main thread does while something moves on the page: frames, and the time of scripts. */
import type { Page } from 'playwright-core';
import type { PageFigure } from './page-figure.ts';
import { spread } from './page-figure.ts';

declare global {
  interface Window {
    /** Milliseconds between frames, while they are watched. */
    frameTimes?: number[];
  }
}

export interface FrameUse {
  readonly frames: readonly number[];
  readonly scriptMs: number;
  /** Scripts, style, layout and painting: all that keeps the main thread busy. */
  readonly busyMs: number;
}

/** A frame that took so long was missed by at least one refresh of a screen of 60 Hz. */
const DROPPED_MS = 33.4;

export async function watchFrames(page: Page, act: () => Promise<void>): Promise<FrameUse> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Performance.enable');
  const seconds = async (): Promise<(name: string) => number> => {
    const { metrics } = await devtools.send('Performance.getMetrics');
    return (name) => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN;
  };
  await page.evaluate(() => {
    const times: number[] = [];
    window.frameTimes = times;
    let last: number | undefined;
    const next = (now: number): void => {
      if (window.frameTimes !== times) return;
      if (last !== undefined) times.push(now - last);
      last = now;
      requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  });
  const before = await seconds();
  await act();
  const after = await seconds();
  const frames = await page.evaluate(() => {
    const times = window.frameTimes ?? [];
    delete window.frameTimes;
    return times;
  });
  await devtools.detach();
  const spent = (name: string): number => (after(name) - before(name)) * 1000;
  return { frames, scriptMs: spent('ScriptDuration'), busyMs: spent('TaskDuration') };
}

/** Of one movement. `scriptGoal`: milliseconds of scripts a frame. */
export function frameFigures(
  what: string,
  { frames, scriptMs, busyMs }: FrameUse,
  scriptGoal?: number,
): PageFigure[] {
  const dropped = frames.filter((milliseconds) => milliseconds > DROPPED_MS).length;
  const each = (milliseconds: number): number => milliseconds / Math.max(1, frames.length);
  return [
    spread(`${what}: a frame (of ${frames.length})`, frames),
    { what: `${what}: frames above 33 ms`, unit: 'frames', value: dropped, goal: 0 },
    {
      what: `${what}: scripts a frame`,
      unit: 'ms',
      value: each(scriptMs),
      ...(scriptGoal === undefined ? {} : { goal: scriptGoal }),
    },
    { what: `${what}: main thread a frame`, unit: 'ms', value: each(busyMs) },
  ];
}
