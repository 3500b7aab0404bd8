/** Finds the files that a path or glob names. */
import type { Stats } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import leven from 'leven';
import picomatch from 'picomatch';
import { type EngineFailure, userError } from '../contract/errors.ts';
import type { FileRef } from '../contract/source.ts';
import { fingerprintOf } from './node-bytes.ts';
import { addressFailure } from './web-address.ts';

/**
 * @param pattern a path, a glob (`data/2024-*.csv`, `year=*\/**\/*.parquet`), relative to `base`
 * @returns files sorted by name in code unit order, so that every machine reads them alike
 */
export async function findNodeFiles(pattern: string, base: string): Promise<readonly FileRef[]> {
  const address = addressFailure(pattern);
  if (address !== undefined) throw address;
  const path = resolve(base, pattern);
  // A name with brackets may be meant as it is written.
  const plain = await stat(path).catch(() => undefined);
  if (plain?.isFile() === true) return [fileRef(pattern, path, plain)];
  const { glob, base: root } = scan(pattern);
  if (glob === '') {
    throw plain?.isDirectory() === true ? isFolder(pattern) : await missing(pattern, path);
  }
  const folder = resolve(base, root);
  const matches = picomatch(glob, { dot: false });
  const files: FileRef[] = [];
  for (const found of await listFiles(folder, pattern)) {
    const inside = relative(folder, found).replaceAll('\\', '/');
    if (!matches(inside)) continue;
    const name = isAbsolute(pattern) ? found : join(root, inside).replaceAll('\\', '/');
    const looked = await statFile(found, name);
    // A link to a folder, or to a device.
    if (looked.isFile()) files.push(fileRef(name, found, looked));
  }
  if (files.length === 0) {
    throw userError('file-not-found', `No file matches ${pattern}.`, {
      hint: `Looked in ${folder}.`,
      location: { file: pattern },
    });
  }
  return files.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

/** The folder before the first wildcard; undefined where a path has none. */
export function folderOfPattern(pattern: string): string | undefined {
  const { glob, base } = scan(pattern);
  return glob === '' ? undefined : base;
}

/** The folder before the first wildcard, and the glob below it. */
function scan(pattern: string): { readonly base: string; readonly glob: string } {
  const { base, glob, isGlob } = picomatch.scan(pattern.replaceAll('\\', '/'));
  return isGlob ? { base: base === '' ? '.' : base, glob } : { base: pattern, glob: '' };
}

async function listFiles(folder: string, pattern: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile() || entry.isSymbolicLink())
      .map((entry) => join(entry.parentPath, entry.name));
  } catch (cause) {
    const { code } = cause as { code?: string };
    if (code === 'ENOENT' || code === 'ENOTDIR') throw await missing(pattern, folder);
    throw unreadable(pattern, cause);
  }
}

async function statFile(path: string, name: string): Promise<Stats> {
  return stat(path).catch((cause: unknown) => {
    throw unreadable(name, cause);
  });
}

const fileRef = (
  name: string,
  path: string,
  found: { readonly size: number; readonly mtimeMs: number },
): FileRef => ({
  name,
  size: found.size,
  fingerprint: fingerprintOf(found),
  handle: { kind: 'path', path },
});

const isFolder = (pattern: string): EngineFailure =>
  userError('is-a-folder', `${pattern} is a folder.`, {
    hint: `To read all of its files, write ${pattern.replace(/\/$/, '')}/*.`,
    location: { file: pattern },
  });

async function missing(pattern: string, path: string): Promise<EngineFailure> {
  const folder = dirname(path);
  const names = await readdir(folder).catch(() => undefined);
  if (names === undefined) {
    const first = await firstMissing(folder);
    return userError('file-not-found', `${pattern} was not found: there is no folder ${first}.`, {
      location: { file: pattern },
    });
  }
  const near = nearNames(basename(path), names);
  return userError('file-not-found', `${pattern} was not found.`, {
    hint:
      near.length > 0
        ? `Did you mean ${near.join(' or ')}?`
        : `Looked in ${folder}, which holds ${names.length === 0 ? 'nothing' : `${names.length} other files`}.`,
    location: { file: pattern },
  });
}

/** Names that differ by a slip of the keyboard, nearest first. */
function nearNames(name: string, candidates: readonly string[]): string[] {
  const allowed = Math.max(2, Math.floor(name.length / 3));
  return candidates
    .map((candidate) => ({
      candidate,
      distance: leven(name.toLowerCase(), candidate.toLowerCase(), { maxDistance: allowed + 1 }),
    }))
    .filter(({ distance }) => distance <= allowed)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}

/** The outermost folder of a path that is not there. */
async function firstMissing(folder: string): Promise<string> {
  const parent = dirname(folder);
  if (parent === folder) return folder;
  const there = await stat(parent).then(
    () => true,
    () => false,
  );
  return there ? folder : firstMissing(parent);
}

const unreadable = (name: string, cause: unknown): EngineFailure =>
  userError('file-unreadable', `${name} cannot be read.`, {
    hint: 'Check that you may read the file and its folder.',
    location: { file: name },
    detail: String(cause),
  });
