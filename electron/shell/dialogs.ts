/** The system's dialogs, for the file service of the host. */
import type { BrowserWindow, FileFilter } from 'electron';
import type { DialogKinds, Dialogs } from '../host/files/dialogs.ts';
import type { ElectronApi } from './electron-api.ts';

const FILTERS: Readonly<Record<DialogKinds, FileFilter[]>> = {
  pipeline: [{ name: 'Sluice pipelines', extensions: ['sluice.json'] }],
  data: [
    {
      name: 'Data files',
      extensions: 'csv tsv txt parquet json ndjson jsonl arrow feather gz zst db sqlite'.split(' '),
    },
    { name: 'All files', extensions: ['*'] },
  ],
  any: [{ name: 'All files', extensions: ['*'] }],
};

/** @param windowNow the window that dialogs belong to */
export function createDialogs(
  { dialog, shell }: Pick<ElectronApi, 'dialog' | 'shell'>,
  windowNow: () => BrowserWindow | undefined,
): Dialogs {
  return {
    open: async ({ kinds, multiple }) => {
      const window = windowNow();
      if (window === undefined) return [];
      const { canceled, filePaths } = await dialog.showOpenDialog(window, {
        filters: FILTERS[kinds],
        properties: multiple ? ['openFile', 'multiSelections'] : ['openFile'],
      });
      return canceled ? [] : filePaths;
    },
    save: async ({ kinds, name }) => {
      const window = windowNow();
      if (window === undefined) return undefined;
      const { canceled, filePath } = await dialog.showSaveDialog(window, {
        filters: FILTERS[kinds],
        defaultPath: name,
        properties: ['createDirectory', 'showOverwriteConfirmation'],
      });
      return canceled || filePath === '' ? undefined : filePath;
    },
    reveal: (path) => shell.showItemInFolder(path),
  };
}
