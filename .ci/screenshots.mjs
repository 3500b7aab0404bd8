// Saves the studio's main screens as pictures to e2e/out/screens/: light and dark, in two sizes.
// Usage: npm run screenshots [-- screen...]   (no name: all; those of the README are copied to docs/images)
// The screen "first-minute" is a journey: see first-minute.mjs.
import { copyFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { runnerImport } from 'vite';
import { buildWeb } from './build-web.mjs';
import { chromiumPath } from './chromium.mjs';
import { showFirstMinute } from './first-minute.mjs';

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));
const OUT = 'e2e/out/screens';
const README = { 'ran-1440-light': 'studio-light', 'expression-1440-dark': 'studio-dark' };
const SIZES = [
  [1440, 900],
  [1024, 768],
];

const tab = (page, name) => page.getByRole('tab', { name: new RegExp(`^${name}`) }).click();
const select = (page, id) => page.locator(`[data-node-id="${id}"]`).click();
const rows = (page) =>
  page.locator('[role=grid][aria-label="Data"] [role=gridcell]').first().waitFor();

async function openSample(page, name) {
  await page.getByRole('button', { name, exact: true }).click();
  await rows(page);
}

async function run(page) {
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page
    .getByRole('status', { name: 'Run status' })
    .getByText(/^Succeeded/)
    .waitFor();
}

/** Each brings a fresh studio to what is to be seen. */
const SCREENS = {
  start: async (page) => page.getByText(/^\d+ workers?$/).waitFor(),
  sample: (page) => openSample(page, 'Late flights by airport'),
  expression: async (page) => {
    await openSample(page, 'Bird strikes');
    await page.getByRole('region', { name: 'Inspector' }).locator('.cm-content').first().click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type(' || upp');
    await page.locator('.cm-tooltip-autocomplete').waitFor();
  },
  join: async (page) => {
    await openSample(page, 'Late flights by airport');
    await select(page, 'with_airport');
    await rows(page);
  },
  ran: async (page) => {
    await openSample(page, 'Late flights by airport');
    await run(page);
    await select(page, 'ranked');
    await rows(page);
  },
  runs: async (page) => {
    await openSample(page, 'Late flights by airport');
    await run(page);
    await tab(page, 'Runs');
    await page.getByRole('tabpanel').getByText('Worker 1').first().waitFor();
  },
  lineage: async (page) => {
    await openSample(page, 'Weather by month');
    await tab(page, 'Lineage');
    await page.getByRole('tabpanel').getByText('weather').first().waitFor();
  },
  profile: async (page) => {
    await openSample(page, 'Bird strikes');
    await tab(page, 'Profile');
    await page
      .getByRole('tabpanel')
      .locator('[aria-busy=true]')
      .waitFor({ state: 'detached', timeout: 60_000 });
    await page.getByRole('tabpanel').getByText(/%/).first().waitFor();
  },
  problems: async (page) => {
    await openSample(page, 'Bird strikes');
    await page.getByRole('region', { name: 'Inspector' }).locator('.cm-content').first().click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type(' + speed');
    await tab(page, 'Problems');
    await page.getByText(/speed/).first().waitFor();
  },
  export: async (page) => {
    await openSample(page, 'Late flights by airport');
    await page.getByRole('button', { name: 'Export', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Export as code…' }).click();
    await page.getByRole('radio', { name: 'TypeScript', exact: true }).check();
    await page.getByRole('dialog').locator('.cm-line').first().waitFor();
  },
  palette: async (page) => {
    await openSample(page, 'Weather by month');
    await page.keyboard.press('Control+k');
    await page.getByRole('option').first().waitFor();
  },
};

const wanted = process.argv.slice(2);
const JOURNEY = 'first-minute';
const unknown = wanted.filter((name) => name !== JOURNEY && !Object.hasOwn(SCREENS, name));
if (unknown.length > 0) {
  console.error(
    `no screen ${unknown.join(', ')}; there are: ${[...Object.keys(SCREENS), JOURNEY].join(', ')}`,
  );
  process.exit(2);
}

await buildWeb();
mkdirSync(OUT, { recursive: true });
const { module: http } = await runnerImport('./electron/host/http/app-server.ts');
const app = await http.serveFolder('dist/web');
const browser = await chromium.launch({
  executablePath: chromiumPath(),
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});
let failed = 0;
for (const [name, prepare] of Object.entries(SCREENS)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  for (const [width, height] of SIZES) {
    for (const colorScheme of ['light', 'dark']) {
      const file = `${OUT}/${name}-${width}-${colorScheme}.png`;
      const context = await browser.newContext({
        viewport: { width, height },
        colorScheme,
        reducedMotion: 'reduce',
        serviceWorkers: 'block',
      });
      const page = await context.newPage();
      try {
        await page.goto(app.url);
        await prepare(page);
        // What is still being drawn: two frames.
        await page.evaluate(
          () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
        );
        console.log(file);
      } catch (error) {
        failed += 1;
        console.error(`${file}: ${error.message.split('\n')[0]}`);
      }
      await page.screenshot({ path: file });
      await context.close();
    }
  }
}
if (wanted.length === 0 || wanted.includes(JOURNEY)) {
  for (const failure of await showFirstMinute(browser, app.url)) {
    failed += 1;
    console.error(failure);
  }
}
for (const [screen, image] of Object.entries(README)) {
  if (failed === 0 && (wanted.length === 0 || wanted.includes(screen.split('-')[0]))) {
    copyFileSync(`${OUT}/${screen}.png`, `docs/images/${image}.png`);
  }
}
await browser.close();
await app.close();
process.exitCode = failed === 0 ? 0 : 1;
