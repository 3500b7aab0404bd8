/** A folder of its own in which pipelines of examples/ run and write. */
import { execFile } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('..', import.meta.url));

export interface Workspace {
  readonly folder: string;
  /** Path of a pipeline of examples/ in here, e.g. `late-flights` or `tpch/q01`. */
  readonly pipeline: (name: string) => string;
  /** Where the examples write. */
  readonly outputs: string;
  readonly remove: () => void;
}

/** The pipelines lie as in the repository, so that their relative paths hold. */
export function createWorkspace(): Workspace {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-e2e-'));
  cpSync(join(root, 'examples'), join(folder, 'examples'), {
    recursive: true,
    filter: (source) => !relative(root, source).startsWith(join('examples', 'out')),
  });
  for (const shared of ['node_modules', '.cache']) {
    symlinkSync(join(root, shared), join(folder, shared), 'dir');
  }
  mkdirSync(join(folder, 'examples/out/tpch'), { recursive: true });
  return {
    folder,
    pipeline: (name) => join(folder, `examples/${name}.sluice.json`),
    outputs: join(folder, 'examples/out'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The files below a folder, by relative path. */
export function readFolder(folder: string): ReadonlyMap<string, Buffer> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((e) => join(e.parentPath, e.name));
  return new Map(
    files.sort().map((file) => [relative(folder, file).replaceAll('\\', '/'), readFileSync(file)]),
  );
}

/** Runs the built command line; rejects, with what it wrote, when it fails. */
export const sluice = (...args: readonly string[]): Promise<{ stdout: string; stderr: string }> =>
  promisify(execFile)(process.execPath, [join(root, 'dist/node/sluice.js'), ...args], {
    maxBuffer: 1 << 28,
  });
