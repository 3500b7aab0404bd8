/** Paths of a pipeline as URIs that every executor sees. */
import type { EngineFailure } from '../../contract/errors.ts';
import { userError } from '../../contract/errors.ts';
import type { NodeId } from '../../contract/ids.ts';

export interface SharedPaths {
  /** Local folders that the cluster sees too, with the URI that they have there. Absolute paths. */
  readonly shared: Readonly<Record<string, string>>;
  /** Absolute folder that relative paths start from. */
  readonly folder: string;
}

/** Storage of clusters. What is on the web is read here, and `file:` is a folder of each machine. */
const SCHEME = /^([a-z][a-z0-9+.-]+):\//i;
const LOCAL = /^(?:https?|file)$/i;

/** Whether a path names a storage, and no file of this computer or of the web. */
export const isClusterPath = (path: string): boolean => {
  const scheme = SCHEME.exec(path)?.[1];
  return scheme !== undefined && !/^https?$/i.test(scheme);
};

/**
 * The absolute path of what a pipeline names on this computer.
 * @returns undefined for what lies on a storage or on the web
 */
export function localPathOf(path: string, folder: string): string | undefined {
  const scheme = SCHEME.exec(path)?.[1];
  if (scheme === undefined) return absolute(path, folder);
  return scheme.toLowerCase() === 'file'
    ? absolute(path.replace(/^file:\/*/i, '/'), folder)
    : undefined;
}

/** @returns undefined for what lies on this computer alone */
export function uriOfPath(path: string, { shared, folder }: SharedPaths): string | undefined {
  const scheme = SCHEME.exec(path)?.[1];
  if (scheme !== undefined && !LOCAL.test(scheme)) return path;
  const local = localPathOf(path, folder);
  if (local === undefined) return undefined;
  const folders = Object.keys(shared).map((name) => ({ name, path: absolute(name, folder) }));
  // The innermost of folders in folders.
  const found = folders
    .toSorted((a, b) => b.path.length - a.path.length)
    .find((each) => local === each.path || local.startsWith(`${each.path}/`));
  if (found === undefined) return undefined;
  return `${(shared[found.name] ?? '').replace(/\/+$/, '')}${local.slice(found.path.length)}`;
}

/** Where the cluster writes: to URIs, and below a default for relative paths where there is one. */
export function uriOfSink(
  path: string,
  { defaultSink, ...paths }: SharedPaths & { readonly defaultSink?: string | undefined },
): string | undefined {
  if (SCHEME.test(path)) return uriOfPath(path, paths);
  if (defaultSink === undefined || /^(?:\/|[a-z]:[\\/])/i.test(path)) return undefined;
  return `${defaultSink.replace(/\/+$/, '')}/${absolute(path, '/').slice(1)}`;
}

/** With `/` alone, and without `.` and `..`. */
function absolute(path: string, folder: string): string {
  const given = path.replaceAll('\\', '/');
  const full = /^(?:\/|[a-z]:\/)/i.test(given) ? given : `${folder.replaceAll('\\', '/')}/${given}`;
  const names: string[] = [];
  for (const name of full.split('/')) {
    if (name === '..') names.pop();
    else if (name !== '' && name !== '.') names.push(name);
  }
  return `${full.startsWith('/') ? '/' : ''}${names.join('/')}`;
}

export const notShared = (path: string, node: NodeId | undefined): EngineFailure =>
  userError('path-not-shared', `Executors do not see ${path}: each machine has its own files.`, {
    ...(node === undefined ? {} : { node }),
    param: 'path',
    hint: 'Name a storage that all of them read (hdfs://, s3a://, abfss://, gs://), or the folder among the shared ones of the connection.',
  });
