// `npm run check`: every static check, as many at once as there are cores.
// Usage: node .ci/check.mjs [name...]   (no name: all)
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { delimiter, dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));
mkdirSync('.cache', { recursive: true });

const folders = ['engine', 'nodes', 'app', 'electron', 'e2e'].filter((folder) =>
  existsSync(folder),
);

// Slowest first, so that they do not run alone at the end.
const checks = {
  eslint: ['eslint', '.', '--cache', '--cache-location', '.cache/eslint', '--max-warnings', '0'],
  types: ['tsc', '-p', 'tsconfig.json'],
  'pure-types': ['tsc', '-p', 'tsconfig.pure.json'],
  imports: ['depcruise', '--config', '.dependency-cruiser.cjs', ...folders],
  knip: ['knip', '--no-progress', '--no-config-hints'],
  prettier: 'prettier --check . --log-level warn --cache --cache-location .cache/prettier'.split(
    ' ',
  ),
  oxlint: ['oxlint', '--deny-warnings'],
};

const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(checks);
const unknown = names.filter((name) => !Object.hasOwn(checks, name));
if (unknown.length > 0) {
  console.error(`unknown check ${unknown.join(', ')}; known: ${Object.keys(checks).join(', ')}`);
  process.exit(2);
}

const queue = [...names];
const failed = [];
await Promise.all(Array.from({ length: Math.min(4, availableParallelism()) }, drain));
if (failed.length > 0) {
  console.error(`\ncheck: failed: ${failed.join(', ')}`);
  process.exit(1);
}

async function drain() {
  for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
    const started = performance.now();
    const { code, output } = await run(checks[name]);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`);
    // Knip's warnings are read with `npm run check -- knip`, not on every run.
    if (code !== 0 || names.length === 1) process.stdout.write(output);
    if (code !== 0) failed.push(name);
  }
}

function run([command, ...args]) {
  return new Promise((done) => {
    const child = spawn(command, args, {
      shell: process.platform === 'win32',
      env: {
        ...process.env,
        PATH: resolve('node_modules/.bin') + delimiter + process.env.PATH,
        ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : { NO_COLOR: '1' }),
      },
    });
    let output = '';
    child.stdout.on('data', (data) => (output += data));
    child.stderr.on('data', (data) => (output += data));
    child.on('error', (error) => done({ code: 1, output: `${command}: ${error.message}\n` }));
    child.on('close', (code) => done({ code: code ?? 1, output }));
  });
}
