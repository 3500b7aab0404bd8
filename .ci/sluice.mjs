// `npm run -s sluice -- run FILE` right after `npm ci`: builds when needed, then runs the CLI.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildNode } from './build-node.mjs';

// npm runs scripts in the package's folder; file arguments are meant relative to the caller's.
const caller = process.env.INIT_CWD ?? process.cwd();
await buildNode({ quiet: true });
// Vite is loaded for nothing else.
if (process.argv[2] === 'serve') {
  const { buildWeb } = await import('./build-web.mjs');
  await buildWeb({ quiet: true });
}
const cli = new URL('../dist/node/sluice.js', import.meta.url);
if (!existsSync(cli)) {
  console.error('sluice: engine/cli/main.ts does not exist, so there is no CLI to run');
  process.exit(1);
}
process.chdir(caller);
process.argv[1] = fileURLToPath(cli);
await import(cli.href);
