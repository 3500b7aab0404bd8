/** `npm run build:demo` on the plainest host: a folder of a server that sends no header but a length. */
import { createReadStream, readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildDemo } from '../.ci/build-demo.mjs';
import { launchChromium } from './browser.ts';
import { dataGrid, openStudio, run } from './studio-page.ts';

const FOLDER = '/some/where/';
/** What every host knows; the wasm files and the samples come without a type. */
const TYPES: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript' };

let browser: Browser;
let server: Server;
let url: string;
const missing: string[] = [];

beforeAll(async () => {
  await buildDemo({ quiet: true });
  browser = await launchChromium();
  server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://host').pathname);
    const below = path.startsWith(FOLDER) ? path.slice(FOLDER.length) : undefined;
    const file = join('dist/demo', below === '' ? 'index.html' : (below ?? 'nothing'));
    const found = statSync(file, { throwIfNoEntry: false })?.isFile() === true;
    if (!found) {
      missing.push(path);
      response.writeHead(404).end();
      return;
    }
    const type = TYPES[extname(file)];
    response.writeHead(200, type === undefined ? {} : { 'Content-Type': type });
    createReadStream(file).pipe(response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${FOLDER}`;
});

afterAll(async () => {
  await browser.close();
  await new Promise<void>((done) => {
    server.close(() => done());
    server.closeAllConnections();
  });
});

test('it runs a sample from a folder, and after the first visit without a network', async () => {
  const { page, problems } = await openStudio(browser, url, { serviceWorkers: 'allow' });
  const sample = page.getByRole('button', { name: 'Weather by month', exact: true });
  await sample.click();
  await dataGrid(page).getByText('2012-01-01').first().waitFor();
  // Nothing isolates the first visit, and it works all the same.
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
  expect(await run(page)).toMatch(/^Succeeded in .*2 files/);
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  // What the engine is made of and the sample are stored when they are used under the worker.
  await page.goto('about:blank');
  await page.goto(url);
  await newPipeline(page);
  await sample.click();
  await dataGrid(page).getByText('2012-01-01').first().waitFor();
  expect(problems).toEqual([]);
  expect(missing.filter((path) => !path.endsWith('.duckdb_extension.wasm'))).toEqual([]);
  await page.context().setOffline(true);
  await page.goto(url);
  await newPipeline(page);
  await sample.click();
  await dataGrid(page).getByText('2012-01-01').first().waitFor();
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  await page.context().close();
});

test('it brings its headers, samples and a guide, and no source maps', () => {
  const files = readdirSync('dist/demo', { recursive: true }).map(String);
  expect(files).toEqual(
    expect.arrayContaining([
      '_headers',
      '.nojekyll',
      'README.txt',
      'samples/late-flights.sluice.json',
      'samples/flights-3m.parquet',
    ]),
  );
  expect(files.filter((file) => file.endsWith('.map'))).toEqual([]);
  const scripts = files.filter((file) => file.endsWith('.js'));
  expect(
    scripts.filter((file) =>
      /\n\/\/# sourceMappingURL/.test(readFileSync(join('dist/demo', file), 'utf8')),
    ),
  ).toEqual([]);
  // Every address that the page names is relative: it works from any folder.
  const page = readFileSync('dist/demo/index.html', 'utf8');
  expect([...page.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, at]) => at)).toSatisfy(
    (addresses: readonly string[]) =>
      addresses.length > 0 && addresses.every((at) => at.startsWith('./')),
  );
});

/** What was open before the reload is there again: starts afresh. */
async function newPipeline(page: Page): Promise<void> {
  await page.getByRole('application', { name: 'Pipeline canvas' }).waitFor();
  await page.keyboard.press('Control+k');
  await page.getByPlaceholder('What do you want to do?').fill('New pipeline');
  await page.keyboard.press('Enter');
}
