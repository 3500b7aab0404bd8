// `npm start`: builds, then `sluice serve --open` on the samples, which are put into workspace/ when
// they are not there yet; what is done to them stays.
// Usage: npm start -- [options of sluice serve]
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildNode } from './build-node.mjs';
import { buildWeb } from './build-web.mjs';
import { sampleFiles } from './vite-samples.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const workspace = join(root, 'workspace');

await buildNode();
await buildWeb();
for (const [path, content] of sampleFiles()) {
  const file = join(workspace, path);
  if (existsSync(file)) continue;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}
mkdirSync(join(workspace, 'out'), { recursive: true });

const cli = join(root, 'dist/node/sluice.js');
const port = process.env.PORT === undefined ? [] : ['--port', process.env.PORT];
const given = process.argv.slice(2);
process.argv = [
  process.execPath,
  cli,
  ...['serve', '--workspace', workspace, '--open', ...port, ...given],
];
await import(cli);
