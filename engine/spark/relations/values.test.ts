/** Tables in the pipeline: nested cells as the step writes them. */
import { expect, test } from 'vitest';
import { cellLiteral } from '../../../nodes/input/inline/cell.ts';
import type { Cell } from '../../../nodes/input/inline/cell.ts';
import { parseType } from '../../contract/parse-type.ts';
import { ex } from '../../contract/expression.ts';
import { expressionSql } from '../print/spark-sql.ts';
import { valuesFrame } from './values.ts';

function cellSql(text: string, cell: Cell): string {
  const type = parseType(text);
  const literal = cellLiteral(cell, type);
  if (literal === undefined) throw new Error('no such value');
  const frame = valuesFrame({
    format: 'inline',
    columns: [{ name: 'c', type }],
    rows: [[literal]],
  });
  const [value] = frame.kind === 'values' ? (frame.rows[0] ?? []) : [];
  if (value === undefined) throw new Error('no rows');
  return expressionSql(value);
}

test.each<[type: string, cell: Cell, sql: string]>([
  ['INTEGER', 3, '3'],
  ['VARCHAR', null, 'CAST(NULL AS STRING)'],
  ['INTEGER[]', [1, null, -2], 'CAST(array(1, CAST(NULL AS INT), -2) AS ARRAY<INT>)'],
  ['VARCHAR[]', [], 'CAST(array() AS ARRAY<STRING>)'],
  ['VARCHAR[]', null, 'CAST(NULL AS ARRAY<STRING>)'],
  [
    'VARCHAR[]',
    ["it's", 'a, b', '\\', 'NULL', ']'],
    `CAST(array('it\\'s', 'a, b', '\\\\', 'NULL', ']') AS ARRAY<STRING>)`,
  ],
  [
    'DATE[][]',
    [['2024-02-29'], null],
    "CAST(array(CAST(array(DATE '2024-02-29') AS ARRAY<DATE>), CAST(NULL AS ARRAY<DATE>)) AS ARRAY<ARRAY<DATE>>)",
  ],
  [
    'STRUCT(a INTEGER, "b c" VARCHAR)',
    { a: 1, 'b c': 'x: {y}' },
    "CAST(named_struct('a', 1, 'b c', 'x: {y}') AS STRUCT<`a`: INT, `b c`: STRING>)",
  ],
  [
    'MAP(VARCHAR, DOUBLE)',
    { k: 1.5, 'l=m': null },
    "CAST(map('k', 1.5D, 'l=m', CAST(NULL AS DOUBLE)) AS MAP<STRING, DOUBLE>)",
  ],
])('%s %j', (type, cell, sql) => {
  expect(cellSql(type, cell)).toBe(sql);
});

test('text that is written in another way is refused', () => {
  const columns = [{ name: 'c', type: parseType('INTEGER[]') }];
  const rows = [[ex.literal('INTEGER[]', '[1,2]')]];
  expect(() => valuesFrame({ format: 'inline', columns, rows })).toThrow(/cannot be read/);
});
