import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Credential } from '../contract/credential.ts';
import { EngineFailure } from '../contract/errors.ts';
import { describeCredential, parseCredential } from './credential-text.ts';

const SALES: Credential = {
  kind: 'postgres',
  host: 'db.example',
  port: 5432,
  database: 'sales',
  user: 'analyst',
  password: 'secret',
  tls: 'require',
};

const parse = (text: string): Credential => parseCredential(text, 'SLUICE_CREDENTIAL_SALES');

function failure(text: string): EngineFailure {
  try {
    parse(text);
  } catch (thrown) {
    if (thrown instanceof EngineFailure) return thrown;
    throw thrown;
  }
  throw new Error('It was taken.');
}

describe('URLs', () => {
  test.each<[string, Partial<Credential>]>([
    ['postgres://analyst:secret@db.example:5432/sales?tls=require', {}],
    ['postgresql://analyst:secret@db.example/sales', {}],
    ['  postgres://analyst:secret@db.example/sales\n', {}],
    ['postgres://analyst:secret@db.example/sales?sslmode=verify-full', { tls: 'verify' }],
    ['postgres://analyst:secret@db.example/sales?sslmode=disable', { tls: 'off' }],
    ['mysql://analyst:secret@db.example/sales', { kind: 'mysql', port: 3306 }],
    ['mariadb://analyst:secret@db.example:3307/sales', { kind: 'mysql', port: 3307 }],
    ['postgres://analyst:secret@localhost/sales', { host: 'localhost', tls: 'off' }],
    ['postgres://analyst:secret@127.0.0.1/sales', { host: '127.0.0.1', tls: 'off' }],
    ['postgres://analyst:secret@[::1]:99/sales', { host: '::1', port: 99, tls: 'off' }],
    ['postgres://analyst:secret@127.evil.example/sales', { host: '127.evil.example' }],
    ['postgres://db.example/sales', { user: '', password: '' }],
    [
      'postgres://a%40b:p%3A%2F%3F%23%25%20@db.example/my%20sales',
      { user: 'a@b', password: 'p:/?#% ', database: 'my sales' },
    ],
  ])('%s', (text, differs) => {
    expect(parse(text)).toEqual({ ...SALES, ...differs });
  });

  test('any user, password and database survive', () => {
    const text = fc.string({ minLength: 1, unit: 'grapheme' });
    fc.assert(
      fc.property(text, text, text, (user, password, database) => {
        const [u, p, d] = [user, password, database].map(encodeURIComponent);
        fc.pre(!/^\.{1,2}$|^(%2e){1,2}$/i.test(d ?? ''));
        expect(parse(`mysql://${u}:${p}@db.example/${d}`)).toMatchObject({
          user,
          password,
          database,
        });
      }),
    );
  });
});

test('JSON, with and without what has a default', () => {
  expect(parse(JSON.stringify(SALES))).toEqual(SALES);
  const { port: _port, tls: _tls, ...rest } = SALES;
  expect(parse(JSON.stringify(rest))).toEqual(SALES);
});

test.each([
  ['', 'neither a URL nor a JSON object'],
  ['sales', 'neither a URL nor a JSON object'],
  ['http://analyst:hunter2@db.example/sales', 'no kind of database'],
  ['postgres://analyst:hunter2@db.example', 'wrong or missing: database'],
  ['postgres://analyst:hunter2@/sales', 'neither a URL'],
  ['postgres://analyst:hunter2@db.example:99999/sales', 'neither a URL'],
  ['postgres://analyst:1#hunter2@db.example/sales', 'it has a #'],
  ['postgres://analyst:12?hunter2@db.example/sales', 'what stands after the ?'],
  ['postgres://analyst:hunter2%@db.example/sales', 'it has a %'],
  ['postgres://analyst:x@db.example/sales?tls=hunter2', 'what stands after the ?'],
  ['postgres://analyst:x@db.example/sales?tls=off&password=hunter2', 'what stands after the ?'],
  ['postgres://analyst:x@db.example/sales?sslmode=prefer', 'what stands after the ?'],
  ['{"kind": "postgres", "password": "hunter2"', 'it is no JSON'],
  ['{"kind": "oracle", "password": "hunter2"}', 'wrong or missing: kind, host'],
  ['{"kind": "postgres", "host": "h", "port": "hunter2"}', 'wrong or missing: port, database'],
  [JSON.stringify({ ...SALES, hunter2: 1 }), 'a field that it does not have'],
])('%s is refused, and no part of it is repeated', (text, message) => {
  const { error } = failure(text);
  expect(error).toMatchObject({ kind: 'user', code: 'credential-invalid' });
  expect(error.message).toContain('SLUICE_CREDENTIAL_SALES is no credential');
  expect(error.message).toContain(message);
  expect(error.hint).toMatch(/[Ww]rite|It has/);
  expect(JSON.stringify(error)).not.toMatch(/hunter2/);
});

test('what is told of one has no password', () => {
  expect(describeCredential(SALES)).toBe('analyst@db.example:5432/sales');
  expect(describeCredential({ ...SALES, user: '', host: '::1' })).toBe('[::1]:5432/sales');
});
