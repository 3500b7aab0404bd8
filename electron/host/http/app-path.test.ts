import fc from 'fast-check';
import { expect, test } from 'vitest';
import { appPath } from './app-path.ts';
import { ESCAPES } from './testing/escapes.ts';

test.each([
  ['/', 'index.html'],
  ['/?a=../b#c', 'index.html'],
  ['/assets/index-1a.js', 'assets/index-1a.js'],
  ['/samples/', 'samples/index.html'],
  ['/samples/caf%C3%A9%20x.csv?v=1', 'samples/café x.csv'],
  // Decoded once: the name of a file that no build makes.
  ['/%252e%252e/x', '%2e%2e/x'],
])('%s is %s', (target, path) => {
  expect(appPath(target)).toBe(path);
});

test.each(ESCAPES)('%j is refused', (target) => {
  expect(appPath(target)).toBeUndefined();
});

test('whatever is asked, the answer stays below the folder', () => {
  const piece = fc.constantFrom(
    '..',
    '.',
    '/',
    '\\',
    '%2e',
    '%2f',
    '%5c',
    '%00',
    'a',
    ':',
    '%',
    '~',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const path = appPath(`/${pieces.join('')}`);
      if (path === undefined) return;
      for (const name of path.split('/')) {
        expect(name).toMatch(/^[^./\\:][^/\\:]*$/);
      }
    }),
    { numRuns: 5000 },
  );
});
