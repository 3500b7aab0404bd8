import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

// The package's `exports` omit this file, and its `./blocking` entry is Node's.
const browserBlocking = fileURLToPath(
  new URL('node_modules/@duckdb/duckdb-wasm/dist/duckdb-browser-blocking.mjs', import.meta.url),
);

const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

export default defineConfig({
  root: fileURLToPath(new URL('app', import.meta.url)),
  // Relative, so that the app works from any folder of a server and inside the desktop shell.
  base: './',
  resolve: {
    alias: [
      { find: '@duckdb/duckdb-wasm/blocking', replacement: browserBlocking },
      { find: '@duckdb/duckdb-wasm/browser-blocking', replacement: browserBlocking },
    ],
  },
  worker: { format: 'es' },
  build: { outDir: '../dist/web', emptyOutDir: true, target: 'es2023', sourcemap: true },
  server: { headers: isolation },
  preview: { headers: isolation },
});
