/** What a push may do with the files of this computer: as much as a run of the same document. */
import { type ArrowFolder, openArrowFolder } from '../../../engine/runtime/arrow-folder.ts';
import { folderOfPattern } from '../../../engine/runtime/node-files.ts';
import type { EngineFiles } from '../host-services.ts';
import type { GuardPath } from './cluster-files.ts';

type Files = Pick<EngineFiles, 'findFiles' | 'resolvePath' | 'lend'>;

/** A pattern must find something here, so that what it finds was looked at, links and all. */
export const guardOf =
  ({ findFiles, resolvePath }: Files): GuardPath =>
  async (path, use) => {
    if (use === 'read' && folderOfPattern(path) !== undefined) await findFiles(path);
    else await resolvePath(path, use);
  };

/** Rows that came lie in a temporary folder, which the engine may read as long as they do. */
export const lendingFolder =
  ({ lend }: Files) =>
  async (): Promise<ArrowFolder> => {
    const folder = await openArrowFolder();
    const takeBack = lend(folder.pattern);
    return {
      ...folder,
      remove: async () => {
        takeBack();
        await folder.remove();
      },
    };
  };
