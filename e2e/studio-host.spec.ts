/** The studio on a host: files of the computer by path, runs on it, and what is left when it stops. */
import { existsSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { Credential } from '../engine/contract/credential.ts';
import { startPostgres } from '../engine/runtime/databases/testing/servers.ts';
import { openNative } from '../engine/testing/native.ts';
import { launchChromium } from './browser.ts';
import {
  addStep,
  CITIES,
  nameField,
  openByKeyboard,
  openCities,
  openHosted,
  place,
  rename,
} from './hosted-page.ts';
import { dataGrid, inspector, run, showTab, step, untilOver } from './studio-page.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});

afterAll(async () => {
  await browser.close();
});

test('a pipeline of the workspace is opened, saved in place and run on this computer', async () => {
  const { page, problems, served, read } = await openHosted(browser);
  // The token is no longer where one copies an address from.
  expect(page.url()).not.toContain('host=');
  await openCities(page);
  await place(page, 'This computer').waitFor();
  await step(page, 'large').click();
  await dataGrid(page).getByText('Genf').waitFor();
  await rename(page, 'Large cities');
  await page.keyboard.press('Control+s');
  await page.getByText('Saved cities.sluice.json.').waitFor();
  expect(JSON.parse(read('flows/cities.sluice.json'))).toMatchObject({ name: 'Large cities' });
  await step(page, 'large').click();
  // The step has the focus: what it does with Enter is not meant.
  await page.keyboard.press('Control+Enter');
  expect(await untilOver(page)).toMatch(/^Succeeded/);
  expect(read('out/large.csv').trim().split('\n')).toHaveLength(4);
  const runs = await showTab(page, 'Runs');
  await runs.getByText('Written on this computer, where these paths lie.').waitFor();
  expect(await runs.getByRole('button', { name: /^Download/ }).count()).toBe(0);
  await runs.getByRole('button', { name: 'Copy path: ../out/large.csv' }).click();
  await page.getByText(`: ${join(served.folder, 'out/large.csv')}`).waitFor();
  // Everything is as it was after a reload, and what the tab forgot the computer remembers.
  await page.reload();
  await expect.poll(() => nameField(page).inputValue()).toBe('Large cities');
  await place(page, 'This computer').waitFor();
  await (await showTab(page, 'Runs')).getByText('Earlier on this computer').waitFor();
  await rename(page, 'Again');
  await page.keyboard.press('Control+s');
  await expect.poll(() => read('flows/cities.sluice.json')).toContain('"Again"');
  expect(statSync(join(served.folder, 'flows')).isDirectory()).toBe(true);
  expect(problems).toEqual([]);
});

test('data of the workspace becomes a step, and is read where it lies: by the computer, and by the tab', async () => {
  const { page, problems, served } = await openHosted(browser);
  await page.getByRole('button', { name: 'Open data files…' }).click();
  await openByKeyboard(page, 'data', 'orders');
  await step(page, 'orders').waitFor();
  await place(page, 'This computer').waitFor();
  await dataGrid(page).getByText('Bern').waitFor();
  await page.getByLabel('Path', { exact: true }).waitFor();
  expect(await page.getByLabel('Path', { exact: true }).inputValue()).toBe('data/orders.csv');
  await place(page, 'This computer').click();
  await page.getByRole('menuitemradio', { name: /^This tab/ }).click();
  await place(page, 'This tab').waitFor();
  await dataGrid(page).getByText('Bern').waitFor();
  // Saved, it lies in the folder that was chosen, and its path leads to the data from there.
  await page.keyboard.press('Control+Shift+s');
  await page.getByRole('button', { name: 'workspace', exact: true }).click();
  await page.getByRole('option', { name: /^flows/ }).click();
  await page.getByLabel('File name').fill('cities.sluice.json');
  await page.getByText('cities.sluice.json is there already.').waitFor();
  await page.getByLabel('File name').fill('new.sluice.json');
  await page.keyboard.press('Enter');
  await page.getByText('Saved new.sluice.json.').waitFor();
  expect(existsSync(join(served.folder, 'flows/new.sluice.json'))).toBe(true);
  expect(problems).toEqual([]);
});

test('what another program writes is loaded, unless something here would be lost: then it is asked', async () => {
  const { page, served, read } = await openHosted(browser);
  await openCities(page);
  const file = join(served.folder, 'flows/cities.sluice.json');
  const write = (name: string, later: number): void => {
    writeFileSync(file, JSON.stringify({ ...CITIES, name }));
    // Even where the clock of the disk is coarse.
    const time = new Date(Date.now() + later);
    utimesSync(file, time, time);
  };
  write('By another program', 10_000);
  await expect.poll(() => nameField(page).inputValue()).toBe('By another program');
  await rename(page, 'Mine');
  write('By it again', 20_000);
  await page.getByText('What you edited here is kept.').waitFor();
  await page.keyboard.press('Control+s');
  const dialog = page.getByRole('dialog', { name: /was changed by another program/ });
  await dialog.waitFor();
  expect(read('flows/cities.sluice.json')).toContain('By it again');
  await dialog.getByRole('button', { name: 'Overwrite' }).click();
  await expect.poll(() => read('flows/cities.sluice.json')).toContain('"Mine"');
});

test('a host that stops is told; what was edited stays in the browser', async () => {
  const { page, served } = await openHosted(browser);
  await openCities(page);
  await served.stop();
  await page.getByRole('alert').getByText('The host has stopped. Nothing').waitFor();
  await rename(page, 'After the end');
  await page.getByText('Edited', { exact: true }).waitFor();
  await page.keyboard.press('Control+s');
  await page.getByText('cities.sluice.json could not be saved.').waitFor();
});

test('rows of PostgreSQL become a Parquet file: connected, filtered and run in the browser', async () => {
  const postgres = await startPostgres();
  onTestFinished(postgres.stop);
  const { credential } = postgres;
  await fillOrders(credential);
  const { page, problems, served, read } = await openHosted(browser);
  await addStep(page, 'database', /^Database/);
  const form = inspector(page);
  await form.getByRole('button', { name: 'New connection…' }).click();
  const dialog = page.getByRole('dialog', { name: 'New connection' });
  await dialog.getByLabel('Name', { exact: true }).fill('warehouse');
  await dialog.getByLabel('Server').fill(credential.host);
  await dialog.getByLabel('Port').fill(String(credential.port));
  await dialog.getByLabel('Database name').fill(credential.database);
  await dialog.getByLabel('User').fill(credential.user);
  await dialog.getByLabel('Password').fill(credential.password);
  await dialog.getByRole('button', { name: 'Save connection' }).click();
  await form.getByLabel('Table', { exact: true }).fill('orders');
  // No tab can: nobody had to say where it runs. And nobody is asked who has just chosen it.
  await place(page, 'This computer').waitFor();
  await dataGrid(page).getByText('Bern').first().waitFor();
  expect(await page.getByRole('dialog').count()).toBe(0);
  await addStep(page, 'filter', /^Filter/);
  await form.locator('.cm-content').first().click();
  await page.keyboard.type('amount > 990');
  await page.keyboard.press('Escape');
  await addStep(page, 'write file', /^Write file/);
  await form.getByLabel('Path', { exact: true }).fill('out/large.parquet');
  await form.getByLabel('Path', { exact: true }).press('Tab');
  await form.getByLabel('Format', { exact: true }).selectOption('parquet');
  expect(await run(page)).toMatch(/^Succeeded.* 10 rows/);
  expect(await rowsOf(join(served.folder, 'out/large.parquet'))).toEqual(
    await rowsIn(credential, 'SELECT id, city, amount FROM orders WHERE amount > 990 ORDER BY id'),
  );
  await page.getByRole('button', { name: 'File', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Connections…' }).click();
  await page.getByRole('button', { name: 'Test warehouse' }).click();
  await page.getByText(/^Connected: PostgreSQL/).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  // Saved, the pipeline has the name and nothing that is secret.
  await page.keyboard.press('Control+s');
  await page.getByLabel('File name').fill('warehouse.sluice.json');
  await page.keyboard.press('Enter');
  await page.getByText('Saved warehouse.sluice.json.').waitFor();
  const text = read('warehouse.sluice.json');
  expect(text).toContain('{ "credential": "warehouse" }');
  expect(text).not.toContain(credential.password);
  // Another document that names it is asked about, once.
  const theirs = join(served.folder, 'flows/strange.sluice.json');
  writeFileSync(theirs, text.replace(/"name": "[^"]*"/, '"name": "Theirs"'));
  await page.getByRole('button', { name: 'File', exact: true }).click();
  await page.getByRole('menuitem', { name: /^Open…/ }).click();
  await openByKeyboard(page, 'flows', 'strange');
  const question = page.getByRole('dialog', { name: 'Let this pipeline use “warehouse”?' });
  await question.getByRole('button', { name: 'Allow' }).click();
  await step(page, 'database').click();
  await dataGrid(page).getByText('Bern').first().waitFor();
  expect(problems).toEqual([]);
});

/** Of a file that a pipeline has written, as another program reads them. */
async function rowsOf(file: string): Promise<unknown[]> {
  const native = await openNative();
  try {
    return await native.queryRows(`FROM read_parquet('${file}') ORDER BY id`);
  } finally {
    native.close();
  }
}

async function rowsIn(
  { host, port, user, password, database }: Credential,
  sql: string,
): Promise<unknown[]> {
  const client = new Client({ host, port, user, password, database });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function fillOrders({ host, port, user, password, database }: Credential): Promise<void> {
  const client = new Client({ host, port, user, password, database });
  await client.connect();
  await client.query(`CREATE TABLE orders AS
    SELECT id, (ARRAY['Zürich', 'Bern', 'Genf'])[id % 3 + 1] AS city, id::double precision AS amount
    FROM generate_series(1, 1000) AS id`);
  await client.end();
}

test('the page sends nothing to another host; an address in the place of a path is told, in the tab and on the computer', async () => {
  const heard: string[] = [];
  const other = createServer(({ url = '' }, response) => {
    heard.push(url);
    response.end();
  });
  await new Promise<void>((done) => other.listen(0, '127.0.0.1', done));
  onTestFinished(() => void other.close());
  const { port } = other.address() as AddressInfo;
  const { page } = await openHosted(browser);
  // What a script could do that got into the page.
  const refused = await page.evaluate(async (host) => {
    const directives: string[] = [];
    document.addEventListener('securitypolicyviolation', (event) =>
      directives.push(event.effectiveDirective),
    );
    const answer = await fetch(`http://${host}/fetch`).then(
      () => 'answered',
      () => 'refused',
    );
    navigator.sendBeacon(`http://${host}/beacon`, 'rows');
    const socket = new WebSocket(`ws://${host}/socket`);
    const image = new Image();
    const failed = new Promise((done) => image.addEventListener('error', done));
    image.src = `http://${host}/image`;
    await failed;
    socket.close();
    return { answer, directives };
  }, `127.0.0.1:${port}`);
  expect(refused.answer).toBe('refused');
  expect(refused.directives.sort()).toEqual([
    'connect-src',
    'connect-src',
    'connect-src',
    'img-src',
  ]);
  expect(heard).toEqual([]);
  await addStep(page, 'csv file', /^CSV file/);
  const path = inspector(page).getByLabel('Path', { exact: true });
  await path.fill(`http://127.0.0.1:${port}/orders.csv`);
  await path.press('Tab');
  const problems = await showTab(page, 'Problems');
  await problems.getByText('is no path: it is a URL.').first().waitFor();
  await place(page, 'This tab').click();
  await page.getByRole('menuitemradio', { name: /^This computer/ }).click();
  await place(page, 'This computer').waitFor();
  await problems.getByText('is no path: it is a URL.').first().waitFor();
  expect(heard).toEqual([]);
});
