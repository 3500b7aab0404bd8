import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { samples } from './.ci/vite-samples.mjs';

const path = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

// The package's `exports` omit this file, and its `./blocking` entry is Node's.
const browserBlocking = path('node_modules/@duckdb/duckdb-wasm/dist/duckdb-browser-blocking.mjs');

const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

export default defineConfig({
  root: path('app'),
  // Relative, so that the app works from any folder of a server and inside the desktop shell.
  base: './',
  plugins: [react(), samples()],
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
