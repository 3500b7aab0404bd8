import { expect, test } from 'vitest';
import { parseType } from '../../../engine/contract/parse-type.ts';
import type { Schema } from '../../../engine/contract/schema.ts';
import { mismatchedKeys, suggestKeys } from './join-keys.ts';

const schema = (columns: Readonly<Record<string, string>>): Schema =>
  Object.entries(columns).map(([name, type]) => ({ name, type: parseType(type) }));

const orders = schema({ note: 'VARCHAR', customer_id: 'BIGINT', day: 'DATE', tags: 'VARCHAR[]' });
const customers = schema({
  Customer_ID: 'INTEGER',
  day: 'TIMESTAMP',
  note: 'VARCHAR',
  tags: 'INTEGER[]',
});

test('columns of one name are offered, keys first, unless their types never meet', () => {
  expect(suggestKeys([], orders, customers)).toEqual([
    { left: 'customer_id', right: 'Customer_ID' },
    { left: 'note', right: 'note' },
    { left: 'day', right: 'day' },
  ]);
  expect(
    suggestKeys([{ left: 'NOTE', right: 'x' }], orders, customers).map(({ left }) => left),
  ).toEqual(['customer_id', 'day']);
});

test('keys of different kinds are told', () => {
  const keys = [
    { left: 'customer_id', right: 'customer_id' },
    { left: 'note', right: 'customer_id' },
    { left: 'missing', right: 'note' },
  ];
  expect(mismatchedKeys(keys, orders, customers)).toEqual([
    { left: 'note', right: 'customer_id', leftType: 'VARCHAR', rightType: 'INTEGER' },
  ]);
});
