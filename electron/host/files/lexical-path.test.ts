import { posix, win32 } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EngineFailure } from '../../../engine/contract/errors.ts';
import { checkName, hasHiddenName, isInside, lexicalPath } from './lexical-path.ts';

const refusal = (work: () => unknown): string => {
  try {
    work();
  } catch (thrown) {
    if (thrown instanceof EngineFailure && thrown.error.code === 'bad-path') return thrown.message;
    throw thrown;
  }
  return 'taken';
};

describe('as Linux and macOS have it', () => {
  const at = (pattern: string): string => lexicalPath(pattern, '/w/docs', posix);

  test.each([
    ['data/x.csv', '/w/docs/data/x.csv', true],
    ['./a//b/../x.csv', '/w/docs/a/x.csv', true],
    ['data\\x.csv', '/w/docs/data/x.csv', true],
    ['..x/y', '/w/docs/..x/y', true],
    ['.../y', '/w/docs/.../y', true],
    ['%2e%2e/%2e%2e/etc/passwd', '/w/docs/%2e%2e/%2e%2e/etc/passwd', true],
    ['%252e%252e/x', '/w/docs/%252e%252e/x', true],
    ['\u2025/x', '/w/docs/\u2025/x', true],
    ['．．/x', '/w/docs/．．/x', true],
    ['two\nlines.csv', '/w/docs/two\nlines.csv', true],
    ['C:/Windows/x', '/w/docs/C:/Windows/x', true],
    ['../x', '/w/x', false],
    ['a/../../x', '/w/x', false],
    ['..\\..\\etc\\passwd', '/etc/passwd', false],
    ['/etc/passwd', '/etc/passwd', false],
    ['\\\\server\\share\\x', '/server/share/x', false],
    ['//server/share/x', '/server/share/x', false],
    ['../docsother/x', '/w/docsother/x', false],
    ['/w/docs', '/w/docs', true],
  ])('%j is %s, inside: %s', (pattern, path, inside) => {
    expect(at(pattern)).toBe(path);
    expect(isInside('/w/docs', path, posix)).toBe(inside);
  });

  test.each([
    ['', 'it is empty'],
    ['x\0.csv', 'NUL'],
    ['data/\0/../../etc', 'NUL'],
    ['file:///etc/passwd', 'a URL'],
    ['FILE:etc/passwd', 'a URL'],
    ['file:\\\\server\\x', 'a URL'],
    ['https://example.org/x.csv', 'a URL'],
    ['a/\ud800/x', 'half a character'],
    ['x'.repeat(256), 'more than 255 bytes'],
    ['é'.repeat(128), 'more than 255 bytes'],
  ])('%j is refused: %s', (pattern, why) => {
    expect(refusal(() => at(pattern))).toContain(why);
  });

  test('whatever is inside stays below its folder, name by name', () => {
    const name = fc.oneof(
      fc.constantFrom(
        '..',
        '.',
        '',
        '...',
        '..x',
        '%2e%2e',
        '\\..',
        '..\\..',
        '~',
        'a',
        '*',
        '{..,a}',
      ),
      fc.string({ maxLength: 5 }),
    );
    fc.assert(
      fc.property(fc.array(name, { maxLength: 8 }), fc.boolean(), (names, absolute) => {
        const pattern = `${absolute ? '/' : ''}${names.join('/')}`;
        let path: string;
        try {
          path = at(pattern);
        } catch {
          return;
        }
        // Said in another way than isInside does: by what the system would walk through.
        const walked: string[] = [];
        const text = pattern.replaceAll('\\', '/');
        for (const part of (text.startsWith('/') ? text : `/w/docs/${text}`).split('/')) {
          if (part === '..') walked.pop();
          else if (part !== '' && part !== '.') walked.push(part);
        }
        const inside = walked[0] === 'w' && walked[1] === 'docs';
        expect(path).toBe(`/${walked.join('/')}`);
        expect(isInside('/w/docs', path, posix)).toBe(inside);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('as Windows has it', () => {
  const at = (pattern: string): string => lexicalPath(pattern, 'C:\\w\\docs', win32);

  test.each([
    ['data/x.csv', 'C:\\w\\docs\\data\\x.csv', true],
    ['c:/W/DOCS/x.csv', 'c:\\W\\DOCS\\x.csv', true],
    ['data/2024-*.csv', 'C:\\w\\docs\\data\\2024-*.csv', true],
    ['..\\x', 'C:\\w\\x', false],
    ['D:\\x', 'D:\\x', false],
    ['/x', 'C:\\x', false],
    ['\\\\server\\share\\x', '\\\\server\\share\\x', false],
    ['//server/share/x', '\\\\server\\share\\x', false],
  ])('%j is %s, inside: %s', (pattern, path, inside) => {
    expect(at(pattern)).toBe(path);
    expect(isInside('C:\\w\\docs', path, win32)).toBe(inside);
  });

  test.each([
    ['\\\\?\\C:\\Windows\\x', 'a device'],
    ['//./PhysicalDrive0', 'a device'],
    ['C:x', 'no / follows its drive'],
    ['C:', 'no / follows its drive'],
    ['x.csv:stream', 'a : in a name'],
    ['data/con', 'con is a device'],
    ['NUL.csv', 'is a device'],
    ['com1.txt', 'is a device'],
    ['a./x', 'ends in a point'],
    ['a /x', 'ends in a point or a space'],
    ['.. /x', 'ends in a point or a space'],
    ['file:///C:/x', 'a URL'],
  ])('%j is refused: %s', (pattern, why) => {
    expect(refusal(() => at(pattern))).toContain(why);
  });
});

test('hidden names count below the folder only', () => {
  expect(hasHiddenName('/home/.x/w', '/home/.x/w/a/b', posix)).toBe(false);
  expect(hasHiddenName('/w', '/w/.git/config', posix)).toBe(true);
  expect(hasHiddenName('/w', '/w/a/.env', posix)).toBe(true);
  expect(hasHiddenName('/w', '/w', posix)).toBe(false);
});

test.each(['a.sluice.json', 'Größe 1 (neu).csv', '数据.csv', 'a..b', "it's"])(
  '%j is a name to make',
  (name) => expect(refusal(() => checkName(name))).toBe('taken'),
);

test.each([
  '',
  '.',
  '..',
  '.git',
  'a/b',
  'a\\b',
  '/',
  'a\0',
  'a\nb',
  'a:b',
  'a*',
  'con',
  'a.',
  'a ',
  'x'.repeat(256),
])('%j is no name to make', (name) => expect(refusal(() => checkName(name))).not.toBe('taken'));

test('a path that is refused is not told at any length', () => {
  expect(refusal(() => lexicalPath('\0'.repeat(4000), '/w', posix)).length).toBeLessThan(1500);
});
