// The first minute with a CSV that is none of the samples, by mouse and by keyboard alone: what was
// seen on the way, as numbered pictures. Part of `npm run screenshots`.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { basename } from 'node:path';

const FILE = 'node_modules/vega-datasets/data/seattle-weather.csv';
const OUT = 'e2e/out/first-minute';

const inspector = (page) => page.getByRole('region', { name: 'Inspector' });
const grid = (page) => page.getByRole('grid', { name: 'Data' });
const cell = (page, text) => grid(page).getByRole('gridcell', { name: text, exact: true }).first();
const step = (page, id) => page.locator(`[data-node-id="${id}"]`);
const engine = (page) => page.getByText(/^\d+ workers?$/).waitFor();
const succeeded = (page) =>
  page
    .getByRole('status', { name: 'Run status' })
    .getByText(/^Succeeded/)
    .waitFor();

/** @param {import('playwright-core').Page} page @param {(name: string) => Promise<void>} shot */
async function byMouse(page, shot) {
  await engine(page);
  await shot('start');
  await drop(page, FILE);
  await cell(page, 'drizzle').waitFor();
  await shot('dropped');
  await page.getByRole('button', { name: 'Add Filter', exact: true }).click();
  const rules = inspector(page).getByRole('group', { name: 'Rules' });
  await rules.getByRole('button', { name: 'Add a rule' }).click();
  await rules.getByLabel('Where').click();
  await page.getByRole('option', { name: /^weather/ }).click();
  await rules.getByLabel('With').fill('snow');
  await cell(page, 'snow').waitFor();
  await shot('filtered');
  await page.getByRole('button', { name: 'Add Sort', exact: true }).click();
  const column = inspector(page).getByLabel('Column', { exact: true }).first();
  if (!(await column.isVisible())) {
    await inspector(page).getByRole('button', { name: 'Add', exact: true }).click();
  }
  await column.click();
  await page.getByRole('option', { name: /^precipitation/ }).click();
  await inspector(page).getByLabel('Direction').first().selectOption('desc');
  await cell(page, '23.9').waitFor();
  await shot('sorted');
  await page.getByRole('searchbox', { name: 'Search steps' }).fill('write');
  await page
    .getByRole('option', { name: /^Write file/ })
    .first()
    .click();
  await inspector(page).getByLabel('Path', { exact: true }).fill('out/snow.csv');
  await page.keyboard.press('Escape');
  await shot('written');
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await succeeded(page);
  await page.getByRole('tab', { name: /^Runs/ }).click();
  await page.getByRole('button', { name: 'Download out/snow.csv' }).waitFor();
  await shot('ran');
}

/** A file dropped in the middle of the page. */
async function drop(page, path) {
  await page.evaluate(
    ([text, name]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([text], name, { type: 'text/csv' }));
      document.body.dispatchEvent(
        new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }),
      );
    },
    [readFileSync(path, 'utf8'), basename(path)],
  );
}

/** @param {import('playwright-core').Page} page @param {(name: string) => Promise<void>} shot */
async function byKeyboard(page, shot) {
  const press = (key) => page.keyboard.press(key);
  const type = (text) => page.keyboard.type(text);
  await engine(page);
  await command(page, 'Open data files');
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), press('Enter')]);
  await chooser.setFiles(FILE);
  await cell(page, 'drizzle').waitFor();
  await shot('opened');
  await add(page, 'filter', 'filter');
  await tabTo(page, '[role=region][aria-label="Inspector"] .cm-content');
  await type("weather = 'sno");
  await shot('typing');
  await type("w' AND temp_max > 3");
  await press('Escape');
  await cell(page, 'snow').waitFor();
  await shot('filtered');
  await add(page, 'write file', 'file');
  await tabTo(page, '[role=region][aria-label="Inspector"] input[role=combobox]');
  await press('Control+a');
  await type('out/snow.csv');
  await press('Escape');
  await tabTo(page, '[role=region][aria-label="Inspector"] select');
  await type('csv');
  await shot('written');
  await press('Control+Enter');
  await succeeded(page);
  await tabTo(page, '[role=tablist][aria-label="Results"] [role=tab][aria-selected=true]');
  await press('End');
  await page.getByRole('button', { name: 'Download out/snow.csv' }).waitFor();
  await shot('ran');
}

/** Finds a command in the palette. */
async function command(page, name) {
  await page.keyboard.press('Control+k');
  await page.locator('[cmdk-input]:focus').waitFor();
  await page.keyboard.type(name);
  await page
    .getByRole('option', { name: new RegExp(`^${name}`) })
    .first()
    .waitFor();
}

async function add(page, words, id) {
  await command(page, 'Add step');
  await page.keyboard.press('Enter');
  await page.locator('[role=dialog] input:focus:not([cmdk-input])').waitFor();
  await page.keyboard.type(words);
  await page.getByRole('dialog').getByRole('option').first().waitFor();
  await page.keyboard.press('Enter');
  await step(page, id).waitFor();
}

async function tabTo(page, selector) {
  for (let n = 0; n < 120; n += 1) {
    await page.keyboard.press('Tab');
    if (await page.evaluate((s) => document.activeElement?.matches(s) === true, selector)) return;
  }
  throw new Error(`Tab does not reach ${selector}`);
}

/**
 * @param {import('playwright-core').Browser} browser
 * @param {string} url of the served app
 * @returns {Promise<string[]>} what went wrong
 */
export async function showFirstMinute(browser, url) {
  const failures = [];
  for (const [name, journey] of Object.entries({ mouse: byMouse, keyboard: byKeyboard })) {
    const folder = `${OUT}/${name}`;
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      reducedMotion: 'reduce',
      serviceWorkers: 'block',
    });
    // The system's own dialog is out of reach of a script; the page's file field is not.
    await context.addInitScript(() => delete globalThis.showOpenFilePicker);
    const page = await context.newPage();
    page.setDefaultTimeout(60_000);
    let shots = 0;
    const shot = async (what) => {
      shots += 1;
      const path = `${folder}/${String(shots).padStart(2, '0')}-${what}.png`;
      await page.screenshot({ path });
      console.log(path);
    };
    try {
      await page.goto(url);
      await journey(page, shot);
    } catch (error) {
      failures.push(`${name}: ${error.message.split('\n')[0]}`);
      await shot('failed');
    }
    await context.close();
  }
  return failures;
}
