import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import type { Plugin, UserConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { FETCHED } from './.ci/fetch-extensions.mjs';
import { slimDuckDB } from './.ci/slim-duckdb.ts';
import { startFirst } from './.ci/vite-start-first.ts';
import { withoutMvp } from './.ci/vite-without-mvp.ts';
import { samples } from './.ci/vite-samples.mjs';
import { HEADERS, headersFile } from './electron/host/http/headers.ts';

const path = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

// The package's `exports` omit this file, and its `./blocking` entry is Node's.
const browserBlocking = path('node_modules/@duckdb/duckdb-wasm/dist/duckdb-browser-blocking.mjs');

/** Also for whatever else bundles the engine for browsers. */
export const engineAlias = [
  { find: '@duckdb/duckdb-wasm/blocking', replacement: browserBlocking },
  { find: '@duckdb/duckdb-wasm/browser-blocking', replacement: browserBlocking },
];

const offline = VitePWA({
  strategies: 'injectManifest',
  srcDir: 'boot',
  filename: 'service-worker.ts',
  // app/boot/register-service-worker.ts does it, when the studio is up.
  injectRegister: false,
  injectManifest: {
    // Small files; the engine's modules and the samples are stored when they are used.
    globPatterns: ['index.html', 'icon.svg', 'assets/*.{js,css}'],
    maximumFileSizeToCacheInBytes: 8_000_000,
  },
  manifest: {
    name: 'Sluice',
    short_name: 'Sluice',
    description: 'A visual pipeline studio: see the data at every step.',
    display: 'standalone',
    background_color: '#f6f7f9',
    theme_color: '#0c6f79',
    icons: [{ src: 'icon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' }],
  },
});

const SHARED =
  /node_modules\/(?:zod|zustand)\/|icons\/check\.m?js$|app\/platform\/(?:file-reference|download-blob)\.ts$|engine\/contract\/credential\.ts$/;
const staticHostHeaders: Plugin = {
  name: 'sluice-headers',
  generateBundle() {
    this.emitFile({ type: 'asset', fileName: '_headers', source: headersFile() });
  },
};

const without = (headers: Readonly<Record<string, string>>, name: string) =>
  Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name));

export default defineConfig((): UserConfig => {
  const duckdb = slimDuckDB({
    source: path('node_modules/@duckdb/duckdb-wasm/dist/duckdb-eh.wasm'),
    extension: path(FETCHED),
    target: path('.cache/duckdb/duckdb-eh.wasm'),
  });
  // With what follows the name, `?url`.
  const moduleAlias = {
    find: /^@duckdb\/duckdb-wasm\/dist\/duckdb-eh\.wasm/,
    replacement: duckdb.path,
  };
  return {
    root: path('app'),
    // Relative, so that the app works from any folder of a server and inside the desktop shell.
    base: './',
    plugins: [
      react(),
      samples(),
      startFirst(path('app/boot/engine-start.ts')),
      startFirst(path('app/boot/host-start.ts')),
      staticHostHeaders,
      offline,
    ],
    resolve: { alias: [moduleAlias, ...engineAlias] },
    define: { DUCKDB_MODULE_BYTES: String(duckdb.bytes) },
    worker: { format: 'es', plugins: () => [withoutMvp()] },
    build: {
      outDir: '../dist/web',
      emptyOutDir: true,
      target: 'es2023',
      sourcemap: true,
      rolldownOptions: {
        // What both the studio and the host's client use would be a chunk for each few lines.
        output: { codeSplitting: { groups: [{ name: 'shared', test: SHARED }] } },
        // Nor is a constant that two features share a reason for a file of its own.
        optimization: { inlineConst: { mode: 'all', pass: 1 } },
      },
    },
    // The content policy would forbid what the development server puts into the page.
    server: { headers: without(HEADERS, 'Content-Security-Policy') },
    preview: { headers: HEADERS },
  };
});
