import { expect, test } from 'vitest';
import { createToken, hasToken, isOurHost, isOurOrigin } from './access.ts';

test.each([
  ['127.0.0.1:4173', true],
  ['localhost:4173', true],
  ['[::1]:4173', true],
  ['localhost', false],
  ['localhost:4174', false],
  ['evil.example:4173', false],
  ['127.0.0.1.evil.example:4173', false],
  ['localhost:4173.evil.example', false],
  ['user@localhost:4173', false],
  ['LOCALHOST:4173 ', false],
  ['0.0.0.0:4173', false],
  ['', false],
  [undefined, false],
])('host %s of port 4173: %s', (host, ours) => {
  expect(isOurHost(host, 4173)).toBe(ours);
});

test('the port of HTTP is not written', () => {
  expect(isOurHost('localhost', 80)).toBe(true);
});

test.each([
  ['http://localhost:4173', true],
  ['https://localhost:4173', false],
  ['http://localhost:4174', false],
  ['http://127.0.0.1:4173', false],
  ['http://localhost:4173.evil.example', false],
  ['null', false],
  ['file://', false],
])('origin %s of a page of localhost:4173: %s', (origin, ours) => {
  expect(isOurOrigin(origin, 'localhost:4173')).toBe(ours);
});

test('tokens are long, new each time, and fit into a subprotocol', () => {
  const [one, two] = [createToken(), createToken()];
  expect(one).toMatch(/^[A-Za-z0-9_-]{43}$/);
  expect(one).not.toBe(two);
});

test('a token counts whole, and with the protocol beside it', () => {
  const token = createToken();
  expect(hasToken(`sluice.1, token.${token}`, token)).toBe(true);
  for (const wrong of [
    undefined,
    '',
    'sluice.1',
    `token.${token}`,
    `sluice.2, token.${token}`,
    `sluice.1, token.${token.slice(1)}`,
    `sluice.1, token.${token}x`,
    `sluice.1, token.${createToken()}`,
    'sluice.1, token.',
    `sluice.1, ${token}`,
  ]) {
    expect(hasToken(wrong, token), wrong).toBe(false);
  }
});
