import { expect, test } from 'vitest';
import { EMPTY, readForm, withKind } from './new-credential.ts';

const FILLED = { ...EMPTY, name: ' warehouse ', database: 'sales', user: 'ann', password: 's' };

test('a form that is filled is a credential', () => {
  expect(readForm(FILLED)).toEqual({
    ok: true,
    name: 'warehouse',
    credential: {
      kind: 'postgres',
      host: 'localhost',
      port: 5432,
      database: 'sales',
      user: 'ann',
      password: 's',
      tls: 'off',
    },
  });
});

test.each([
  ['name', 'My Warehouse'],
  ['name', ''],
  ['host', ''],
  ['port', '54 32'],
  ['port', '0'],
  ['port', ''],
  ['database', ''],
] as const)('%s %j is wrong, and nothing else', (key, value) => {
  const read = readForm({ ...FILLED, [key]: value });
  expect(read.ok ? [] : [...read.wrong]).toEqual([key]);
});

test('another kind of database has another port, unless one was typed', () => {
  expect(withKind(EMPTY, 'mysql').port).toBe('3306');
  expect(withKind({ ...EMPTY, port: '6000' }, 'mysql').port).toBe('6000');
});
