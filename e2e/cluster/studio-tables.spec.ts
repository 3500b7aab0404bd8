/** Tables of a cluster's catalog in the studio: no error where the cluster is chosen, seen and pushed there. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { openSparkSession } from '../../engine/remote/spark-connect/open.ts';
import { runCommand } from '../../engine/remote/spark-plan/run-command.ts';
import { launchChromium } from '../browser.ts';
import { openFlow, place } from '../hosted-page.ts';
import { serveStudio } from '../serve-studio.ts';
import { dataGrid, openStudio, showTab, step } from '../studio-page.ts';
import { chooseLab } from './cluster-page.ts';
import { describeOnCluster, theCluster } from './cluster.ts';

const PIPELINE = {
  format: 'sluice/1',
  name: 'Tables',
  nodes: {
    orders: { type: 'input.parquet', params: { path: 'table://studio.orders' } },
    big: { type: 'rows.filter', inputs: { input: 'orders' }, params: { condition: 'amount > 3' } },
    by_city: {
      type: 'aggregate.group-by',
      inputs: { input: 'big.kept' },
      params: { keys: ['city'], aggregates: [{ name: 'orders', function: 'count' }] },
    },
    out: {
      type: 'output.file',
      inputs: { input: 'by_city' },
      params: { path: 'table://studio.totals', format: 'parquet' },
    },
  },
  canvas: { positions: { orders: [0, 0], big: [260, 0], by_city: [520, 0], out: [780, 0] } },
};

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

describeOnCluster('tables of the catalog in the studio', () => {
  test('are only where the cluster is: there no error, rows to be seen, and a push that writes one', async () => {
    const { connect } = await theCluster();
    const session = openSparkSession({ host: connect.host, port: connect.port });
    const sql = (statement: string): Promise<void> => runCommand(statement, session);
    await sql('CREATE SCHEMA studio');
    onTestFinished(async () => {
      await sql('DROP SCHEMA studio CASCADE');
      await session.release();
      session.close();
    });
    await sql(
      "CREATE TABLE studio.orders AS SELECT id % 7 AS amount, concat('City ', id % 3) AS city FROM range(1000)",
    );
    const served = await serveStudio(
      { 'flows/tables.sluice.json': JSON.stringify(PIPELINE) },
      { SLUICE_CONNECTION_LAB: `sc://${connect.host}:${connect.port}` },
    );
    onTestFinished(served.close);
    const { page, problems } = await openStudio(browser, served.url);
    onTestFinished(() => page.context().close());
    await place(page, 'This tab').waitFor();
    await openFlow(page, 'tables', 'Tables');
    await step(page, 'orders').getByRole('img', { name: /error/ }).waitFor();
    const found = await showTab(page, 'Problems');
    await found.getByText('Only a cluster gets to "table://studio.orders".').waitFor();

    await chooseLab(page);
    await step(page, 'orders').getByRole('img', { name: /error/ }).waitFor({ state: 'detached' });
    await step(page, 'by_city').click();
    await (
      await showTab(page, 'Data')
    )
      .getByRole('button', { name: 'First rows from lab' })
      .click();
    await dataGrid(page).getByText('City 2').waitFor();
    await page.getByRole('button', { name: 'Push to lab' }).click();
    const asking = page.getByRole('dialog', { name: 'Push “Tables” to lab' });
    await asking.getByText('written by the cluster').waitFor();
    await asking.getByRole('button', { name: 'Push', exact: true }).press('Enter');
    await page
      .getByRole('status', { name: 'Run status' })
      .filter({ hasText: 'Push to lab: Succeeded' })
      .waitFor();
    // Three cities, of 3 of 7 amounts each: another session sees them.
    await sql('SELECT assert_true((SELECT count(*) = 3 AND min(orders) > 130 FROM studio.totals))');
    expect(problems).toEqual([]);
  });
});
