import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { OpenServerOptions } from './host.ts';
import { hasScreen } from './open-browser.ts';
import { runInProcess } from './testing/run-in-process.ts';

const URL_WITH_TOKEN = 'http://127.0.0.1:4173/#host=abc';

/** Serves until it is asked to stop, which is at once. */
async function serve(...args: string[]) {
  const asked: OpenServerOptions[] = [];
  const shown: string[] = [];
  let closed = 0;
  const result = await runInProcess(['serve', ...args], {
    cwd: '/data',
    signal: AbortSignal.abort(),
    openServer: async (options) => {
      asked.push(options);
      return { url: URL_WITH_TOKEN, close: async () => void (closed += 1) };
    },
    openBrowser: async (url) => void shown.push(url),
  });
  return { ...result, asked, shown, closed };
}

describe('sluice serve', () => {
  test('serves the current folder, prints the address once, and ends in order', async () => {
    const { code, stdout, stderr, asked, shown, closed } = await serve();
    expect({ code, stderr, shown, closed }).toEqual({ code: 0, stderr: '', shown: [], closed: 1 });
    expect(asked).toEqual([{ workspace: '/data', release: '1.2.3' }]);
    expect(stdout.split(URL_WITH_TOKEN)).toHaveLength(2);
  });

  test('takes a folder, a port and limits', async () => {
    const given = ['--workspace', 'in', '--port', '0', '--workers', '2', '--memory', '1GB'];
    const { asked } = await serve(...given);
    expect(asked).toEqual([
      { workspace: join('/data', 'in'), release: '1.2.3', port: 0, workers: 2, memory: 1e9 },
    ]);
  });

  test('opens a browser when asked to; the last word counts', async () => {
    expect((await serve('--open')).shown).toEqual([URL_WITH_TOKEN]);
    expect((await serve('--open', '--no-open')).shown).toEqual([]);
  });

  test.each(['70000', '-1', 'http', '80.5', ''])('port %j is a usage error', async (port) => {
    const { code, stderr, asked } = await serve('--port', port);
    expect([code, asked]).toEqual([2, []]);
    expect(stderr).toContain('--port');
  });
});

test('a browser is opened only where there is a screen', () => {
  expect(hasScreen('linux', {})).toBe(false);
  expect(hasScreen('linux', { DISPLAY: ':0' })).toBe(true);
  expect(hasScreen('linux', { WAYLAND_DISPLAY: 'wayland-0' })).toBe(true);
  expect(hasScreen('linux', { DISPLAY: ':0', CI: 'true' })).toBe(false);
  expect(hasScreen('darwin', {})).toBe(true);
  expect(hasScreen('win32', { CI: '1' })).toBe(false);
});
