// Builds dist/web with vite.config.ts, when something it reads has changed.
import { dirname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { FETCHED } from './fetch-extensions.mjs';
import { fingerprint, savedFingerprint } from './fingerprint.mjs';
import { publishFolder } from './publish-folder.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const outDir = 'dist/web';
const sources = [
  'app',
  'electron/host',
  'engine',
  'nodes',
  'vite.config.ts',
  'package-lock.json',
  'examples',
  '.ci/vite-samples.mjs',
  '.ci/slim-duckdb.ts',
  '.ci/vite-start-first.ts',
  '.ci/vite-without-mvp.ts',
  '.ci/build-web.mjs',
  FETCHED,
];

/** @param {{ quiet?: boolean }} options @returns {Promise<'built' | 'current'>} */
export async function buildWeb({ quiet = false } = {}) {
  process.chdir(root);
  const print = fingerprint(sources);
  if (savedFingerprint(outDir) === print) return 'current';
  const { build } = await import('vite');
  const temporary = `dist/.web-${process.pid}`;
  // Vitest sets it to `test`, with which React would be built for development: larger and slower.
  const before = process.env.NODE_ENV;
  process.env.NODE_ENV = 'production';
  try {
    await build({
      configFile: `${root}/vite.config.ts`,
      logLevel: quiet ? 'error' : 'warn',
      build: { outDir: `../${temporary}` },
    });
  } finally {
    if (before === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = before;
  }
  publishFolder(temporary, outDir, print);
  if (!quiet) console.log(`web build: ${outDir}`);
  return 'built';
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await buildWeb();
