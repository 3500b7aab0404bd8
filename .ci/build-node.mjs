// Builds dist/node: the CLI, the library and the pool worker, dependencies left external.
// Usage: node .ci/build-node.mjs [--types]   (--types also writes dist/types for the package)
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { fingerprint, savedFingerprint } from './fingerprint.mjs';
import { publishFolder } from './publish-folder.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const outDir = 'dist/node';
const inputs = {
  sluice: 'engine/cli/main.ts',
  library: 'engine/cli/library.ts',
  worker: 'engine/worker/node.worker.ts',
};
const sources = ['engine', 'nodes', 'package.json', 'package-lock.json', '.ci/build-node.mjs'];

/** @param {{ quiet?: boolean }} options @returns {Promise<'built' | 'current' | 'nothing'>} */
export async function buildNode({ quiet = false } = {}) {
  process.chdir(root);
  const present = Object.entries(inputs).filter(([, file]) => existsSync(file));
  if (present.length === 0) {
    if (!quiet) console.log('node build: no entry exists yet, nothing built');
    return 'nothing';
  }
  const print = fingerprint(sources);
  if (savedFingerprint(outDir) === print) return 'current';

  // Imported here: a run that needs no build should not pay for loading Vite.
  const { build } = await import('vite');
  const temporary = `dist/.node-${process.pid}`;
  await build({
    configFile: false,
    root,
    logLevel: quiet ? 'error' : 'warn',
    // Entries, chunks and the worker lie side by side, so `new URL('./worker.js', import.meta.url)`
    // is right in all of them.
    build: {
      ssr: true,
      target: 'node20',
      outDir: temporary,
      emptyOutDir: true,
      sourcemap: true,
      minify: false,
      rolldownOptions: {
        input: Object.fromEntries(present),
        output: {
          format: 'es',
          entryFileNames: '[name].js',
          chunkFileNames: 'chunk-[name]-[hash].js',
          assetFileNames: '[name]-[hash][extname]',
        },
      },
    },
  });
  publishFolder(temporary, outDir, print);
  if (!quiet) console.log(`node build: ${outDir} (${present.map(([name]) => name).join(', ')})`);
  return 'built';
}

function buildTypes() {
  if (!existsSync(inputs.library)) return;
  const tsc = resolve('node_modules/typescript/bin/tsc');
  const run = spawnSync(process.execPath, [tsc, '-p', 'tsconfig.types.json'], { stdio: 'inherit' });
  if (run.status !== 0) process.exit(run.status ?? 1);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await buildNode();
  if (process.argv.includes('--types')) buildTypes();
}
