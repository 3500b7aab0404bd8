import { expect, test } from 'vitest';
import { parseType } from './parse-type.ts';
import type { Schema } from './schema.ts';
import { mismatchedKeys, sureKey, suggestKeys } from './join-keys.ts';

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

const offers = (
  left: Readonly<Record<string, string>>,
  right: Readonly<Record<string, string>>,
  names?: Parameters<typeof suggestKeys>[3],
): readonly string[] =>
  suggestKeys([], schema(left), schema(right), names).map((key) => `${key.left} = ${key.right}`);

test.each([['customers'], ['Customer'], ['data/customers']])(
  'the id of %s is what customer_id points at, on either side',
  (table) => {
    const names = { left: ['orders'], right: [table.split('/').at(-1) ?? ''] };
    const bought = { id: 'BIGINT', customer_id: 'BIGINT' };
    const people = { id: 'BIGINT', name: 'VARCHAR' };
    expect(offers(bought, people, names)[0]).toBe('customer_id = id');
    expect(offers(people, bought, { left: names.right, right: names.left })[0]).toBe(
      'id = customer_id',
    );
  },
);

test('plurals of other forms, and other ends of names', () => {
  const on = (column: string, id: string, table: string): readonly string[] =>
    offers({ [column]: 'BIGINT' }, { [id]: 'BIGINT' }, { left: [], right: [table] });
  expect(on('countryCode', 'code', 'countries')).toEqual(['countryCode = code']);
  expect(on('address_no', 'No', 'addresses')).toEqual(['address_no = No']);
  expect(on('Box-ID', 'id', 'boxes')).toEqual(['Box-ID = id']);
});

test('one name in two spellings, and an id of a table of another name', () => {
  expect(offers({ CustomerID: 'BIGINT' }, { customer_id: 'BIGINT' })).toEqual([
    'CustomerID = customer_id',
  ]);
  expect(offers({ buyer_id: 'BIGINT' }, { id: 'BIGINT' })).toEqual(['buyer_id = id']);
  // Something better is there.
  expect(
    offers({ buyer_id: 'BIGINT', x_key: 'BIGINT' }, { id: 'BIGINT', x_key: 'BIGINT' }),
  ).toEqual(['x_key = x_key']);
});

test('only what looks like a key is sure', () => {
  const sure = (
    left: Readonly<Record<string, string>>,
    right: Readonly<Record<string, string>>,
    table = 'customers',
  ) => sureKey(schema(left), schema(right), { left: ['orders'], right: [table] });
  expect(sure({ id: 'BIGINT', customer_id: 'BIGINT' }, { id: 'BIGINT' })).toEqual({
    left: 'customer_id',
    right: 'id',
  });
  expect(sure({ day: 'DATE' }, { day: 'DATE' })).toBeUndefined();
  expect(sure({ buyer_id: 'BIGINT' }, { id: 'BIGINT' })).toBeUndefined();
});

test('what cannot be compared is never offered, nor what has nothing to do with it', () => {
  const names = { left: [], right: ['customers'] };
  expect(offers({ customer_id: 'VARCHAR' }, { id: 'BIGINT' }, names)).toEqual([]);
  expect(offers({ paid: 'BIGINT' }, { id: 'BIGINT' }, names)).toEqual([]);
  expect(offers({ id: 'BIGINT' }, { name: 'BIGINT' }, names)).toEqual([]);
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
