/** The menus of the desktop app name commands as the studio itself has them. */
import { expect, onTestFinished, test } from 'vitest';
import { MENU_COMMANDS } from '../electron/shell/menu-commands.ts';
import type { MenuCommand } from '../electron/shell/menu-commands.ts';
import { launchChromium, serveApp } from './browser.ts';
import { openDebugStudio } from './debug-studio.ts';

test('every command of the menus is one of the studio, with its title and its shortcut', async () => {
  const [browser, app] = await Promise.all([launchChromium(), serveApp()]);
  onTestFinished(async () => {
    await browser.close();
    await app.close();
  });
  const { page } = await openDebugStudio(browser, app.url);
  const commands: readonly MenuCommand[] = Object.values(MENU_COMMANDS);
  await expect
    .poll(async () => {
      const actions = await page.evaluate(() =>
        window.studio.actions
          .getState()
          .actions.map(({ id, title, keys }) => ({ id, title, keys })),
      );
      return commands.map(({ command, keys }): MenuCommand | undefined => {
        const action = actions.find(({ id }) => id === command);
        if (action === undefined) return undefined;
        // Keys without Ctrl are for the page alone: a menu would take them from texts.
        const shown = keys === undefined ? {} : { keys: action.keys ?? 'none' };
        return { command, title: action.title, ...shown };
      });
    })
    .toEqual(commands);
});
