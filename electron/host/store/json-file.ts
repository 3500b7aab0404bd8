/**
 * One small JSON file that is kept for a person. Read anew each time, as two hosts may run. One that is
 * damaged, or of a newer Sluice, steps aside under another name: nothing is lost and nothing stops.
 */
import { mkdir, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { operationalError } from '../../../engine/contract/errors.ts';
import { createQueue } from '../files/queue.ts';
import { writeWhole } from '../files/write-whole.ts';
import type { HostLog } from '../host-services.ts';

export interface JsonFile<T> {
  readonly read: () => Promise<T>;
  /**
   * Gives what it is then. Throws operational `store-unwritable` when it cannot be kept; until the end of
   * the host it is so all the same.
   */
  readonly update: (change: (value: T) => T) => Promise<T>;
}

export interface JsonFileOptions<T> {
  readonly path: string;
  readonly version: number;
  readonly schema: z.ZodType<T>;
  /** What it is where there is none. */
  readonly initial: T;
  readonly log: HostLog;
}

/** For its owner alone: what somebody opens and runs is nobody else's business. */
const OWNER_ONLY = 0o600;

export function createJsonFile<T>(options: JsonFileOptions<T>): JsonFile<T> {
  const { path, version, initial, log } = options;
  const turns = createQueue(1);
  const whole = z.strictObject({ version: z.literal(version), value: options.schema });
  let unkept: { readonly value: T } | undefined;

  const load = async (): Promise<T> => {
    if (unkept !== undefined) return unkept.value;
    const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
      if (cause.code !== 'ENOENT') log.warn('A file of settings cannot be read.', { path, cause });
      return undefined;
    });
    if (text === undefined) return initial;
    const parsed = whole.safeParse(jsonOf(text));
    if (parsed.success) return parsed.data.value;
    await setAside(path, log);
    return initial;
  };
  return {
    read: () => turns(load),
    update: (change) =>
      turns(async () => {
        const value = change(await load());
        unkept = { value };
        try {
          await mkdir(dirname(path), { recursive: true, mode: 0o700 });
          const text = `${JSON.stringify({ version, value }, undefined, 2)}\n`;
          await writeWhole(path, text, { replace: true, named: path, mode: OWNER_ONLY });
          unkept = undefined;
        } catch (cause) {
          log.error('A file of settings cannot be written.', { path, cause });
          throw notKept(path, cause);
        }
        return value;
      }),
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function setAside(path: string, log: HostLog): Promise<void> {
  const aside = `${path}.${new Date().toISOString().replaceAll(':', '-')}.aside`;
  const moved = await rename(path, aside).then(
    () => true,
    () => false,
  );
  log.warn('A file of settings is damaged or of a newer Sluice.', {
    path,
    ...(moved ? { keptAs: aside } : {}),
  });
}

const notKept = (path: string, cause: unknown) =>
  operationalError('store-unwritable', `${path} cannot be written.`, {
    hint: 'It holds until Sluice ends. Check that you may write there, and that the disk has room.',
    detail: String(cause),
  });
