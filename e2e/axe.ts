/** What axe finds on a page. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** @param within only what is in the element that this finds, as a dialog before a page that is known */
export async function examine(
  page: Page,
  options: RunOptions = {},
  within = ':root',
): Promise<AxeResults> {
  const isThere = await page.evaluate(() => 'axe' in window);
  // Not a script element: the content policy forbids what is not the app's own.
  if (!isThere) await page.evaluate(AXE);
  // What fades in has less contrast on its way. Some go on for ever, as what says that one waits.
  await page.evaluate(() =>
    Promise.allSettled(
      document
        .getAnimations()
        .filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity)
        .map(({ finished }) => finished),
    ),
  );
  return page.evaluate(
    async ([where, given]) => {
      const { axe } = window as unknown as {
        axe: { run: (where: string, options: RunOptions) => Promise<AxeResults> };
      };
      return axe.run(where, given);
    },
    [within, options] as const,
  );
}

/**
 * An element at the edge of a menu that is open: it hands the focus on and never keeps it, so that
 * nobody stands on something that no screen reader names. That axe reports it is a bug of axe
 * (dequelabs/axe-core#4832).
 */
const isFocusGuard = (rule: string, html: string): boolean =>
  rule === 'aria-hidden-focus' && /^<span [^>]*data-base-ui-focus-guard/.test(html);

/** What is serious or critical: rule, and the elements. */
export const seriousOf = ({ violations }: AxeResults): string[] =>
  violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes
        .filter(({ html }) => !isFocusGuard(id, html))
        .map(({ html }) => `${id}: ${html.slice(0, 160)}`),
    );
