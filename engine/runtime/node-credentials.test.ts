import { expect, test } from 'vitest';
import {
  createNodeCredentials,
  credentialVariable,
  environmentCredentialNames,
} from './node-credentials.ts';
import { createMemorySecrets } from './secret-store.ts';

const url = (host: string): string => `postgres://u:hunter2@${host}/d`;

test('a name is found in the environment first, then in the keyring', async () => {
  const keyring = createMemorySecrets();
  await keyring.put('both', url('keyring.example'));
  await keyring.put('kept', JSON.stringify({ ...JSON.parse(EXAMPLE), host: 'kept.example' }));
  const env = { SLUICE_CREDENTIAL_BOTH: url('env.example'), SLUICE_CREDENTIAL_EMPTY: ' ' };
  const source = createNodeCredentials({ env, keyring: () => Promise.resolve(keyring) });
  await expect(source.resolve('both')).resolves.toMatchObject({ host: 'env.example' });
  await expect(source.resolve('kept')).resolves.toMatchObject({ host: 'kept.example' });
  await expect(source.resolve('empty')).rejects.toMatchObject({
    error: {
      kind: 'user',
      code: 'credential-missing',
      message: 'There is no credential named empty.',
      hint: expect.stringContaining('SLUICE_CREDENTIAL_EMPTY'),
    },
  });
});

const EXAMPLE =
  '{"kind":"mysql","host":"h","port":1,"database":"d","user":"u","password":"p","tls":"off"}';

test('a keyring is opened once, and only when it is needed', async () => {
  let opened = 0;
  const source = createNodeCredentials({
    env: { SLUICE_CREDENTIAL_A: url('a.example') },
    keyring: () => {
      opened += 1;
      return Promise.resolve(undefined);
    },
  });
  await source.resolve('a');
  expect(opened).toBe(0);
  for (const name of ['b', 'c']) {
    await expect(source.resolve(name)).rejects.toThrow(`no credential named ${name}`);
  }
  expect(opened).toBe(1);
});

test('a keyring that nobody unlocks is told as that', async () => {
  const locked = () => Promise.reject(new Error('unlock prompt was dismissed'));
  const source = createNodeCredentials({
    env: {},
    keyring: () => Promise.resolve({ get: locked, put: locked, remove: locked }),
  });
  await expect(source.resolve('warehouse')).rejects.toMatchObject({
    error: {
      kind: 'operational',
      code: 'credentials-locked',
      hint: expect.stringContaining('SLUICE_CREDENTIAL_WAREHOUSE'),
    },
  });
});

test('names of variables', () => {
  expect(credentialVariable('my-warehouse_2')).toBe('SLUICE_CREDENTIAL_MY_WAREHOUSE_2');
  const env = {
    SLUICE_CREDENTIAL_B: 'x',
    SLUICE_CREDENTIAL_A: 'x',
    SLUICE_CREDENTIAL_C: '',
    PATH: 'x',
  };
  expect(environmentCredentialNames(env)).toEqual(['a', 'b']);
});
