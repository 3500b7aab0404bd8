// `npm start`: builds, serves the app on loopback and opens it when there is a screen to open it on.
import { spawn } from 'node:child_process';
import { buildNode } from './build-node.mjs';
import { buildWeb } from './build-web.mjs';
import { serveFolder } from './static-server.mjs';

await buildNode();
await buildWeb();
const { url } = await serveFolder('dist/web', Number(process.env.PORT ?? 4173));
console.log(`Sluice is at ${url} (Ctrl+C stops it)`);
openBrowser(url);

function openBrowser(address) {
  const { platform, env } = process;
  const screen = platform !== 'linux' || env.DISPLAY || env.WAYLAND_DISPLAY;
  if (!screen || env.CI || process.argv.includes('--no-open')) return;
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
