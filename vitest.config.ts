import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    passWithNoTests: true,
    pool: 'forks',
    reporters: ['default', ['json', { outputFile: '.cache/vitest.json' }]],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{engine,nodes,app,electron}/**/*.test.{ts,tsx}'],
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
        test: {
          name: 'e2e',
          include: ['e2e/**/*.spec.ts'],
          environment: 'node',
          globalSetup: ['.ci/vitest-build-node.mjs', '.ci/vitest-build-web.mjs'],
          testTimeout: 600_000,
          hookTimeout: 600_000,
          // One browser at a time, and only after the unit tests: both use every core.
          maxWorkers: 1,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
