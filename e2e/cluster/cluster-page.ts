/** What a person does about clusters in the studio, on a page with a host. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import { examine, seriousOf } from '../axe.ts';
import { place } from '../hosted-page.ts';

/** A folder of this computer is seen by the workers, which run here too. */
export async function addCluster(
  page: Page,
  { host, port }: { readonly host: string; readonly port: number },
  data: string,
): Promise<void> {
  await place(page, 'This computer').click();
  await page.getByRole('menuitem', { name: /^Manage clusters/ }).click();
  await page.getByRole('button', { name: 'New cluster' }).click();
  const form = page.getByRole('dialog', { name: 'New cluster' });
  await form.getByLabel('Name', { exact: true }).fill('lab');
  await form.getByLabel('Server', { exact: true }).fill(`sc://${host}:${port}`);
  await form.getByLabel('Cores of the cluster').fill('2');
  await form.getByRole('button', { name: 'Add folder' }).click();
  await form.getByLabel('Folder here, row 1').fill(data);
  await form.getByLabel('URI on the cluster, row 1').fill(`file://${data}`);
  await form.getByRole('button', { name: 'Test', exact: true }).click();
  await form.getByText(/^Spark 4\.\S+ answered in \d+ ms/).waitFor();
  expect(seriousOf(await examine(page, {}, '[role=dialog]'))).toEqual([]);
  await form.getByRole('button', { name: 'Save cluster' }).click();
  await page.getByRole('button', { name: 'Test lab' }).click();
  await page.getByText(/^Spark 4\.\S+ answered in \d+ ms/).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
}

export async function chooseLab(page: Page): Promise<void> {
  await place(page, 'This computer').click();
  await page.getByRole('menuitemradio', { name: /^lab/ }).click();
}

/** By keys alone: Ctrl+Enter asks; gives the dialog once it has said what goes where. */
export async function askToPush(page: Page, name: string): Promise<Locator> {
  await page.keyboard.press('Control+Enter');
  const dialog = page.getByRole('dialog', { name: `Push “${name}” to lab` });
  await dialog.getByText('fetched and written on this computer').first().waitFor();
  return dialog;
}

/** A picture for the docs, where `SLUICE_PICTURES` names a folder for them. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env['SLUICE_PICTURES'];
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' });
}
