/** Pipelines that come from outside: by a double click, by dropping them on the app, by a link. */
import type { BrowserWindow } from 'electron';
import type { FileEntry } from '../host/api/file-methods.ts';
import type { HostEvent } from '../host/api/host-api.ts';
import { isDocumentPath, START_URL } from '../policies.ts';
import type { Opening } from '../policies.ts';
import type { ElectronApi } from './electron-api.ts';

export interface OutsideOptions {
  readonly grantDocument: (path: string) => Promise<FileEntry>;
  readonly window: BrowserWindow;
  readonly tell: (event: HostEvent) => void;
}

/** One after the other, in the order in which they came. */
export async function openFromOutside(
  { dialog }: Pick<ElectronApi, 'dialog'>,
  openings: readonly Opening[],
  { grantDocument, window, tell }: OutsideOptions,
): Promise<void> {
  for (const opening of openings) {
    if (opening.kind === 'pipeline') {
      // The fragment alone changes, so the page stays; it asks before it shows what a link brings.
      await window.loadURL(START_URL + opening.fragment);
    } else if (opening.kind === 'file' || (await wants(opening.path))) {
      await openFile(opening.path);
    }
  }

  async function openFile(path: string): Promise<void> {
    try {
      if (!isDocumentPath(path)) throw new Error('It is no pipeline file (.sluice.json).');
      tell({ event: 'document.open', entry: await grantDocument(path) });
    } catch (error) {
      await dialog.showMessageBox(window, {
        type: 'error',
        message: 'The pipeline cannot be opened.',
        detail: `${path}\n\n${error instanceof Error ? error.message : String(error)}`,
        noLink: true,
      });
    }
  }

  async function wants(path: string): Promise<boolean> {
    const { response } = await dialog.showMessageBox(window, {
      type: 'question',
      message: 'A link wants to open a pipeline of this computer.',
      detail: `${path}\n\nOpen it only if you followed the link and know the file.`,
      buttons: ['Open', 'Cancel'],
      defaultId: 1,
      cancelId: 1,
      noLink: true,
    });
    return response === 0;
  }
}
