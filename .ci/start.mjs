// `npm start`: builds, serves the studio on loopback and opens it when there is a screen to open it on.
// Usage: npm start -- [--port N] [--no-open]
import { spawn } from 'node:child_process';
import { parseArgs } from 'node:util';
import { buildNode } from './build-node.mjs';
import { buildWeb } from './build-web.mjs';
import { serveFolder } from './static-server.mjs';

const { port, open } = readOptions();
await buildNode();
await buildWeb();
const { url } = await serveFolder('dist/web', port);
console.log(`Sluice is at ${url} (Ctrl+C stops it)`);
if (open) openBrowser(url);

function readOptions() {
  try {
    const { values } = parseArgs({
      options: { port: { type: 'string' }, 'no-open': { type: 'boolean', default: false } },
    });
    const port = Number(values.port ?? process.env.PORT ?? 4173);
    if (!Number.isInteger(port) || port < 0 || port > 65_535) {
      throw new Error(`--port is a number from 0 (any free port) to 65535, not ${values.port}`);
    }
    return { port, open: !values['no-open'] };
  } catch (error) {
    console.error(`${error.message}\nUsage: npm start -- [--port N] [--no-open]`);
    process.exit(2);
  }
}

function openBrowser(address) {
  const { platform, env } = process;
  const screen = platform !== 'linux' || env.DISPLAY || env.WAYLAND_DISPLAY;
  if (!screen || env.CI) return;
  const [command, ...args] =
    platform === 'darwin'
      ? ['open', address]
      : platform === 'win32'
        ? ['cmd', '/c', 'start', '', address]
        : ['xdg-open', address];
  // The address is printed already: a machine without an opener is fine.
  spawn(command, args, { stdio: 'ignore', detached: true })
    .on('error', () => undefined)
    .unref();
}
