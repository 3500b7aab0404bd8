// `npm run bench`: builds what is measured and what measures, then runs it. Options: see options.ts.
import { dirname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build, loadConfigFromFile } from 'vite';
import { buildNode } from '../../.ci/build-node.mjs';
import { buildWeb } from '../../.ci/build-web.mjs';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
process.chdir(root);

await buildNode({ quiet: true });
await buildWeb({ quiet: true });
await build({
  configFile: false,
  root,
  logLevel: 'error',
  build: {
    ssr: 'e2e/bench/main.ts',
    target: 'node20',
    outDir: '.cache/bench/node',
    emptyOutDir: true,
    rolldownOptions: { output: { format: 'es', entryFileNames: 'main.js' } },
  },
});
// Built as the app is, but for its plugins: there is no studio and no service worker on the page.
const app = await loadConfigFromFile(
  { command: 'build', mode: 'production' },
  `${root}/vite.config.ts`,
);
await build({
  ...app.config,
  configFile: false,
  plugins: [],
  root: `${root}/e2e/bench/page`,
  logLevel: 'error',
  build: {
    ...app.config.build,
    sourcemap: false,
    outDir: `${root}/.cache/bench/web`,
    emptyOutDir: true,
  },
});
await import(pathToFileURL(`${root}/.cache/bench/node/main.js`).href);
