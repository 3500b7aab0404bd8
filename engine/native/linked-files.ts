/**
 * The one folder that SQL can see. What a task reads and writes is linked into it under names that
 * nobody can guess, so a query finds no other file, whatever its text asks for.
 */
import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';

export interface LinkedFiles {
  /** Ends with a separator. */
  readonly folder: string;
  readonly temporaryFolder: string;
  /** Where SQL reads the file; undefined where it cannot be linked. The same file, the same link. */
  readonly linkFile: (path: string) => string | undefined;
  /** Where SQL writes a file so that it stands at `path`; its folder is made as needed. */
  readonly linkTarget: (path: string) => string | undefined;
  /** A file of the engine's own. */
  readonly freshFile: (extension: string) => string;
  readonly close: () => void;
}

export function createLinkedFiles(parent = tmpdir()): LinkedFiles {
  const root = realpathSync(mkdtempSync(join(parent, 'native-')));
  const files = new Map<string, string | undefined>();
  const folders = new Map<string, string | undefined>();

  const fresh = (name: string): string => join(root, `${randomUUID()}${name}`);

  /** Windows lets few users make symbolic links, but everybody hard links and junctions. */
  const attempt =
    (...ways: readonly ((link: string) => void)[]) =>
    (name: string) => {
      for (const way of ways) {
        const link = fresh(name);
        try {
          way(link);
          return link;
        } catch {
          // Another way, or none: the caller then reads and writes the file itself.
        }
      }
      return undefined;
    };

  const linkFile = (path: string): string | undefined => {
    const file = resolve(path);
    if (!files.has(file)) {
      const link = attempt(
        (to) => symlinkSync(file, to),
        (to) => linkSync(file, to),
      );
      files.set(file, link(`-${safeName(file)}`));
    }
    return files.get(file);
  };

  return {
    folder: join(root, '/'),
    // By this name DuckDB's errors of it are known, as by the names of the files in it.
    temporaryFolder: join(root, 'duckdb_temp_files'),
    linkFile,
    linkTarget: (path) => {
      const file = resolve(path);
      const folder = dirname(file);
      if (!folders.has(folder)) {
        const link = attempt((to) => {
          mkdirSync(folder, { recursive: true });
          symlinkSync(folder, to, 'junction');
        });
        folders.set(folder, link(''));
      }
      const link = folders.get(folder);
      return link === undefined ? undefined : join(link, basename(file));
    },
    freshFile: (extension) => fresh(`.${extension}`),
    close: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** DuckDB takes some characters of a path for a pattern; the end tells how a file is compressed. */
const safeName = (path: string): string => basename(path).replaceAll(/[^\w.-]/g, '_');
