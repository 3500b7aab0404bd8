/** Output files in Node, as a worker writes them. */
import { mkdir, open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type EngineFailure, operationalError } from '../contract/errors.ts';
import type { FileOutput } from './runtime.ts';

/** @param path absolute; folders of a partitioned output are made as needed */
export async function openNodeOutput(path: string, append = false): Promise<FileOutput> {
  const handle = await mkdir(dirname(path), { recursive: true })
    .then(() => open(path, append ? 'a' : 'w'))
    .catch((cause: unknown) => {
      throw failed(path, 0, cause);
    });
  let bytes = 0;
  return {
    write: async (chunk) => {
      try {
        for (let done = 0; done < chunk.length;) {
          const { bytesWritten } = await handle.write(chunk, done, chunk.length - done);
          done += bytesWritten;
        }
      } catch (cause) {
        throw failed(path, bytes, cause);
      }
      bytes += chunk.length;
    },
    close: async () => {
      try {
        // On disk before the rename that makes it the target, so that a crash leaves old or new.
        await handle.sync();
      } catch (cause) {
        throw failed(path, bytes, cause);
      } finally {
        await handle.close();
      }
      return { bytes };
    },
    abort: async () => {
      await handle.close();
      await rm(path, { force: true });
    },
  };
}

const failed = (path: string, written: number, cause: unknown): EngineFailure => {
  const { code = '' } = cause as { code?: string };
  return outputFailure(path, written, ['ENOSPC', 'EDQUOT'].includes(code), String(cause));
};

/** @param isFull the disk has no room left */
export function outputFailure(
  path: string,
  written: number,
  isFull: boolean,
  detail: string,
): EngineFailure {
  const details = { location: { file: path }, detail };
  return isFull
    ? operationalError('disk-full', `There is no room left in ${dirname(path)}.`, {
        ...details,
        hint: `${(written / 1e6).toFixed(0)} MB were written and are removed; an older file stays as it was.`,
      })
    : operationalError('output-unwritable', `${path} cannot be written.`, {
        ...details,
        hint: 'An older file stays as it was.',
      });
}
