/**
 * The studio's commands that stand in the menus of the app: ids, titles and shortcuts as the studio has
 * them. e2e/desktop-menus.spec.ts compares them with what the running studio has registered.
 */
import { shellEnglish } from '../../app/boot/shell.en.ts';
import { canvasEnglish } from '../../app/canvas/canvas.en.ts';
import { commandsEnglish } from '../../app/commands/commands.en.ts';
import { exportEnglish } from '../../app/export/export.en.ts';
import { filesEnglish } from '../../app/files/files.en.ts';
import { headerEnglish } from '../../app/header/header.en.ts';
import * as keys from '../../app/session/shortcuts.ts';
import { startEnglish } from '../../app/start/start.en.ts';

export interface MenuCommand {
  /** Of the studio's action. */
  readonly command: string;
  readonly title: string;
  /** As `Action.keys`. */
  readonly keys?: string;
}

export const MENU_COMMANDS = {
  new: { command: 'file.new', title: filesEnglish.new },
  open: { command: 'file.open', title: filesEnglish.open, keys: keys.OPEN },
  recent: { command: 'file.recent', title: filesEnglish.recent },
  save: { command: 'file.save', title: filesEnglish.save, keys: keys.SAVE },
  saveAs: { command: 'file.save-as', title: filesEnglish['save-as'], keys: keys.SAVE_AS },
  versions: { command: 'file.versions', title: filesEnglish.versions },
  openData: {
    command: 'files.open-data',
    title: startEnglish['open-data-files'],
    keys: keys.OPEN_DATA,
  },
  exportCode: { command: 'file.export-code', title: exportEnglish.action },
  share: { command: 'file.share', title: filesEnglish.share },
  undo: { command: 'edit.undo', title: headerEnglish.undo, keys: keys.UNDO },
  redo: { command: 'edit.redo', title: headerEnglish.redo, keys: keys.REDO },
  duplicate: {
    command: 'canvas.duplicate',
    title: canvasEnglish['action.duplicate'],
    keys: keys.DUPLICATE,
  },
  group: { command: 'canvas.group', title: canvasEnglish['action.group'], keys: keys.GROUP },
  ungroup: {
    command: 'canvas.ungroup',
    title: canvasEnglish['action.ungroup'],
    keys: keys.UNGROUP,
  },
  selectAll: { command: 'canvas.select-all', title: canvasEnglish['action.select-all'] },
  run: { command: 'run.all', title: headerEnglish['run-all'], keys: keys.RUN },
  runToHere: {
    command: 'run.to-here',
    title: headerEnglish['run-to-here-none'],
    keys: keys.RUN_TO_HERE,
  },
  cancelRun: {
    command: 'run.cancel',
    title: headerEnglish['cancel-run'],
    keys: keys.CANCEL_RUN,
  },
  left: { command: 'view.left', title: shellEnglish['toggle-left'], keys: keys.TOGGLE_LEFT },
  inspector: {
    command: 'view.inspector',
    title: shellEnglish['toggle-inspector'],
    keys: keys.TOGGLE_INSPECTOR,
  },
  results: {
    command: 'view.results',
    title: shellEnglish['toggle-results'],
    keys: keys.TOGGLE_RESULTS,
  },
  fit: { command: 'canvas.fit', title: canvasEnglish['action.fit'] },
  arrange: { command: 'canvas.auto-layout', title: canvasEnglish['action.auto-layout'] },
  systemColours: { command: 'view.theme-system', title: shellEnglish['theme-system'] },
  light: { command: 'view.theme-light', title: shellEnglish['theme-light'] },
  dark: { command: 'view.theme-dark', title: shellEnglish['theme-dark'] },
  palette: { command: 'commands.palette', title: commandsEnglish.palette, keys: keys.PALETTE },
  shortcuts: { command: 'commands.shortcuts', title: commandsEnglish.shortcuts },
} as const satisfies Readonly<Record<string, MenuCommand>>;
