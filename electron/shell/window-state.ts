/** Where the window was, so that it comes back there: unless there is no screen any more. */
import { readFile } from 'node:fs/promises';
import type { Rectangle } from 'electron';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';

const length = z.int().min(1).max(100_000);
const place = z.int().min(-100_000).max(100_000);

const windowState = z.strictObject({
  bounds: z.strictObject({ x: place, y: place, width: length, height: length }),
  maximized: z.boolean(),
});
export type WindowState = z.infer<typeof windowState>;

export const SMALLEST = { width: 800, height: 560 } as const;
const USUAL = { width: 1440, height: 900 } as const;

/** Pixels of the title bar that must be on a screen, so that the window can be moved. */
const GRIP = { width: 120, height: 40 } as const;

export interface Placement {
  /** Absent: in the middle of the screen. */
  readonly x?: number;
  readonly y?: number;
  readonly width: number;
  readonly height: number;
  readonly maximized: boolean;
}

/**
 * @param saved absent when there is none
 * @param screens areas of the screens that windows may take, the main one first
 */
export function placeWindow(
  saved: WindowState | undefined,
  screens: readonly Rectangle[],
): Placement {
  const area = screens[0] ?? { x: 0, y: 0, ...USUAL };
  if (saved === undefined) return { ...fit(USUAL, area), maximized: false };
  const { bounds, maximized } = saved;
  const screen = screens.find((each) => showsGrip(bounds, each));
  if (screen === undefined) return { ...fit(bounds, area), maximized };
  return { x: bounds.x, y: bounds.y, ...fit(bounds, screen), maximized };
}

type Size = Pick<Rectangle, 'width' | 'height'>;

const fit = ({ width, height }: Size, area: Size): Size => ({
  width: Math.max(SMALLEST.width, Math.min(width, area.width)),
  height: Math.max(SMALLEST.height, Math.min(height, area.height)),
});

const showsGrip = ({ x, y, width }: Rectangle, screen: Rectangle): boolean =>
  Math.min(x + width, screen.x + screen.width) - Math.max(x, screen.x) >= GRIP.width &&
  y >= screen.y &&
  y + GRIP.height <= screen.y + screen.height;

/** Undefined when there is none, or none that can be read: then the window is where it is usually. */
export async function readWindowState(file: string): Promise<WindowState | undefined> {
  try {
    return windowState.safeParse(JSON.parse(await readFile(file, 'utf8'))).data;
  } catch {
    return undefined;
  }
}

export const writeWindowState = (file: string, state: WindowState): Promise<void> =>
  writeFileAtomic(file, JSON.stringify(state));
