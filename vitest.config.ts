import { statSync } from 'node:fs';
import react from '@vitejs/plugin-react';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { chromiumPath } from './.ci/chromium.mjs';
import { engineAlias } from './vite.config.ts';

const DUCKDB = 'node_modules/@duckdb/duckdb-wasm/dist/duckdb-eh.wasm';
const WIDGETS = 'app/**/*.widget.test.tsx';
const EQUIVALENCE = 'e2e/equivalence/**/*.spec.ts';
const CLUSTER = 'e2e/cluster/**/*.spec.ts';
const CORE = 'e2e/cluster/core.spec.ts';
const FAULTS = 'e2e/cluster/faults/**/*.spec.ts';
const FIGURES = 'e2e/cluster/figures/**/*.spec.ts';
const BUILD_NODE = '.ci/vitest-build-node.mjs';
const BUILD_WEB = '.ci/vitest-build-web.mjs';
const executablePath = chromiumPath();

export default defineConfig({
  test: {
    passWithNoTests: true,
    pool: 'forks',
    reporters: ['default', ['json', { outputFile: '.cache/vitest.json' }]],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{engine,nodes,app,electron,e2e}/**/*.test.{ts,tsx}'],
          exclude: [WIDGETS],
          environment: 'node',
          globalSetup: '.ci/vitest-build-node.mjs',
          // Real DuckDB, real workers: a cold start alone takes seconds on a slow machine, and many
          // times that where others work too. A test that hangs is all that these bounds are for.
          testTimeout: 300_000,
          hookTimeout: 300_000,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        // Components in the system's Chromium, with the real stores and the real engine.
        plugins: [react()],
        resolve: { alias: engineAlias },
        // Whole, not slimmed as in the built studio: what the progress of its loading is told by.
        define: { DUCKDB_MODULE_BYTES: String(statSync(DUCKDB).size) },
        cacheDir: '.cache/vite-widgets',
        optimizeDeps: {
          // What is found first in the middle of a run would reload the page under the test.
          entries: ['app/boot/*.{ts,tsx}', 'engine/worker/browser.worker.ts', WIDGETS],
        },
        test: {
          name: 'widgets',
          include: [WIDGETS],
          setupFiles: ['app/boot/testing/set-up-widgets.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          // A machine shared with others is late, not wrong.
          expect: { poll: { timeout: 60_000 } },
          // One page for all, so that the engine is started once.
          isolate: false,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            viewport: { width: 1000, height: 900 },
            provider: playwright({
              launchOptions: {
                ...(executablePath === undefined ? {} : { executablePath }),
                // Chromium's sandbox refuses to start as root, which containers are.
                args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
              },
              contextOptions: { permissions: ['clipboard-read', 'clipboard-write'] },
              actionTimeout: 20_000,
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['e2e/**/*.spec.ts'],
          exclude: [EQUIVALENCE, CLUSTER],
          environment: 'node',
          globalSetup: [BUILD_NODE, BUILD_WEB],
          testTimeout: 600_000,
          hookTimeout: 600_000,
          // A machine shared with others is late, not wrong.
          expect: { poll: { timeout: 120_000 } },
          // Two browsers at a time, since each waits much; only after the unit tests, which do not.
          maxWorkers: 2,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          // Exported code, really run; not part of `npm test`: Spark alone takes minutes.
          name: 'equivalence',
          include: [EQUIVALENCE],
          environment: 'node',
          globalSetup: ['.ci/vitest-build-node.mjs', 'e2e/cluster/global-setup.ts'],
          testTimeout: 900_000,
          hookTimeout: 900_000,
          // One Spark at a time.
          maxWorkers: 1,
          fileParallelism: false,
          sequence: { groupOrder: 3 },
        },
      },
      {
        test: {
          // Last: what the others have found is what the page must say.
          name: 'targets',
          include: ['e2e/equivalence/targets.table.ts'],
          environment: 'node',
          sequence: { groupOrder: 4 },
        },
      },
      ...[
        // A real Spark cluster. What `npm test` runs of it is little, for its 15 minutes.
        { name: 'cluster-core', include: [CORE], exclude: [] },
        { name: 'cluster', include: [CLUSTER], exclude: [CORE, FAULTS, FIGURES] },
        // What takes minutes, and what ends servers.
        { name: 'cluster-faults', include: [FAULTS], exclude: [] },
        // How long it takes: on a machine that does nothing else.
        { name: 'cluster-figures', include: [FIGURES], exclude: [] },
      ].map((files) => ({
        test: {
          ...files,
          environment: 'node' as const,
          globalSetup: [
            'e2e/cluster/global-setup.ts',
            // With the studio on a cluster among them.
            ...(['cluster', 'cluster-faults'].includes(files.name) ? [BUILD_NODE, BUILD_WEB] : []),
          ],
          testTimeout: 600_000,
          hookTimeout: 600_000,
          expect: { poll: { timeout: 120_000 } },
          // One cluster, and tests that stop parts of it.
          maxWorkers: 1,
          fileParallelism: false,
          sequence: { groupOrder: 5 },
        },
      })),
    ],
  },
});
