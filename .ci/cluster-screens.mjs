// Screens of the studio with a Spark cluster behind it, for screenshots.mjs.
import { readCluster, startCluster, stopCluster } from './spark-cluster.mjs';

const FOLDER = '.cache/cluster-screens';

/** That of `npm run cluster:up` where it runs, else one for the time of the pictures. */
export async function openCluster() {
  const running = readCluster('.cache/cluster');
  const { connect } = running ?? (await startCluster({ folder: FOLDER, memoryMb: 1024 }));
  return {
    env: { SLUICE_CONNECTION_LAB: `sc://${connect.host}:${connect.port}` },
    stop: async () => {
      if (running === undefined) await stopCluster(FOLDER);
    },
  };
}

async function chooseLab(page) {
  await page.getByRole('button', { name: 'Where it runs: This computer', exact: true }).click();
  await page.getByRole('menuitemradio', { name: /^lab/ }).click();
}

async function ask(page) {
  await chooseLab(page);
  await page.getByRole('button', { name: 'Push to lab', exact: true }).click();
  await page.getByRole('dialog').getByText('Recommended').waitFor();
}

/** @param open brings a fresh page to a pipeline of the workspace and its rows */
export const clusterScreens = (open) => ({
  clusters: async (page) => {
    await open(page);
    await page.getByRole('button', { name: /^Where it runs/ }).click();
    await page.getByRole('menuitem', { name: /^Manage clusters/ }).click();
    await page.getByRole('button', { name: 'Test lab' }).click();
    await page.getByText(/answered in \d+ ms/).waitFor();
  },
  push: async (page) => {
    await open(page);
    await ask(page);
  },
  cluster: async (page) => {
    await open(page);
    await ask(page);
    await page.keyboard.press('Enter');
    const pushed = page.getByRole('button', { name: /^Push to lab ?Succeeded/ }).first();
    await pushed.waitFor({ timeout: 120_000 });
    await pushed.click();
    // The steps say so, too; what is told in passing stands before the outputs.
    const notice = page.getByRole('region', { name: 'Messages' });
    for (const close of await notice.getByRole('button', { name: 'Close' }).all()) {
      await close.click();
    }
  },
});
