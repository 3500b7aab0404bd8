import { createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chromium, type Browser } from 'playwright-core';
import { chromiumPath } from '../.ci/chromium.mjs';
import { serveFolder } from '../electron/host/http/app-server.ts';

/** The system Chromium, headless, with further arguments. */
export async function launchChromium(further: readonly string[] = []): Promise<Browser> {
  const executablePath = chromiumPath();
  if (executablePath === undefined) {
    throw new Error('No Chromium: run `node .ci/ensure-test-tools.mjs` or set CHROMIUM_PATH.');
  }
  return chromium.launch({
    executablePath,
    args: [
      // Chromium's sandbox refuses to start as root, which containers are.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      // Nothing but the page under test may use the network.
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-quic',
      '--disable-sync',
      '--no-first-run',
      ...further,
    ],
  });
}

export interface ServedApp {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** Serves the built app, cross-origin isolated, on a free port of loopback. */
export const serveApp = (): Promise<ServedApp> => serveFolder('dist/web');

const ISOLATION = ['cross-origin-opener-policy', 'cross-origin-embedder-policy'];

/** The same from a server that does not isolate, as most do not. */
export async function serveAppPlainly(): Promise<ServedApp> {
  const app = await serveApp();
  const server = createServer(({ url = '/' }, response) => {
    get(new URL(url, app.url), (answer) => {
      const headers = Object.entries(answer.headers).filter(([name]) => !ISOLATION.includes(name));
      response.writeHead(answer.statusCode ?? 500, Object.fromEntries(headers));
      answer.pipe(response);
    }).on('error', (error) => response.destroy(error));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    close: async () => {
      await new Promise<void>((done) => {
        server.close(() => done());
        server.closeAllConnections();
      });
      await app.close();
    },
  };
}
