import { expect, test } from 'vitest';
import { formOf, readForm, withServer } from './cluster-form.ts';

const FORM = { ...formOf(undefined), name: 'lab', host: 'spark.example' };

test('what is typed becomes the connection that commands know', () => {
  expect(
    readForm(
      {
        ...FORM,
        caFile: ' /etc/ssl/farm.pem ',
        cores: '64',
        defaultSink: 's3a://results',
        shared: [
          { here: '/mnt/data', there: 's3a://data' },
          { here: ' ', there: '' },
        ],
        token: 'secret',
      },
      ['farm'],
    ),
  ).toEqual({
    ok: true,
    name: 'lab',
    connection: {
      kind: 'spark-connect',
      host: 'spark.example',
      port: 15_002,
      tls: 'verify',
      caFile: '/etc/ssl/farm.pem',
      cores: 64,
      defaultSink: 's3a://results',
      shared: { '/mnt/data': 's3a://data' },
    },
    token: 'secret',
  });
});

test('each mistake is told at its field', () => {
  const wrong = {
    name: 'Lab 1',
    host: 'spark.example:15002',
    port: '70000',
    cores: '0',
    defaultSink: '/results',
    shared: [
      { here: '/mnt/data', there: 's3a://data' },
      { here: '/mnt/more', there: 'more' },
      { here: '', there: 's3a://x' },
    ],
    token: 'two words',
  };
  const read = readForm({ ...FORM, ...wrong }, []);
  expect([...(read.ok ? [] : read.wrong)].sort()).toEqual([
    ...['cores', 'defaultSink', 'host', 'name', 'port', 'shared.1', 'shared.2', 'token'],
  ]);
  expect(readForm(FORM, ['lab'])).toEqual({ ok: false, wrong: new Set(['name']) });
  expect(readForm({ ...FORM, host: '' }, [])).toEqual({ ok: false, wrong: new Set(['host']) });
});

test('a cluster that is edited keeps what the form does not show, and its token unless told otherwise', () => {
  const connection = {
    kind: 'spark-connect' as const,
    host: '::1',
    port: 7,
    tls: 'off' as const,
    shared: {},
    submit: { master: 'yarn', deployMode: 'client' as const, conf: {} },
  };
  const form = formOf({ name: 'lab', connection, kept: 'file', token: 'keyring' });
  expect(readForm(form, [], connection)).toEqual({ ok: true, name: 'lab', connection });
  expect(readForm({ ...form, forgetsToken: true }, [], connection)).toMatchObject({ token: null });
});

test('an address of Spark is taken apart, and encryption follows the server until somebody chooses', () => {
  const typed = (host: string, further = {}) => withServer({ ...FORM, host, ...further });
  expect(typed('sc://127.0.0.1:4040')).toMatchObject({
    host: '127.0.0.1',
    port: '4040',
    tls: 'off',
  });
  expect(typed('sc://spark.example:443/;use_ssl=true')).toMatchObject({
    host: 'spark.example',
    port: '443',
    tls: 'verify',
  });
  expect(typed('localhost').tls).toBe('off');
  expect(typed('spark.example.org', { tls: 'off', hasChosenTls: true }).tls).toBe('off');
  const read = readForm(withServer({ ...FORM, host: '127.0.0.1:4040' }), []);
  expect(read).toEqual({ ok: false, wrong: new Set(['host']) });
});
