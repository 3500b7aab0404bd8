import { expect, test } from 'vitest';
import { parseConnectionText } from './connection-text.ts';

const parse = (text: string) => parseConnectionText(text, 'It');

test('a connection is read as Spark writes it', () => {
  expect(parse('sc://127.0.0.1').connection).toMatchObject({
    host: '127.0.0.1',
    port: 15_002,
    tls: 'off',
  });
  expect(parse('sc://[::1]:99/').connection).toMatchObject({ host: '::1', port: 99, tls: 'off' });
  // Off this computer nothing goes unencrypted unless that is said.
  expect(parse('sc://spark.example').connection.tls).toBe('verify');
  expect(parse('sc://spark.example/;use_ssl=false').connection.tls).toBe('off');
  expect(parse('sc://spark.example:443/;user_id=me;token=a%3Bb;use_ssl=true')).toMatchObject({
    connection: { host: 'spark.example', port: 443, tls: 'verify', user: 'me' },
    token: 'a;b',
  });
});

test.each([
  'sc://',
  'sc://me:secret@host',
  'sc://host:99999999',
  'sc://host:70000',
  'sc://host/secret',
  'sc://host/;secret',
  'sc://host/;token=%secret',
  'sc://host/;token=secret;token=secret',
  'sc://host/;use_ssl=secret',
])('%s is refused, and no part of it is repeated', (text) => {
  let thrown: unknown;
  try {
    parse(text);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toMatchObject({ error: { kind: 'user', code: 'connection-invalid' } });
  expect(JSON.stringify(thrown)).not.toContain('secret');
});
