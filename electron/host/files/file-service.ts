/** Tokens, roots and entries of one host, and what is made of them: whatever takes a token goes through here. */
import { realpath } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import {
  type EngineFailure,
  operationalError,
  userError,
} from '../../../engine/contract/errors.ts';
import type { FileEntry, FileToken } from '../api/file-methods.ts';
import type { EngineFiles, FileAccess } from '../host-services.ts';
import { createEngineFiles } from './engine-files.ts';
import { createFileEntries, type FileEntries } from './file-entries.ts';
import { createFileTokens, type FileTokens } from './file-tokens.ts';
import { isInside } from './lexical-path.ts';
import { createRoots, folderGone, type Roots, type Use } from './roots.ts';

export interface FileService extends FileAccess {
  readonly roots: Roots;
  readonly tokens: FileTokens;
  readonly entries: FileEntries;
  /** Real; undefined where there is none. */
  readonly workspace: string | undefined;
  /** The real path that a token stands for, if it may be used so now. */
  readonly pathOf: (token: FileToken, use: Use) => Promise<string>;
  /** The folder, or the workspace, whose path is real and is there. */
  readonly folderOf: (token: FileToken | undefined) => Promise<string>;
  /** Where paths of a document, or in a folder, start. */
  readonly baseOf: (token: FileToken | undefined) => Promise<string>;
  /** What a person picked: it may be read and written, and need not be there yet. */
  readonly grantFile: (path: string) => Promise<FileEntry>;
  /** A document that was open before: it may be opened again, and brings its folder only then. */
  readonly offerDocument: (path: string) => Promise<void>;
  readonly workspaceEntry: () => Promise<FileEntry | undefined>;
}

/** @param workspace a folder; throws operational `folder-gone` where it is not there */
export async function createFileService(workspace: string | undefined): Promise<FileService> {
  const roots = createRoots();
  const tokens = createFileTokens();
  const real = workspace === undefined ? undefined : await addWorkspace(roots, workspace);
  const entries = createFileEntries(tokens, roots, real);

  const offered = new Set<string>();

  const pathOf = async (token: FileToken, use: Use): Promise<string> => {
    const path = tokens.pathOf(token);
    if (path === undefined) throw tokenUnknown();
    // A list of recent documents gives nothing away; the use of one of them does.
    if (offered.delete(path)) await addDocument(roots, path);
    return roots.resolve(path, use, entries.locationOf(path));
  };
  const folderOf = async (token: FileToken | undefined): Promise<string> => {
    if (token !== undefined) return pathOf(token, 'read');
    if (real === undefined) throw noWorkspace();
    return roots.resolve(real, 'read');
  };
  const baseOf = async (token: FileToken | undefined): Promise<string> => {
    // Nothing relative is allowed from there: it is no root.
    if (token === undefined && real === undefined) return realpath(homedir());
    const path = await folderOf(token);
    if (token === undefined) return path;
    const { kind } = await entries.ofTarget(path);
    return kind === 'folder' ? path : dirname(path);
  };
  const bases = new Map<string, EngineFiles>();

  return {
    roots,
    tokens,
    entries,
    workspace: real,
    pathOf,
    folderOf,
    baseOf,
    forEngine: async (file) => {
      const base = await baseOf(file);
      const made = bases.get(base) ?? createEngineFiles(roots, base);
      bases.set(base, made);
      return made;
    },
    realPathOf: (file) => pathOf(file, 'read'),
    tokenAt: async (path) => tokens.tokenOf(await roots.resolve(path, 'read')),
    locationOf: async (file) => entries.locationOf(await pathOf(file, 'read')),
    grantDocument: async (path) => {
      const at = await placeOf(path);
      await addDocument(roots, at);
      return entries.ofTarget(at);
    },
    grantFile: async (path) => {
      const at = await placeOf(path);
      await roots.add(at, 'file', true);
      return entries.ofTarget(at);
    },
    offerDocument: async (path) => {
      const at = await placeOf(path);
      if (roots.allows(at, 'write')) return;
      await roots.add(at, 'file', true);
      offered.add(at);
    },
    workspaceEntry: async () =>
      real === undefined ? undefined : entries.of(await folderOf(undefined)),
  };
}

async function addWorkspace(roots: Roots, workspace: string): Promise<string> {
  const path = resolve(workspace);
  await realpath(path).catch(() => {
    throw folderGone(path);
  });
  return (await roots.add(path, 'folder', true)).real;
}

async function addDocument(roots: Roots, path: string): Promise<void> {
  await roots.add(path, 'file', true);
  // Where a home lies, everything lies: there the document alone is meant.
  if (!isInside(dirname(path), homedir())) await roots.add(dirname(path), 'folder', false);
}

/** What a person picked may be a link: then it is what the link leads to that was picked. */
async function placeOf(path: string): Promise<string> {
  const absolute = resolve(path);
  return realpath(absolute).catch(async () =>
    join(await realpath(dirname(absolute)), basename(absolute)),
  );
}

const tokenUnknown = (): EngineFailure =>
  operationalError('file-token-unknown', 'The host no longer knows this file.', {
    hint: 'Open it again: it is in the workspace or among the recent documents.',
  });

const noWorkspace = (): EngineFailure =>
  userError('no-workspace', 'There is no workspace folder.', {
    hint: 'Open a file, or start Sluice with a workspace.',
  });
