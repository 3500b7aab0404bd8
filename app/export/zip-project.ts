/** A project as one file. */
import { strToU8, zipSync } from 'fflate';
import type { ExportedFile } from '../../engine/export/project.ts';

/** The first moment that a zip can tell: the same project gives the same bytes whenever it is made. */
const NO_TIME = new Date(1980, 0, 1);

/** @param folder that everything is in */
export const zipProject = (
  folder: string,
  files: readonly ExportedFile[],
): Uint8Array<ArrayBuffer> =>
  zipSync(Object.fromEntries(files.map(({ path, text }) => [`${folder}/${path}`, strToU8(text)])), {
    mtime: NO_TIME,
  });
