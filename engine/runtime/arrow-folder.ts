/** A temporary folder of Node for rows that come as Arrow: a file for each piece, in the order of the names. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { operationalError } from '../contract/errors.ts';
import { createSpillDirectory, removeSpillDirectory } from './node-spill-directory.ts';

export interface ArrowFolder {
  /** Rows more, as a whole Arrow IPC stream. */
  readonly add: (ipc: Uint8Array) => Promise<void>;
  /** Of all files. */
  readonly pattern: string;
  /** Of the files. */
  readonly remove: () => Promise<void>;
}

export async function openArrowFolder(): Promise<ArrowFolder> {
  // What a killed process leaves is removed by the next one.
  const folder = await createSpillDirectory();
  let pieces = 0;
  return {
    add: async (ipc) => {
      const file = join(folder, `${String(pieces).padStart(9, '0')}.arrow`);
      pieces += 1;
      try {
        await writeFile(file, ipc);
      } catch (thrown) {
        throw operationalError('disk-full', `Rows that came cannot be kept in ${folder}.`, {
          hint: 'Make room on the disk of temporary files, and fetch them again.',
          detail: String(thrown),
        });
      }
    },
    pattern: join(folder, '*.arrow'),
    remove: () => removeSpillDirectory(folder),
  };
}
