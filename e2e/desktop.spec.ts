/**
 * The desktop app in the real Electron, wherever there is one: `ELECTRON_PATH=/path/to/electron npx vitest
 * run --project e2e e2e/desktop.spec.ts`. The same journey as under `sluice serve`, by the app's own ways.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron } from 'playwright-core';
import type { Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { buildDesktop } from '../.ci/build-desktop.mjs';
import { citiesPipeline, ORDERS, rename, untilNamed } from './hosted-page.ts';
import { writeFiles } from './serve-studio.ts';
import { dataGrid, step, untilOver } from './studio-page.ts';

const executablePath = process.env['ELECTRON_PATH'];
if (executablePath === undefined) {
  console.log('e2e/desktop.spec.ts is skipped: set ELECTRON_PATH to the binary of Electron.');
}

async function openApp(): Promise<{ readonly page: Page; readonly folder: string }> {
  await buildDesktop({ quiet: true });
  const home = mkdtempSync(join(tmpdir(), 'sluice-desktop-app-'));
  const folder = join(home, 'flows');
  mkdirSync(folder);
  writeFiles(folder, {
    'orders.csv': ORDERS,
    'cities.sluice.json': JSON.stringify(citiesPipeline('orders.csv', 'large.csv')),
  });
  const app = await _electron.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      'dist/app',
      `--user-data-dir=${join(home, 'data')}`,
      join(folder, 'cities.sluice.json'),
    ],
    env: { ...(process.env as Record<string, string>), HOME: home, XDG_CONFIG_HOME: home },
  });
  onTestFinished(async () => {
    await app.close();
    rmSync(home, { recursive: true, force: true });
  });
  return { page: await app.firstWindow(), folder };
}

test.skipIf(executablePath === undefined)(
  'a pipeline that was double clicked is shown, run on this computer and saved in place',
  async () => {
    const { page, folder } = await openApp();
    expect(page.url()).toBe('app://studio/');
    expect(
      await page.evaluate(() => [
        crossOriginIsolated,
        'require' in window,
        'process' in window,
        'sluice' in window,
      ]),
    ).toEqual([true, false, false, true]);
    await untilNamed(page, 'Cities');
    await step(page, 'large').click();
    await dataGrid(page).getByText('Genf').waitFor();
    await page.keyboard.press('ControlOrMeta+Enter');
    expect(await untilOver(page)).toMatch(/^Succeeded/);
    expect(readFileSync(join(folder, 'large.csv'), 'utf8').trim().split('\n')).toHaveLength(4);
    await rename(page, 'Large cities');
    await page.keyboard.press('ControlOrMeta+s');
    await expect
      .poll(() => readFileSync(join(folder, 'cities.sluice.json'), 'utf8'))
      .toContain('Large cities');
  },
);
