/** The first minute: samples, files, the command palette. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium, serveApp } from './browser.ts';
import type { ServedApp } from './browser.ts';
import { documentIn, openDebugStudio } from './debug-studio.ts';
import { dataGrid, inspector, openDataFiles, openStudio, run, step } from './studio-page.ts';

let browser: Browser;
let app: ServedApp;
let scratch: string;

beforeAll(async () => {
  [browser, app] = await Promise.all([launchChromium(), serveApp()]);
  scratch = mkdtempSync(join(tmpdir(), 'sluice-start-'));
});

afterAll(async () => {
  await browser.close();
  await app.close();
  rmSync(scratch, { recursive: true, force: true });
});

const rowsShown = (page: Page, count: string) =>
  page.locator(`[role=grid][aria-label="Data"][aria-rowcount="${count}"]`).waitFor();

test('a sample opens with its rows, and runs', async () => {
  const { page, problems } = await openStudio(browser, app.url);
  await page.getByRole('button', { name: 'Weather by month', exact: true }).click();
  await step(page, 'temperatures').waitFor();
  await dataGrid(page).getByText('2012-01-01').first().waitFor();
  expect(await run(page)).toMatch(/^Succeeded in .*2 files/);
  expect(problems).toEqual([]);
  await page.context().close();
});

test('a CSV file becomes a step that shows its rows', async () => {
  const { page, problems } = await openStudio(browser, app.url);
  const file = join(scratch, 'Öre & sons (2024).csv');
  writeFileSync(file, 'name;price\n"Müller; Co";1.5\nÅse;2\n');
  await openDataFiles(page, [file]);
  await step(page, 'ore_sons_2024').waitFor();
  await dataGrid(page).getByText('Müller; Co').waitFor();
  await rowsShown(page, '3');
  // Of another language: neither UTF-8 nor with decimal points. And a line is too short.
  const german = join(scratch, 'umsatz.csv');
  writeFileSync(german, 'Straße;Betrag\nKönigsallee;1.234,50\nkurz\n', 'latin1');
  await openDataFiles(page, [german]);
  await page.getByText('umsatz.csv, line 3: 1 value instead of 2.').first().waitFor();
  await inspector(page).getByLabel('Bad rows', { exact: true }).selectOption('reject');
  await dataGrid(page).getByText('1234.5').waitFor();
  await page.getByRole('button', { name: 'rejects', exact: true }).click();
  await dataGrid(page).getByText('1 value instead of 2').waitFor();
  expect(problems).toEqual([]);
  await page.context().close();
});

test('several files are all in sight and selected; what is added next reads them', async () => {
  const { page, problems } = await openDebugStudio(browser, app.url);
  const names = ['one', 'two', 'three', 'four', 'five', 'six', 'seven'];
  const files = names.map((name, index) => {
    // Of other columns each: else they would be one source.
    const file = join(scratch, `${name}.csv`);
    writeFileSync(file, `${name},n\nx,${index}\n`);
    return file;
  });
  await openDataFiles(page, files);
  await page.getByText('7 steps', { exact: true }).waitFor();
  const canvas = page.getByRole('application', { name: 'Pipeline canvas' });
  await expect
    .poll(async () => {
      const [pane, ...steps] = await Promise.all(
        [canvas, ...names.map((name) => step(page, name))].map((one) => one.boundingBox()),
      );
      return steps.filter((box) => {
        if (box === null || pane === null || pane === undefined) return false;
        return box.y >= pane.y && box.y + box.height <= pane.y + pane.height;
      }).length;
    })
    .toBe(names.length);
  await page.getByRole('button', { name: 'Add step', exact: true }).click();
  await page.keyboard.type('union');
  await page.keyboard.press('Enter');
  await step(page, 'union').waitFor();
  const { inputs } = (await documentIn(page)).nodes['union'] ?? {};
  expect(inputs).toEqual({ inputs: names.map((name) => `${name}.output`) });
  expect(problems).toEqual([]);
  await page.context().close();
});

test('two files are joined by what is plainly their key, and show their rows at once', async () => {
  const { page, problems } = await openDebugStudio(browser, app.url);
  const [orders, customers] = [join(scratch, 'orders.csv'), join(scratch, 'customers.csv')];
  writeFileSync(orders, 'id,customer_id,price\n1,20,5.5\n2,10,7\n');
  writeFileSync(customers, 'id,name\n10,Ada\n20,Bo\n');
  await openDataFiles(page, [orders, customers]);
  await page.waitForFunction(() => {
    const { schemas } = window.studio.session.getState().check;
    return schemas.has('orders.output') && schemas.has('customers.output');
  });
  await page.getByRole('button', { name: 'Add step', exact: true }).click();
  await page.keyboard.type('join');
  await page.keyboard.press('Enter');
  await dataGrid(page).getByRole('gridcell', { name: 'Ada', exact: true }).waitFor();
  const { params } = (await documentIn(page)).nodes['join'] ?? {};
  expect(params).toEqual({ on: [{ left: 'customer_id', right: 'id' }] });
  expect(problems).toEqual([]);
  await page.context().close();
});

test('files of no known kind are named, and the others are taken', async () => {
  const { page } = await openStudio(browser, app.url);
  const [good, bad] = [join(scratch, 'good.csv'), join(scratch, 'photo.png')];
  writeFileSync(good, 'a,b\n1,2\n');
  writeFileSync(bad, Buffer.from([0x89, 0x50, 0x4e, 0x47, 0]));
  await openDataFiles(page, [good, bad]);
  await page.getByText('photo.png is no kind of file that Sluice reads.').waitFor();
  await step(page, 'good').waitFor();
  expect(await page.locator('[data-node-id]').count()).toBe(1);
  await page.context().close();
});

test('files are dropped anywhere', async () => {
  const { page } = await openStudio(browser, app.url);
  await page.getByRole('button', { name: 'Open data files…' }).waitFor();
  await page.evaluate(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File(['city,n\nRome,1\n'], 'cities.csv'));
    document.body.dispatchEvent(
      new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }),
    );
  });
  await step(page, 'cities').waitFor();
  await dataGrid(page).getByText('Rome').waitFor();
  await page.context().close();
});

test('the command palette goes to steps and lists what can be done', async () => {
  const { page } = await openStudio(browser, app.url);
  await page.getByRole('button', { name: 'Weather by month', exact: true }).click();
  await step(page, 'temperatures').waitFor();
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder('What do you want to do?').fill('temperatures');
  await page.getByRole('option', { name: 'Go to step: temperatures' }).waitFor();
  await page.keyboard.press('Enter');
  await inspector(page).getByText('Pivot', { exact: true }).waitFor();
  await page.context().close();
});
