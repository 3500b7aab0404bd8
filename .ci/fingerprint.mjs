// One hash over the content of everything a build reads, so that an unchanged tree is not built
// again. Content, not mtimes: a fresh clone or a branch switch changes every mtime.
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** @param {string[]} roots files or folders; missing ones count as empty */
export function fingerprint(roots) {
  const hash = createHash('sha256');
  for (const root of roots) {
    for (const file of filesUnder(root)) hash.update(file).update('\0').update(readFileSync(file));
  }
  return hash.digest('hex');
}

function filesUnder(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return [];
  if (stat.isFile()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** The fingerprint a finished build left in its folder, or undefined. */
export function savedFingerprint(outDir) {
  try {
    return readFileSync(join(outDir, '.fingerprint'), 'utf8');
  } catch {
    return undefined;
  }
}
