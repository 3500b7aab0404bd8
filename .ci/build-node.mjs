// Builds dist/node: the CLI and the library with their dependencies left external, and the pool worker
// as one file with its dependencies inside.
// Usage: node .ci/build-node.mjs [--types]   (--types also writes dist/types for the package)
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, rmSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { FETCHED } from './fetch-extensions.mjs';
import { fingerprint, savedFingerprint } from './fingerprint.mjs';
import { publishFolder } from './publish-folder.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const outDir = 'dist/node';
const programs = {
  sluice: 'engine/cli/main.ts',
  library: 'engine/cli/library.ts',
};
const worker = { worker: 'engine/worker/node.worker.ts' };
const nativeWorker = { 'native-worker': 'engine/native/native.worker.ts' };
const sources = [
  'electron',
  'engine',
  'nodes',
  'package.json',
  'package-lock.json',
  '.ci/build-node.mjs',
  FETCHED,
];

/**
 * Loading its packages one by one takes a worker longer than the rest of its start but DuckDB's own, and
 * DuckDB's CommonJS file would load a second Arrow. What is not named stays outside: packages that read
 * a wasm file beside them, imported when they are needed.
 */
const workerOptions = {
  ssr: {
    noExternal: [
      '@duckdb/duckdb-wasm',
      'apache-arrow',
      'comlink',
      'fflate',
      'flatbuffers',
      'fzstd',
      'hyparquet',
      'hysnappy',
      'tslib',
      'zod',
      'zstddec',
    ],
  },
  resolve: {
    alias: [
      {
        find: /^apache-arrow$/,
        replacement: resolve(root, 'node_modules/apache-arrow/Arrow.node.mjs'),
      },
    ],
  },
  // Of CommonJS; in a module they do not exist.
  define: { __dirname: 'import.meta.dirname', __filename: 'import.meta.filename' },
};

/** @param {{ quiet?: boolean }} options @returns {Promise<'built' | 'current' | 'nothing'>} */
export async function buildNode({ quiet = false } = {}) {
  process.chdir(root);
  const inputs = { ...programs, ...worker, ...nativeWorker };
  if (!Object.values(inputs).every((file) => existsSync(file))) {
    if (!quiet) console.log('node build: no entry exists yet, nothing built');
    return 'nothing';
  }
  const print = fingerprint(sources);
  if (savedFingerprint(outDir) === print) return 'current';

  const temporary = `dist/.node-${process.pid}`;
  rmSync(temporary, { recursive: true, force: true });
  const logLevel = quiet ? 'error' : 'warn';
  await bundle(programs, temporary, { logLevel });
  await bundle(worker, temporary, { logLevel, ...workerOptions });
  await bundle(nativeWorker, temporary, { logLevel, ...workerOptions });
  if (existsSync(FETCHED)) copyFileSync(FETCHED, `${temporary}/${basename(FETCHED)}`);
  publishFolder(temporary, outDir, print);
  if (!quiet) console.log(`node build: ${outDir} (${Object.keys(inputs).join(', ')})`);
  return 'built';
}

/**
 * Entries, chunks and the worker lie side by side, so `new URL('./worker.js', import.meta.url)` is right
 * in all of them.
 * @param {Record<string, string>} input
 * @param {string} folder
 * @param {import('vite').InlineConfig} options
 */
async function bundle(input, folder, options) {
  // Imported here: a run that needs no build should not pay for loading Vite.
  const { build } = await import('vite');
  await build({
    configFile: false,
    root,
    ...options,
    build: {
      ssr: true,
      target: 'node20',
      outDir: folder,
      emptyOutDir: false,
      sourcemap: true,
      minify: false,
      // Names the packages inside and their licences.
      license: { fileName: `${Object.keys(input)[0]}-licenses.md` },
      rolldownOptions: {
        input,
        // DuckDB's file holds one, which fetches extensions in Node; nothing is fetched so.
        checks: { eval: false },
        output: {
          format: 'es',
          entryFileNames: '[name].js',
          chunkFileNames: 'chunk-[name]-[hash].js',
          assetFileNames: '[name]-[hash][extname]',
        },
      },
    },
  });
}

function buildTypes() {
  if (!existsSync(programs.library)) return;
  const tsc = resolve('node_modules/typescript/bin/tsc');
  const run = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.types.json'], { stdio: 'inherit' });
  if (run.status !== 0) process.exit(run.status ?? 1);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await buildNode();
  if (process.argv.includes('--types')) buildTypes();
}
