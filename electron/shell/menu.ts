/** The menus of the app. What they do is done by the studio, under the names that it has for it. */
import type { MenuItemConstructorOptions } from 'electron';
import { MENU_COMMANDS as commands } from './menu-commands.ts';
import type { MenuCommand } from './menu-commands.ts';

export interface MenuOptions {
  readonly isMac: boolean;
  /** Not packaged: with the tools for looking into the page. */
  readonly isDevelopment: boolean;
  readonly tell: (command: string) => void;
}

const SEPARATOR: MenuItemConstructorOptions = { type: 'separator' };

export function menuTemplate(options: MenuOptions): MenuItemConstructorOptions[] {
  const { isMac, isDevelopment, tell } = options;
  const items = (...entries: readonly (MenuCommand | typeof SEPARATOR)[]) =>
    entries.map((entry) => ('command' in entry ? item(entry, tell) : entry));
  const c = commands;
  return [
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    {
      label: '&File',
      submenu: [
        ...items(c.new, c.open, c.recent, SEPARATOR, c.save, c.saveAs, c.versions, SEPARATOR),
        ...items(c.openData, SEPARATOR, c.exportCode, c.share, SEPARATOR),
        isMac ? { role: 'close' } : { role: 'quit' },
      ],
    },
    {
      label: '&Edit',
      submenu: [
        ...items(c.undo, c.redo, SEPARATOR),
        // Texts and steps both hear of them, as of the keys.
        ...[{ role: 'cut' } as const, { role: 'copy' } as const, { role: 'paste' } as const],
        ...items(SEPARATOR, c.duplicate, c.group, c.ungroup, c.selectAll),
      ],
    },
    { label: '&Run', submenu: items(c.run, c.runToHere, c.cancelRun) },
    {
      label: '&View',
      submenu: [
        ...items(c.left, c.inspector, c.results, SEPARATOR, c.fit, c.arrange, SEPARATOR),
        ...items(c.systemColours, c.light, c.dark, SEPARATOR),
        ...[{ role: 'resetZoom' } as const, { role: 'zoomIn' } as const],
        ...[{ role: 'zoomOut' } as const, { role: 'togglefullscreen' } as const],
        ...(isDevelopment ? [SEPARATOR, { role: 'toggleDevTools' } as const] : []),
      ],
    },
    ...(isMac ? [{ role: 'windowMenu' } as const] : []),
    {
      role: 'help',
      submenu: [
        ...items(c.palette, c.shortcuts),
        ...(isMac ? [] : [SEPARATOR, { role: 'about' } as const]),
      ],
    },
  ];
}

function item({ command, title, keys }: MenuCommand, tell: MenuOptions['tell']) {
  const entry: MenuItemConstructorOptions = {
    id: command,
    label: title,
    click: () => tell(command),
  };
  return keys === undefined
    ? entry
    : {
        ...entry,
        accelerator: acceleratorOf(keys),
        // Shown only: the page hears the keys first and knows whether a text is being edited.
        registerAccelerator: false,
      };
}

/** @param keys as `Action.keys`: `Mod+Shift+Z` */
export const acceleratorOf = (keys: string): string => keys.replace('Mod+', 'CmdOrCtrl+');
