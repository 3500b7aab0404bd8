/**
 * What of the file system the host was given: the workspace, and what a person picked. Every path is
 * looked at anew at the time of its use: links may have been made since.
 */
import { lstat, realpath, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import {
  type EngineFailure,
  operationalError,
  userError,
} from '../../../engine/contract/errors.ts';
import { hasHiddenName, isInside } from './lexical-path.ts';

export interface Root {
  /** Links resolved. */
  readonly real: string;
  /** As it was given. */
  readonly given: string;
  readonly kind: 'folder' | 'file';
  /** Names that begin with a point may be read below it. Written they may be nowhere. */
  readonly hidden: boolean;
}

export type Use = 'read' | 'write';

export interface Roots {
  readonly add: (path: string, kind: Root['kind'], hidden: boolean) => Promise<Root>;
  /**
   * The real path, where it lies inside of what was given. Need not be there; a folder above it is.
   *
   * @param named what to call it in errors
   * @throws user `outside-workspace`, operational `folder-gone`, user `file-unreadable`
   */
  readonly resolve: (path: string, use: Use, named?: string) => Promise<string>;
  /** Whether the path, which is real, may be used so. */
  readonly allows: (real: string, use: Use) => boolean;
  /** The folder or file that a real path belongs to, the outermost. */
  readonly rootOf: (real: string) => Root | undefined;
}

export function createRoots(): Roots {
  const roots: Root[] = [];
  const around = (path: string): Root[] =>
    roots.filter((root) => contains(root, root.real, path) || contains(root, root.given, path));
  const allows = (path: string, use: Use): boolean =>
    roots.some(
      (root) =>
        contains(root, root.real, path) &&
        (!hasHiddenName(root.real, path) || (use === 'read' && root.hidden)),
    );
  return {
    add: async (path, kind, hidden) => {
      const { real } = await realOf(path, path);
      const known = roots.find((root) => root.real === real && root.kind === kind);
      if (known !== undefined) return known;
      const root = { real, given: path, kind, hidden };
      roots.push(root);
      return root;
    },
    resolve: async (path, use, named = path) => {
      const given = around(path);
      if (given.length === 0) throw outside(named);
      const { real, there } = await realOf(path, named);
      if (roots.every((root) => !contains(root, root.real, real))) {
        throw real === path ? outside(named) : leadsOut(named);
      }
      if (!allows(real, use)) throw hidden(named, use);
      const gone = given.find((root) => root.kind === 'folder' && !isInside(root.real, there));
      if (gone !== undefined) await checkThere(gone);
      return real;
    },
    allows,
    rootOf: (real) =>
      roots
        .filter((root) => contains(root, root.real, real))
        .sort((a, b) => a.real.length - b.real.length)[0],
  };
}

const contains = ({ kind }: Root, own: string, path: string): boolean =>
  kind === 'file' ? own === path : isInside(own, path);

/** The real path, and how much of it is there. */
async function realOf(
  path: string,
  named: string,
): Promise<{ readonly real: string; readonly there: string }> {
  try {
    const real = await realpath(path);
    return { real, there: real };
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const parent = dirname(path);
    if ((code !== 'ENOENT' && code !== 'ENOTDIR') || parent === path)
      throw unreadable(named, cause);
    // Whoever makes the file would make it where the link leads.
    if (await isThere(path)) throw leadsNowhere(named);
    const above = await realOf(parent, named);
    return { real: join(above.real, basename(path)), there: above.there };
  }
}

const isThere = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    () => false,
  );

async function checkThere({ real }: Root): Promise<void> {
  const found = await stat(real).catch(() => undefined);
  if (found?.isDirectory() !== true) throw folderGone(real);
}

export const folderGone = (folder: string): EngineFailure =>
  operationalError('folder-gone', `The folder ${folder} is no longer there.`, {
    hint: 'Put it back, or connect its disk; the studio then goes on with it.',
  });

const ALLOWED =
  'Pipelines read and write in the workspace and where a file was picked. Move the file there, or pick it in the studio.';

export const outside = (named: string): EngineFailure =>
  userError('outside-workspace', `${named} lies outside of the workspace.`, {
    hint: ALLOWED,
    location: { file: named },
  });

export const leadsElsewhere = (named: string): EngineFailure =>
  operationalError('file-changed', `A folder above ${named} became a link to another one.`, {
    hint: 'Nothing was written. Look where it leads, and open the file again.',
    location: { file: named },
  });

const leadsOut = (named: string): EngineFailure =>
  userError('outside-workspace', `${named} leads out of the workspace by a link.`, {
    hint: ALLOWED,
    location: { file: named },
  });

const leadsNowhere = (named: string): EngineFailure =>
  userError('outside-workspace', `${named} is a link that leads nowhere.`, {
    hint: 'Remove the link, or put back what it leads to.',
    location: { file: named },
  });

const hidden = (named: string, use: Use): EngineFailure =>
  userError(
    'outside-workspace',
    `${named} is hidden: its name, or a folder's, begins with a point.`,
    {
      hint:
        use === 'write'
          ? 'Programs keep what they run and trust under such names. Choose another path.'
          : 'Programs keep keys and passwords under such names. Move the file to another folder.',
      location: { file: named },
    },
  );

export const unreadable = (named: string, cause: unknown): EngineFailure =>
  userError('file-unreadable', `${named} cannot be read.`, {
    hint: 'Check that you may read the file and its folder.',
    location: { file: named },
    detail: String(cause),
  });
