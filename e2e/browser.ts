import { chromium, type Browser } from 'playwright-core';
import { chromiumPath } from '../.ci/chromium.mjs';
import { serveFolder } from '../.ci/static-server.mjs';

/** The system Chromium, headless. */
export async function launchChromium(): Promise<Browser> {
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
    ],
  });
}

/** Serves the built app on a free port of loopback. */
export function serveApp(): ReturnType<typeof serveFolder> {
  return serveFolder('dist/web', 0);
}
