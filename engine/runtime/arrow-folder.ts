/** A temporary folder of Node for rows that come as Arrow: files of about a split, in the order of the names. */
import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { operationalError } from '../contract/errors.ts';
import { SPLIT_BYTES } from '../sources/split-size.ts';
import { END_OF_STREAM, joinStreams } from '../worker/arrow/ipc.ts';
import { createSpillDirectory, removeSpillDirectory } from './node-spill-directory.ts';

export interface ArrowFolder {
  /** Rows more, as a whole Arrow IPC stream; all of them have the same columns. */
  readonly add: (ipc: Uint8Array) => Promise<void>;
  /** Of all files: each is a whole stream after every `add`. */
  readonly pattern: string;
  /** Of the files. */
  readonly remove: () => Promise<void>;
}

export async function openArrowFolder(): Promise<ArrowFolder> {
  // What a killed process leaves is removed by the next one.
  const folder = await createSpillDirectory();
  let files = 0;
  let last: { readonly handle: FileHandle; bytes: number } | undefined;
  const keep = async (ipc: Uint8Array): Promise<void> => {
    if (last === undefined || last.bytes >= SPLIT_BYTES) {
      await last?.handle.close();
      const file = join(folder, `${String(files).padStart(9, '0')}.arrow`);
      last = { handle: await open(file, 'wx'), bytes: 0 };
      files += 1;
    }
    // What is added takes the place of the end of the stream.
    const isNew = last.bytes === 0;
    const parts = isNew ? joinStreams([ipc]) : joinStreams([ipc, ipc]).slice(1);
    let at = isNew ? 0 : last.bytes - END_OF_STREAM.length;
    for (const part of parts) {
      await writeAt(last.handle, part, at);
      at += part.length;
    }
    last.bytes = at;
  };
  return {
    add: async (ipc) => {
      try {
        await keep(ipc);
      } catch (thrown) {
        throw operationalError('disk-full', `Rows that came cannot be kept in ${folder}.`, {
          hint: 'Make room on the disk of temporary files, and fetch them again.',
          detail: String(thrown),
        });
      }
    },
    pattern: join(folder, '*.arrow'),
    remove: async () => {
      await last?.handle.close();
      last = undefined;
      await removeSpillDirectory(folder);
    },
  };
}

async function writeAt(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  let done = 0;
  while (done < bytes.length) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}
