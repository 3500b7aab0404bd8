/** Spilled blocks in Node: one file per worker, made when the first block is spilled. */
import { closeSync, ftruncateSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { type EngineFailure, operationalError } from '../contract/errors.ts';
import type { SpillFile } from './runtime.ts';

/** @param name without extension, unique in the directory */
export function createNodeSpillFile(directory: string, name: string): SpillFile {
  const path = join(directory, `${name}.blocks`);
  let descriptor: number | undefined;
  let end = 0;
  let used = 0;

  const failed = (cause: unknown): EngineFailure => {
    const full = ['ENOSPC', 'EDQUOT', 'EFBIG'].includes((cause as { code?: string }).code ?? '');
    const kept = `${(used / 1e6).toFixed(0)} MB written before are kept`;
    return full
      ? operationalError(
          'disk-full',
          `There is no room left in ${directory} for stored rows; ${kept}.`,
          {
            hint: 'Free some disk space or raise the memory budget, then run again.',
            location: { file: directory },
            detail: String(cause),
          },
        )
      : operationalError(
          'spill-unwritable',
          `Stored rows cannot be written to ${directory}; ${kept}.`,
          {
            hint: 'Check the folder, or set another one with TMPDIR.',
            location: { file: directory },
            detail: String(cause),
          },
        );
  };

  return {
    directory,
    append: (bytes) => {
      try {
        descriptor ??= openSync(path, 'w+', 0o600);
        for (let done = 0; done < bytes.length;) {
          done += writeSync(descriptor, bytes, done, bytes.length - done, end + done);
        }
      } catch (cause) {
        // `end` stays: the next append overwrites what was written of this one.
        throw failed(cause);
      }
      const offset = end;
      end += bytes.length;
      used += bytes.length;
      return offset;
    },
    read: (offset, length) => {
      const bytes = new Uint8Array(length);
      try {
        for (let done = 0; done < length;) {
          const count =
            descriptor === undefined
              ? 0
              : readSync(descriptor, bytes, done, length - done, offset + done);
          if (count === 0) throw new Error(`${path} ends before ${offset + length}`);
          done += count;
        }
      } catch (cause) {
        throw operationalError('spill-unreadable', `Stored rows in ${directory} cannot be read.`, {
          hint: 'Did something clean the temporary folder? They are computed again.',
          location: { file: directory },
          detail: String(cause),
        });
      }
      return bytes;
    },
    release: (_offset, length) => {
      used -= length;
      if (used > 0 || descriptor === undefined) return;
      ftruncateSync(descriptor, 0);
      end = 0;
    },
    close: () => {
      if (descriptor === undefined) return;
      closeSync(descriptor);
      descriptor = undefined;
      rmSync(path, { force: true });
    },
  };
}
