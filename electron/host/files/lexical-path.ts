/**
 * A path or glob out of a pipeline as an absolute path, before any file system is asked: on Windows the
 * asking alone may send a person's name and password hash to a server that the path names.
 */
import nodePath, { type PlatformPath } from 'node:path';
import { type EngineFailure, userError } from '../../../engine/contract/errors.ts';
import { addressFailure } from '../../../engine/runtime/web-address.ts';

/** What file systems take; more is told by them, but not in words that help. */
const LONGEST_NAME_BYTES = 255;

const DEVICE_NAME = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)/i;

/**
 * @param pattern always with `/` between folders; `\` is read as one, as pipelines of Windows have it.
 *   Nothing is decoded: `%2e%2e` is a name.
 * @param base absolute; where relative ones start
 * @throws user `bad-path`
 */
export function lexicalPath(pattern: string, base: string, paths: PlatformPath = nodePath): string {
  if (pattern === '') throw badPath(pattern, 'it is empty');
  if (pattern.includes('\0')) throw badPath(pattern, 'it has a NUL character');
  if (/\p{Surrogate}/u.test(pattern)) throw badPath(pattern, 'it has half a character');
  const address = addressFailure(pattern);
  if (address !== undefined) throw address;
  if (pattern.toLowerCase().startsWith('file:')) {
    throw badPath(pattern, 'it is a URL', 'Write the path itself, relative to the pipeline.');
  }
  const text = pattern.replaceAll('\\', '/');
  if (paths.sep === '\\') checkWindows(pattern, text);
  for (const name of text.split('/')) {
    if (Buffer.byteLength(name) > LONGEST_NAME_BYTES) {
      throw badPath(pattern, `a name in it has more than ${LONGEST_NAME_BYTES} bytes`);
    }
  }
  return paths.resolve(base, text);
}

function checkWindows(pattern: string, text: string): void {
  if (/^\/\/[?.](?:\/|$)/.test(text)) throw badPath(pattern, 'it names a device');
  if (/^[a-z]:(?!\/)/i.test(text)) {
    throw badPath(pattern, 'no / follows its drive', 'Write C:/folder/file.');
  }
  for (const name of text.replace(/^[a-z]:/i, '').split('/')) {
    if (name.includes(':')) throw badPath(pattern, 'it has a : in a name');
    if (DEVICE_NAME.test(name)) throw badPath(pattern, `${name} is a device`);
    if (name !== '.' && name !== '..' && /[. ]$/.test(name)) {
      throw badPath(pattern, 'a name in it ends in a point or a space');
    }
  }
}

/** Whether `path` is `folder` or lies below it. Both absolute, of one form: both real, or both as given. */
export function isInside(folder: string, path: string, paths: PlatformPath = nodePath): boolean {
  const way = paths.relative(folder, path);
  return way !== '..' && !way.startsWith(`..${paths.sep}`) && !paths.isAbsolute(way);
}

/** A name below `folder` begins with a point: settings of programs, keys, what git runs. */
export const hasHiddenName = (
  folder: string,
  path: string,
  paths: PlatformPath = nodePath,
): boolean =>
  paths
    .relative(folder, path)
    .split(paths.sep)
    .some((name) => name.startsWith('.'));

/**
 * @param name of a file or folder to make: one name, no path, and one that every system takes
 * @throws user `bad-path`
 */
export function checkName(name: string): void {
  if (name === '') throw badPath(name, 'it is empty');
  if (/[/\\\0]/.test(name)) throw badPath(name, 'a name has no / or \\ in it');
  if (/[\p{Cc}<>:"|?*]/u.test(name)) {
    throw badPath(name, 'some of its characters cannot stand in a name on every system');
  }
  if (name.startsWith('.')) throw badPath(name, 'a name does not begin with a point');
  if (/[. ]$/.test(name)) throw badPath(name, 'a name does not end in a point or a space');
  if (DEVICE_NAME.test(name)) throw badPath(name, 'Windows has a device of that name');
  if (/\p{Surrogate}/u.test(name)) throw badPath(name, 'it has half a character');
  if (Buffer.byteLength(name) > LONGEST_NAME_BYTES) {
    throw badPath(name, `it has more than ${LONGEST_NAME_BYTES} bytes`);
  }
}

const SHOWN = 200;

function badPath(pattern: string, why: string, hint = 'Choose another name.'): EngineFailure {
  const shown = pattern.length > SHOWN ? `${pattern.slice(0, SHOWN)}…` : pattern;
  return userError('bad-path', `${JSON.stringify(shown)} is no path: ${why}.`, { hint });
}
