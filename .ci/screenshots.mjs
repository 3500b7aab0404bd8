// Saves the studio's main screens as pictures to e2e/out/screens/: light and dark, in two sizes.
// Usage: npm run screenshots [-- screen...]   (no name: all; those of the README and the docs are copied to docs/images)
// The screen "first-minute" is a journey: see first-minute.mjs.
import { copyFileSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { chromium } from 'playwright-core';
import { runnerImport } from 'vite';
import { buildNode } from './build-node.mjs';
import { buildWeb } from './build-web.mjs';
import { chromiumPath } from './chromium.mjs';
import { clusterScreens, openCluster } from './cluster-screens.mjs';
import { showFirstMinute } from './first-minute.mjs';

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));
const OUT = 'e2e/out/screens';
const DOCS = {
  'ran-1440-light': 'studio-light',
  'expression-1440-dark': 'studio-dark',
  'database-1440-light': 'serve-light',
  'connections-dialog-light': 'connections-light',
  'connections-dialog-dark': 'connections-dark',
  'files-dialog-light': 'files-light',
  'files-dialog-dark': 'files-dark',
  'push-dialog-light': 'push-light',
  'push-dialog-dark': 'push-dark',
  'cluster-1440-light': 'cluster-light',
};
/** Of these, the dialog is also saved alone. */
const DIALOGS = ['connections', 'files', 'clusters', 'push'];
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

/** A workspace as people have them, for the screens of a host. */
const ORDERS = `id,city,amount\n${Array.from(
  { length: 400 },
  (_, id) => `${id + 1},${['Zürich', 'Bern', 'Genf', 'Basel'][id % 4]},${((id * 37) % 400) + 0.5}`,
).join('\n')}\n`;
const CITIES = {
  format: 'sluice/1',
  name: 'Large orders by city',
  nodes: {
    orders: { type: 'input.csv', params: { path: '../data/orders.csv' } },
    large: {
      type: 'rows.filter',
      inputs: { input: 'orders' },
      params: { condition: 'amount > 100' },
    },
    by_city: {
      type: 'aggregate.group-by',
      inputs: { input: 'large.kept' },
      params: {
        keys: ['city'],
        aggregates: [
          { name: 'orders', function: 'count' },
          { name: 'total', function: 'sum', column: 'amount' },
        ],
      },
    },
    out: {
      type: 'output.file',
      inputs: { input: 'by_city' },
      params: { path: '../results/by-city.parquet', format: 'parquet' },
    },
  },
  canvas: {
    positions: { orders: [0, 0], large: [290, 0], by_city: [580, 0], out: [870, 0] },
  },
};
const WAREHOUSE = {
  format: 'sluice/1',
  name: 'Large orders of the warehouse',
  nodes: {
    orders: {
      type: 'input.database',
      params: { connection: { credential: 'warehouse' }, table: 'orders' },
    },
    large: {
      type: 'rows.filter',
      inputs: { input: 'orders' },
      params: { condition: 'amount > 900' },
    },
    out: {
      type: 'output.file',
      inputs: { input: 'large.kept' },
      params: { path: '../results/large.parquet', format: 'parquet' },
    },
  },
  canvas: { positions: { orders: [0, 0], large: [310, 0], out: [620, 0] } },
};
const WORKSPACE = {
  'data/orders.csv': ORDERS,
  'data/orders-2025.csv': ORDERS.repeat(3),
  'flows/large-orders.sluice.json': JSON.stringify(CITIES, null, 2),
  'flows/warehouse.sluice.json': JSON.stringify(WAREHOUSE, null, 2),
  'results/read-me.txt': 'What pipelines write.',
  'cities.sluice.json': JSON.stringify({ ...CITIES, name: 'Cities' }),
};

const FILL = `CREATE TABLE orders AS SELECT id,
  (ARRAY['Zürich', 'Bern', 'Genf', 'Basel'])[id % 4 + 1] AS city,
  DATE '2026-01-01' + id % 300 AS ordered, id::numeric(9, 2) AS amount
  FROM generate_series(1, 1000) AS id`;

/** PostgreSQL for the time of the pictures. */
async function startWarehouse() {
  const { module } = await runnerImport('./engine/runtime/databases/testing/servers.ts');
  const server = await module.startPostgres();
  const { kind: _kind, tls: _tls, ...address } = server.credential;
  const client = new pg.Client(address);
  await client.connect();
  await client.query(FILL);
  await client.end();
  return server;
}

const place = (page, name) =>
  page.getByRole('button', { name: `Where it runs: ${name}`, exact: true });
const choose = async (page, menu, entry) => {
  await page.getByRole('button', { name: menu, exact: true }).click();
  await page.getByRole('menuitem', { name: entry }).click();
};

async function openHosted(page, file = /^large-orders/) {
  await place(page, 'This tab').waitFor();
  await choose(page, 'File', /^Open…/);
  await page.getByRole('option', { name: /^flows/ }).click();
  await page.getByRole('option', { name: file }).dblclick();
  await place(page, 'This computer').waitFor();
}

/** The first preview also starts the engine: its time would say little. */
async function showWarm(page, first, then) {
  await select(page, first);
  await rows(page);
  await select(page, then);
  await page.locator(`[data-node-id="${then}"] [data-selected=true]`).waitFor();
  await page.locator('[role=tabpanel] [aria-busy=true]').waitFor({ state: 'detached' });
  await rows(page);
}

let allowed = false;

/** Those of `sluice serve`. */
const HOSTED = {
  files: async (page) => {
    await place(page, 'This tab').waitFor();
    await page.getByRole('button', { name: 'Open data files…' }).click();
    await page.getByRole('option', { name: /^data/ }).click();
    await page.getByRole('option', { name: /^orders-2025/ }).click();
  },
  place: async (page) => {
    await openHosted(page);
    await showWarm(page, 'large', 'by_city');
    await run(page);
    await place(page, 'This computer').click();
    await page.getByRole('menuitemradio').first().waitFor();
  },
  database: async (page) => {
    await openHosted(page, /^warehouse/);
    // The first of the pictures is asked; then the file has been allowed.
    if (!allowed) await page.getByRole('button', { name: 'Allow', exact: true }).click();
    allowed = true;
    await showWarm(page, 'orders', 'large');
    await run(page);
    // Both edges say how many rows went over them.
    await page.locator('.react-flow__edge text').nth(1).waitFor();
  },
  connections: async (page) => {
    await openHosted(page);
    await choose(page, 'File', /^Connections…/);
    const add = page.getByRole('button', { name: 'New connection' });
    await page.getByText('warehouse', { exact: true }).waitFor();
    const shop = page.getByText('shop', { exact: true });
    // It is there from the second picture on.
    if ((await shop.count()) === 0) {
      await add.click();
      await page.getByRole('dialog').getByLabel('Name', { exact: true }).fill('shop');
      await page.getByLabel('Server', { exact: true }).fill('db.example');
      await page.getByLabel('Database name').fill('sales');
      await page.getByLabel('User').fill('analyst');
      await page.getByRole('button', { name: 'Save connection' }).click();
    }
    await shop.waitFor();
    await page.getByRole('button', { name: 'Test warehouse' }).click();
    await page.getByRole('status').filter({ hasText: 'Connected' }).waitFor();
  },
};

/** With a Spark cluster behind the host. */
const CLUSTERED = clusterScreens(async (page) => {
  await openHosted(page);
  await showWarm(page, 'large', 'by_city');
});
Object.assign(HOSTED, CLUSTERED);

const wanted = process.argv.slice(2);
const JOURNEY = 'first-minute';
const unknown = wanted.filter(
  (name) => name !== JOURNEY && !Object.hasOwn({ ...SCREENS, ...HOSTED }, name),
);
if (unknown.length > 0) {
  console.error(
    `no screen ${unknown.join(', ')}; there are: ${[...Object.keys(SCREENS), ...Object.keys(HOSTED), JOURNEY].join(', ')}`,
  );
  process.exit(2);
}

await buildWeb();
mkdirSync(OUT, { recursive: true });
const { module: http } = await runnerImport('./electron/host/http/app-server.ts');
const app = await http.serveFolder('dist/web');
const { module: host } = await runnerImport('./e2e/serve-studio.ts');
const isHostWanted = wanted.length === 0 || wanted.some((name) => Object.hasOwn(HOSTED, name));
if (isHostWanted) await buildNode();
const isClusterWanted =
  wanted.length === 0 || wanted.some((name) => Object.hasOwn(CLUSTERED, name));
const cluster = isClusterWanted ? await openCluster() : undefined;
const warehouse = isHostWanted ? await startWarehouse() : undefined;
const served = isHostWanted
  ? await host.serveStudio(WORKSPACE, {
      SLUICE_CREDENTIAL_WAREHOUSE: JSON.stringify(warehouse.credential),
      ...cluster?.env,
    })
  : undefined;
const browser = await chromium.launch({
  executablePath: chromiumPath(),
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});
let failed = 0;
for (const [name, prepare] of Object.entries({ ...SCREENS, ...HOSTED })) {
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
        await page.goto(Object.hasOwn(HOSTED, name) ? served.url : app.url);
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
      if (DIALOGS.includes(name) && width === 1440) {
        await page
          .getByRole('dialog')
          .screenshot({ path: `${OUT}/${name}-dialog-${colorScheme}.png`, omitBackground: true });
      }
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
for (const [screen, image] of Object.entries(DOCS)) {
  if (failed === 0 && (wanted.length === 0 || wanted.includes(screen.split('-')[0]))) {
    copyFileSync(`${OUT}/${screen}.png`, `docs/images/${image}.png`);
  }
}
await browser.close();
await app.close();
await served?.close();
await warehouse?.stop();
await cluster?.stop();
process.exitCode = failed === 0 ? 0 : 1;
