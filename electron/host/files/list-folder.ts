/** What a folder shows: what a pipeline could name, folders first, by name. */
import type { Stats } from 'node:fs';
import { lstat, opendir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileEntry } from '../api/file-methods.ts';
import type { FileEntries } from './file-entries.ts';
import { type Roots, unreadable } from './roots.ts';

/** What a person looks through; names of more are read only to have the first ones. */
export const MOST_ENTRIES = 2000;
const MOST_NAMES = 100_000;

/** Looks at the file system at a time. */
const AT_ONCE = 32;

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

const byName = (a: string, b: string): number => collator.compare(a, b) || (a < b ? -1 : 1);

interface Found {
  readonly name: string;
  readonly real: string;
  readonly stats: Stats;
}

/** @param folder real, and allowed to be read */
export async function listFolder(
  folder: string,
  roots: Roots,
  entries: FileEntries,
): Promise<{ readonly entries: FileEntry[]; readonly truncated: boolean }> {
  const { names, truncated } = await namesIn(folder).catch((cause: unknown) => {
    throw unreadable(entries.locationOf(folder), cause);
  });
  const found = await inSteps(names, (name) => lookAt(folder, name, roots));
  const [folders, files] = [true, false].map((directory) =>
    found.filter((one): one is Found => one?.stats.isDirectory() === directory),
  );
  const shown = [...(folders ?? []), ...(files ?? [])];
  return {
    entries: await inSteps(shown.slice(0, MOST_ENTRIES), async ({ name, real, stats }) => ({
      ...(await entries.from(real, stats)),
      name,
    })),
    truncated: truncated || shown.length > MOST_ENTRIES,
  };
}

async function namesIn(
  folder: string,
): Promise<{ readonly names: string[]; readonly truncated: boolean }> {
  const names: string[] = [];
  for await (const { name } of await opendir(folder)) {
    if (name.startsWith('.')) continue;
    if (names.length === MOST_NAMES) return { names: names.sort(byName), truncated: true };
    names.push(name);
  }
  return { names: names.sort(byName), truncated: false };
}

/** Undefined: neither file nor folder, gone by now, a link out of the workspace or to nowhere. */
async function lookAt(folder: string, name: string, roots: Roots): Promise<Found | undefined> {
  const path = join(folder, name);
  try {
    const own = await lstat(path);
    const link = own.isSymbolicLink();
    const real = link ? await realpath(path) : path;
    if (!roots.allows(real, 'read')) return undefined;
    const stats = link ? await stat(real) : own;
    return stats.isDirectory() || stats.isFile() ? { name, real, stats } : undefined;
  } catch {
    return undefined;
  }
}

async function inSteps<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const done: R[] = [];
  for (let at = 0; at < items.length; at += AT_ONCE) {
    done.push(...(await Promise.all(items.slice(at, at + AT_ONCE).map(work))));
  }
  return done;
}
