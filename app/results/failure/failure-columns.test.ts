import { expect, test } from 'vitest';
import { scalar } from '../../../engine/contract/schema.ts';
import { failureColumns } from './failure-columns.ts';

const schema = Array.from({ length: 30 }, (_, i) => ({ name: `c${i}`, type: scalar('INTEGER') }));

test('what is concerned is shown wherever it stands, with the first columns beside it', () => {
  const shown = failureColumns(schema, ['C20', 'c1']);
  expect(shown.map(({ name }) => name)).toEqual('c0 c1 c2 c3 c4 c5 c6 c20'.split(' '));
  expect(shown.filter(({ isConcerned }) => isConcerned).map(({ index }) => index)).toEqual([1, 20]);
});

test('there is a bound to how many', () => {
  expect(
    failureColumns(
      schema,
      schema.map(({ name }) => name),
    ),
  ).toHaveLength(16);
  expect(failureColumns(schema.slice(0, 2), [])).toHaveLength(2);
});
