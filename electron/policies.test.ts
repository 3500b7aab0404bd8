import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  decideNavigation,
  decidePermission,
  decideWindowOpen,
  isTrustedSender,
  mayOpenExternally,
  mayRequest,
  openingsOf,
  parseDeepLink,
} from './policies.ts';

const foreign = [
  'https://evil.example/',
  'http://127.0.0.1:4173/',
  'file:///etc/passwd',
  'app://studio.evil.example/',
  'app://evil/',
  'app://studio@evil/',
  'app://user@studio/',
  'app://studio:80/',
  'app2://studio/',
  'data:text/html,x',
  'blob:app://studio/1',
  'javascript:alert(1)',
  'about:blank',
  '',
  'app:studio',
];

test.each(foreign)('%s is not ours: no navigation, no permission, no host', (url) => {
  expect(decideNavigation(url, true)).toBe('deny');
  expect(decidePermission({ permission: 'clipboard-read', origin: url, isMainFrame: true })).toBe(
    false,
  );
  expect(isTrustedSender({ url, isTopFrame: true, isOurWindow: true })).toBe(false);
});

test('the studio may load itself again, in the top frame only', () => {
  for (const url of ['app://studio/', 'app://studio/?debug', 'app://studio/index.html#p=abc']) {
    expect(decideNavigation(url, true)).toBe('allow');
    expect(decideNavigation(url, false)).toBe('deny');
  }
  expect(decideNavigation('app://studio/samples/movies.json', true)).toBe('deny');
});

test('of permissions, the clipboard alone', () => {
  const ask = (permission: string, isMainFrame = true): boolean =>
    decidePermission({ permission, origin: 'app://studio', isMainFrame });
  expect(ask('clipboard-read')).toBe(true);
  expect(ask('clipboard-sanitized-write')).toBe(true);
  expect(ask('clipboard-read', false)).toBe(false);
  for (const permission of 'media geolocation notifications openExternal fileSystem hid usb serial midi display-capture unknown'.split(
    ' ',
  )) {
    expect(ask(permission)).toBe(false);
  }
});

test('who speaks to the host: the top frame of our window', () => {
  const sender = { url: 'app://studio/', isTopFrame: true, isOurWindow: true };
  expect(isTrustedSender(sender)).toBe(true);
  expect(isTrustedSender({ ...sender, isTopFrame: false })).toBe(false);
  expect(isTrustedSender({ ...sender, isOurWindow: false })).toBe(false);
  expect(isTrustedSender({ ...sender, url: undefined })).toBe(false);
});

test.each([
  ['https://example.org/docs', true],
  ['http://example.org/', false],
  ['https://user:pw@example.org/', false],
  ['https://user@example.org/', false],
  ['file:///usr/bin/calc', false],
  ['smb://server/share', false],
  ['ms-msdt:/id', false],
  ['mailto:a@example.org', false],
  ['app://studio/', false],
  ['https://', false],
  ['', false],
])('%s is given to the browser: %s', (url, allowed) => {
  expect(mayOpenExternally(url)).toBe(allowed);
  expect(decideWindowOpen(url)).toBe(allowed ? 'browser' : 'deny');
});

test('pages ask for nothing but what is in the app', () => {
  expect(
    ['app://studio/assets/a.js', 'blob:app://studio/1', 'data:application/wasm,x'].map(mayRequest),
  ).toEqual([true, true, true]);
  expect(
    ['https://evil.example/', 'http://127.0.0.1/', 'file:///etc/passwd', 'app://evil/'].map(
      mayRequest,
    ),
  ).toEqual([false, false, false, false]);
});

test('deep links: what they open', () => {
  expect(parseDeepLink('sluice://open?file=%2Fhome%2Fa%20b%2Fx.sluice.json')).toEqual({
    kind: 'linked-file',
    path: '/home/a b/x.sluice.json',
  });
  expect(parseDeepLink('sluice://open/?pipeline=abc-_1')).toEqual({
    kind: 'pipeline',
    fragment: '#p=abc-_1',
  });
});

test.each([
  'sluice://open',
  'sluice://open?file=',
  'sluice://open?file=relative.sluice.json',
  'sluice://open?file=%2Fetc%2Fpasswd',
  'sluice://open?file=%2Fx.sluice.json%00.txt',
  'sluice://open?file=%2Fx%00.sluice.json',
  'sluice://open?file=%2F%2Fserver%2Fshare%2Fx.sluice.json',
  'sluice://open?file=%5C%5Cserver%5Cshare%5Cx.sluice.json',
  'sluice://open?file=%E0%A4%A.sluice.json',
  'sluice://open?file=%2Fx.sluice.json&file=%2Fy.sluice.json',
  'sluice://open?file=%2Fx.sluice.json&run=1',
  'sluice://open?file=%2Fx.sluice.json#run',
  'sluice://open?run=1',
  'sluice://run?file=%2Fx.sluice.json',
  'sluice://user@open?file=%2Fx.sluice.json',
  'sluice://open:1?file=%2Fx.sluice.json',
  'sluice://open/more?file=%2Fx.sluice.json',
  'sluice:open?file=%2Fx.sluice.json',
  'SLUICE://open?pipeline=a b',
  'sluice://open?pipeline=<script>',
  `sluice://open?pipeline=${'a'.repeat(70_000)}`,
])('deep link %.80s opens nothing', (link) => {
  expect(parseDeepLink(link)).toBeUndefined();
});

test('whatever a link says, what it names is a pipeline file by its whole path, or data', () => {
  fc.assert(
    fc.property(fc.string(), fc.constantFrom('file', 'pipeline'), (value, name) => {
      const opening = parseDeepLink(`sluice://open?${name}=${value}`);
      if (opening?.kind === 'linked-file') {
        expect(opening.path).toMatch(/^\/(?!\/).*\.sluice\.json$/i);
      } else if (opening !== undefined) {
        expect(opening.kind === 'pipeline' && opening.fragment).toMatch(/^#p=[\w-]+$/);
      }
    }),
  );
});

test('a command line opens pipelines and links, never flags', () => {
  expect(
    openingsOf(
      [
        '/opt/sluice',
        '--no-sandbox',
        'a.sluice.json',
        '/abs/b.sluice.json',
        'notes.txt',
        '.',
        'sluice://open?pipeline=xyz',
        'sluice://run?x=1',
      ],
      '/home/me',
    ),
  ).toEqual([
    { kind: 'file', path: '/home/me/a.sluice.json' },
    { kind: 'file', path: '/abs/b.sluice.json' },
    { kind: 'pipeline', fragment: '#p=xyz' },
  ]);
  expect(openingsOf(['x', ...Array<string>(99).fill('a.sluice.json')], '/')).toHaveLength(20);
});
