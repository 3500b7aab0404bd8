import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseType } from '../contract/parse-type.ts';
import type { Schema } from '../contract/schema.ts';
import type { Cell } from '../values/cell.ts';
import { compareRows, type ComparedTable } from './compare-rows.ts';

const schemaOf = (columns: Readonly<Record<string, string>>): Schema =>
  Object.entries(columns).map(([name, type]) => ({ name, type: parseType(type) }));

const cell = (value: string | null): Cell => {
  if (value === null) return null;
  return {
    kind: /^-?[\d.]+(?:e[+-]\d+)?$|^nan$|^-?inf$/.test(value) ? 'number' : 'text',
    text: value,
  };
};

const table = (
  columns: Readonly<Record<string, string>>,
  rows: readonly (readonly (string | null)[])[],
): ComparedTable => ({ schema: schemaOf(columns), rows: rows.map((row) => row.map(cell)) });

const CITIES = { id: 'INTEGER', city: 'VARCHAR', mean: 'DOUBLE' };

const value = fc.oneof(fc.constant(null), fc.constantFrom('a', 'b', '', 'ß', 'NULL', '=x'));
const float = fc.oneof(
  fc.constantFrom('0.0', '-0.0', 'nan', 'inf', '-inf', '0.1', '1e+300'),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.constant(null),
);
const rowsOfTest = fc.array(fc.tuple(value, float, value), { maxLength: 40 });
const THREE = { a: 'VARCHAR', f: 'DOUBLE', b: 'VARCHAR' };

describe('rows of two places', () => {
  test('are equal in any order', () => {
    const shuffled = rowsOfTest.chain((rows) =>
      fc.tuple(
        fc.constant(rows),
        fc.shuffledSubarray(rows, { minLength: rows.length, maxLength: rows.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([rows, others]) => {
        const found = compareRows(table(THREE, rows), table(THREE, others));
        expect(found).toMatchObject({ equal: true, same: rows.length, different: [] });
      }),
    );
  });

  test('of which one cell is changed: it is found, and nothing else', () => {
    const changed = fc
      .array(fc.tuple(value, value), { minLength: 1, maxLength: 30 })
      .chain((rows) => fc.tuple(fc.constant(rows), fc.nat({ max: rows.length - 1 })));
    fc.assert(
      fc.property(changed, fc.constantFrom(1, 2), ([values, at], column) => {
        const columns = { id: 'INTEGER', a: 'VARCHAR', b: 'VARCHAR' };
        const rows = values.map(([a, b], id) => [String(id), a, b]);
        const others = rows.map((row, i) =>
          i === at ? row.map((each, c) => (c === column ? 'another' : each)) : row,
        );
        const found = compareRows(table(columns, rows), table(columns, others.toReversed()));
        expect(found).toMatchObject({
          equal: false,
          same: rows.length - 1,
          unequal: { here: 1, there: 1 },
          different: [{ here: rows[at], there: others[at], cells: [column === 1 ? 'a' : 'b'] }],
        });
      }),
    );
  });

  test('of which one is there twice have a row too many', () => {
    const found = compareRows(
      table(CITIES, [['1', 'Oslo', '2.5']]),
      table(CITIES, [
        ['1', 'Oslo', '2.5'],
        ['1', 'Oslo', '2.5'],
      ]),
    );
    expect(found).toMatchObject({
      equal: false,
      rows: { here: 1, there: 2 },
      unequal: { here: 0, there: 1 },
      different: [{ there: ['1', 'Oslo', '2.5'], cells: [] }],
    });
  });

  test('may differ in the last digits of floats, those in lists too, and in the sign of zero', () => {
    const columns = { id: 'INTEGER', f: 'DOUBLE', xs: 'STRUCT(x DOUBLE)[]' };
    const rows = (shift: (x: number) => string): ComparedTable => ({
      schema: schemaOf(columns),
      rows: Array.from({ length: 50 }, (_, i) => [
        null,
        cell(i === 0 ? (shift(1) === '1' ? '0.0' : '-0.0') : shift(i / 7)),
        {
          kind: 'list',
          items: [{ kind: 'struct', fields: [['x', cell(shift(i / 3 + 1))]] }],
        },
      ]),
    });
    const here = rows(String);
    const there = rows((x) => String(x * (1 + 2e-10)));
    const found = compareRows(here, { ...there, rows: there.rows.toReversed() });
    expect(found).toMatchObject({ equal: true, same: 0, close: 50 });
    const far = rows((x) => String(x * (1 + 2e-8)));
    expect(compareRows(here, far)).toMatchObject({ equal: false, unequal: { here: 50 } });
  });

  test('may hold nearly the same floats many times, and nulls among them', () => {
    const columns = { f: 'DOUBLE', g: 'DOUBLE' };
    const rows = (factor: number) =>
      Array.from({ length: 3000 }, (_, i) => [
        i % 5 === 0 ? null : String(((i % 4) / 7) * factor),
        i % 3 === 0 ? null : String(((i % 10) / 3) * factor),
      ]);
    const near = compareRows(table(columns, rows(1)), table(columns, rows(1 + 1e-12).toReversed()));
    expect(near).toMatchObject({ equal: true, unequal: { here: 0, there: 0 } });
    expect(near.same + near.close).toBe(3000);
  });

  test.each([
    ['DECIMAL(12,2)', '10.00', '10.01'],
    ['DOUBLE', 'nan', null],
    ['DOUBLE', 'inf', '-inf'],
    ['DOUBLE', '1e+300', 'inf'],
    ['VARCHAR', 'NULL', null],
    ['VARCHAR', '', null],
    ['TIMESTAMP', '2024-01-01 00:00:00', '2024-01-01 00:00:00.000001'],
  ])('of type %s: %s is not %s', (type, a, b) => {
    const columns = { id: 'INTEGER', v: type };
    const found = compareRows(table(columns, [['1', a]]), table(columns, [['1', b]]));
    expect(found).toMatchObject({ equal: false, different: [{ cells: ['v'] }] });
  });

  test('pairs what differs with the row that has most in common, the rare values first', () => {
    const columns = { id: 'INTEGER', flag: 'VARCHAR', n: 'BIGINT', m: 'BIGINT' };
    const here = [
      ['1', 'x', '10', '1'],
      ['2', 'x', '20', '2'],
      ['3', 'y', '30', '3'],
    ];
    const there = [
      ['3', 'x', '31', '4'],
      ['2', 'y', '21', '5'],
      ['4', 'z', '40', '6'],
    ];
    const { different, unequal } = compareRows(table(columns, here), table(columns, there));
    expect(unequal).toEqual({ here: 3, there: 3 });
    expect(different).toEqual([
      { here: here[0], cells: [] },
      { here: here[1], there: there[1], cells: ['flag', 'n', 'm'] },
      { here: here[2], there: there[0], cells: ['flag', 'n', 'm'] },
      { there: there[2], cells: [] },
    ]);
  });

  test('of a single row are that row, whatever differs', () => {
    const columns = { total: 'BIGINT' };
    const { different } = compareRows(table(columns, [['1']]), table(columns, [['2']]));
    expect(different).toEqual([{ here: ['1'], there: ['2'], cells: ['total'] }]);
  });

  test('are counted whole, however few are given', () => {
    const rows = (from: number) => Array.from({ length: 5000 }, (_, i) => [String(from + i)]);
    const columns = { id: 'INTEGER' };
    const found = compareRows(table(columns, rows(0)), table(columns, rows(10_000)));
    expect(found).toMatchObject({ unequal: { here: 5000, there: 5000 }, truncated: true });
    expect(found.different).toHaveLength(1000);
  });

  test('have other columns, or the same in other types', () => {
    const here = table({ id: 'INTEGER', Name: 'VARCHAR', x: 'BIGINT' }, [['1', 'a', '5']]);
    const there = table({ name: 'VARCHAR', id: 'INTEGER', x: 'INTEGER', y: 'DOUBLE' }, [
      ['a', '1', '5', '0.5'],
    ]);
    expect(compareRows(here, there)).toMatchObject({
      equal: false,
      same: 1,
      onlyHere: [],
      onlyThere: ['y'],
      types: [{ name: 'x', here: 'BIGINT', there: 'INTEGER' }],
    });
  });

  test('are in another order, unless only rows with the same keys have changed places', () => {
    const columns = { id: 'INTEGER', k: 'VARCHAR' };
    const rows = [
      ['1', 'a'],
      ['2', 'a'],
      ['3', 'b'],
    ];
    const compare = (at: readonly number[]) =>
      compareRows(
        table(columns, rows),
        table(
          columns,
          at.map((i) => rows[i] ?? []),
        ),
        { sortedBy: ['k'] },
      );
    expect(compare([1, 0, 2])).toMatchObject({ equal: true });
    expect(compare([0, 2, 1])).toMatchObject({ equal: false, order: { row: 1, by: ['k'] } });
  });
});
