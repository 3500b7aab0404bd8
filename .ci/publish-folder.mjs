import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Puts a finished build in place by renaming whole folders: two builds at once, or a build under a
 * running CLI, never show a half-written one.
 */
export function publishFolder(temporary, outDir, fingerprint) {
  writeFileSync(join(temporary, '.fingerprint'), fingerprint);
  const old = `${temporary}-old`;
  for (let attempt = 0; ; attempt++) {
    try {
      renameSync(outDir, old);
    } catch (error) {
      if (error.code !== 'ENOENT') throw error;
    }
    try {
      renameSync(temporary, outDir);
      break;
    } catch (error) {
      // Another build took the place between the two renames.
      if (attempt === 5 || !['ENOTEMPTY', 'EEXIST', 'EPERM'].includes(error.code)) throw error;
      rmSync(old, { recursive: true, force: true });
    }
  }
  rmSync(old, { recursive: true, force: true });
}
