import { expect, test } from 'vitest';
import { parameterEntries } from './parameter-values.ts';

test('the value of the session goes before the default; without either there is none', () => {
  const parameters = {
    since: { type: 'DATE', default: '2024-01-01' },
    most: { type: 'INTEGER', default: 10 },
    region: { type: 'VARCHAR' },
    note: { type: 'VARCHAR', default: null },
  };
  const values = parameterEntries({ parameters }, { most: '', since: '2025-06-30' });
  expect(values.map(({ name, value }) => [name, value])).toEqual([
    ['since', '2025-06-30'],
    ['most', ''],
    ['region', undefined],
    ['note', 'NULL'],
  ]);
});
