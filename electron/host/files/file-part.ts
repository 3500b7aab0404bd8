/** The `files.*` methods. */
import { userError } from '../../../engine/contract/errors.ts';
import { mkdir } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { FileEntry, FileToken } from '../api/file-methods.ts';
import type { HostCaller } from '../api/host-api.ts';
import type { FilePart } from '../host-part.ts';
import type { Dialogs } from './dialogs.ts';
import type { FileService } from './file-service.ts';
import { createFileWatches } from './file-watches.ts';
import { checkName, isInside } from './lexical-path.ts';
import { listFolder } from './list-folder.ts';
import { leadsElsewhere } from './roots.ts';
import { readRange, readText } from './read-file.ts';
import { notWritten, writeWhole } from './write-whole.ts';
import { createQueue } from './queue.ts';

/** Files that are told of one pattern; a run reads all. */
const MOST_FOUND = 10_000;

/** Reads at a time: each may hold 64 MB. */
const READS_AT_ONCE = 4;

/**
 * @param dialogs absent: this host has no screen of its own
 * @param onPicked a file of data was picked; its path is real
 */
export function createFilePart(
  files: FileService,
  dialogs?: Dialogs,
  onPicked?: (path: string) => Promise<void>,
): FilePart {
  const { roots, tokens, entries } = files;
  const reads = createQueue(READS_AT_ONCE);
  // One write after the other: what a write has checked holds until it is done.
  const writes = createQueue(1);
  const watches = createFileWatches(async (path) => {
    try {
      return await entries.of(await roots.resolve(path, 'read'));
    } catch {
      return undefined;
    }
  });
  const grant = async (kinds: string, path: string): Promise<FileEntry> => {
    if (kinds === 'pipeline') return files.grantDocument(path);
    const entry = await files.grantFile(path);
    await onPicked?.(tokens.pathOf(entry.token) ?? path);
    return entry;
  };

  return {
    handlers: {
      'files.pickOpen': async ({ kinds, multiple }, { caller }) => {
        if (dialogs === undefined) throw noDialogs();
        const picked = await dialogs.open({ kinds, multiple, caller: caller.id });
        return Promise.all(picked.map((path) => grant(kinds, path)));
      },
      'files.pickSave': async ({ kinds, name }, { caller }) => {
        if (dialogs === undefined) throw noDialogs();
        const picked = await dialogs.save({ kinds, name, caller: caller.id });
        return picked === undefined ? null : grant(kinds, picked);
      },
      'files.list': async ({ folder }) => {
        const path = await files.folderOf(folder);
        const own = await entries.of(path);
        const listed = await listFolder(path, roots, entries);
        return { folder: own, parents: await parentsOf(files, path), ...listed };
      },
      'files.find': async ({ base, pattern }) => {
        const { findFiles } = await files.forEngine(base);
        const found = (await findFiles(pattern)).slice(0, MOST_FOUND);
        return Promise.all(
          found.map(async ({ name, handle }) => ({
            ...(await entries.of(handle.kind === 'path' ? handle.path : '')),
            path: name,
          })),
        );
      },
      'files.stat': async ({ file }) => entries.of(await files.pathOf(file, 'read')),
      'files.pathFrom': async ({ base, file }) => {
        const path = await files.pathOf(file, 'read');
        return { path: pathFrom(files, await files.baseOf(base), path) };
      },
      'files.reveal': async ({ base, path: named }) => {
        const { resolvePath } = await files.forEngine(base);
        const path = await resolvePath(named, 'read');
        // Gone by now: says so.
        await entries.of(path);
        if (dialogs === undefined) return { shown: false, path };
        dialogs.reveal(path);
        return { shown: true };
      },
      'files.readText': ({ file }) =>
        reads(async () => readText(files, await files.pathOf(file, 'read'))),
      'files.read': ({ file, fingerprint, start, end }) =>
        reads(async () => {
          const path = await files.pathOf(file, 'read');
          return readRange(files, path, { fingerprint, start, end });
        }),
      'files.writeText': ({ target, text, fingerprint, replace }) =>
        writes(async () => {
          const path =
            'file' in target
              ? await files.pathOf(target.file, 'write')
              : await newPath(files, target.folder, target.name);
          await writeWhole(path, text, {
            replace,
            fingerprint,
            named: entries.locationOf(path),
            checkPlace: () => checkUnmoved(files, path),
          });
          return entries.of(path);
        }),
      'files.createFolder': async ({ folder, name }) => {
        const path = await newPath(files, folder, name);
        await mkdir(path).catch((cause: unknown) => {
          throw notWritten(entries.locationOf(path), cause);
        });
        return entries.of(path);
      },
      'files.watch': async ({ file }, { caller }) => {
        const path = tokens.pathOf(file) ?? (await files.pathOf(file, 'read'));
        await watches.watch(caller, file, path);
        return null;
      },
      'files.unwatch': async ({ file }, { caller }) => {
        const path = tokens.pathOf(file);
        if (path !== undefined) await watches.unwatch(caller, path);
        return null;
      },
    },
    leave: (caller: HostCaller) => watches.leave(caller),
    close: () => watches.close(),
  };
}

async function newPath(
  files: FileService,
  folder: FileToken | undefined,
  name: string,
): Promise<string> {
  checkName(name);
  return files.roots.resolve(join(await files.folderOf(folder), name), 'write', name);
}

/** A folder on the way that was made a link meanwhile leads elsewhere, perhaps to another allowed place. */
async function checkUnmoved({ roots, entries }: FileService, path: string): Promise<void> {
  const named = entries.locationOf(path);
  if ((await roots.resolve(path, 'write', named)) !== path) throw leadsElsewhere(named);
}

/** Folders from the one that was given down to the one above `path`. */
async function parentsOf({ roots, entries }: FileService, path: string): Promise<FileEntry[]> {
  const root = roots.rootOf(path);
  const above: string[] = [];
  for (let at = path; root !== undefined && at !== root.real; at = dirname(at)) {
    above.unshift(dirname(at));
  }
  return Promise.all(above.map((folder) => entries.of(folder)));
}

/** Relative within what was given together, as a folder that moves moves with all of it; else as it is. */
function pathFrom({ roots }: FileService, base: string, path: string): string {
  const root = roots.rootOf(path);
  const together = root?.kind === 'folder' && isInside(root.real, base);
  return (together ? relative(base, path) || '.' : path).replaceAll('\\', '/');
}

const noDialogs = () =>
  userError('no-dialogs', 'This host has no dialogs of its own.', {
    hint: 'Choose the file in the workspace.',
  });
