// Serves a built app on loopback. Small on purpose: `sluice serve` is the real server.
import { createReadStream, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, resolve, sep } from 'node:path';
import { HEADERS } from './headers.mjs';

const MIME = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

const SENT = { ...HEADERS, 'Cache-Control': 'no-cache' };

/**
 * @param {string} folder
 * @param {number} port tried first, then the next ones; 0 lets the system choose
 * @returns {Promise<{ url: string, close: () => Promise<void> }>}
 */
export async function serveFolder(folder, port) {
  const root = resolve(folder);
  const server = createServer((request, response) => {
    const file = fileFor(root, request.url ?? '/');
    if (file === undefined) {
      response.writeHead(404, SENT).end('Not found');
      return;
    }
    response.writeHead(200, {
      ...SENT,
      'Content-Type': MIME[extname(file.path)] ?? 'application/octet-stream',
      'Content-Length': file.size,
    });
    if (request.method === 'HEAD') response.end();
    else createReadStream(file.path).pipe(response);
  });
  await listen(server, port);
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

function fileFor(root, url) {
  let path;
  try {
    path = resolve(root, `.${decodeURIComponent(new URL(url, 'http://localhost').pathname)}`);
  } catch {
    return undefined;
  }
  if (path !== root && !path.startsWith(root + sep)) return undefined;
  for (const candidate of [path, resolve(path, 'index.html')]) {
    const stat = statSync(candidate, { throwIfNoEntry: false });
    if (stat?.isFile()) return { path: candidate, size: stat.size };
  }
  return undefined;
}

async function listen(server, port) {
  for (let candidate = port; ; candidate++) {
    try {
      await new Promise((done, failed) => {
        server.once('error', failed);
        server.listen(candidate, '127.0.0.1', () => {
          server.off('error', failed);
          done();
        });
      });
      return;
    } catch (error) {
      if (error.code !== 'EADDRINUSE' || candidate >= port + 100) throw error;
    }
  }
}
