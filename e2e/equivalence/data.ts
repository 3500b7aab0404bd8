/**
 * Rows that functions are tried on: nulls, empty and long texts, unicode, extremes of every type, zeros
 * of both signs, NaN and infinities, leap days and times before 1970. As one SQL query for DuckDB.
 */
const COLUMNS: Readonly<
  Record<string, { readonly type: string; readonly values: readonly string[] }>
> = {
  i: {
    type: 'INTEGER',
    values: ['0', '1', '-1', '7', '-12', '100', '2147483647', '-2147483648', 'NULL'],
  },
  j: { type: 'INTEGER', values: ['2', '3', '-5', 'NULL', '10', '1', '4', '12'] },
  b: {
    type: 'BIGINT',
    values: ['0', '5', '-3', '1234567890123', '-9007199254740993', 'NULL', '64'],
  },
  t: { type: 'TINYINT', values: ['0', '1', '-7', '127', 'NULL'] },
  d: {
    type: 'DOUBLE',
    values: [
      '0',
      "'-0.0'",
      '1.5',
      '2.5',
      '-2.5',
      '0.1',
      '1e8',
      '-123.456',
      "'nan'",
      "'inf'",
      "'-inf'",
      'NULL',
      '3.999',
    ],
  },
  p: { type: 'DOUBLE', values: ['0.5', '1', '2', '10', '0.001', '123.25', '7', 'NULL'] },
  m: {
    type: 'DECIMAL(12,2)',
    values: ['0', '1.25', '-1.25', '2.50', '99999.99', '-0.05', 'NULL', '12.34'],
  },
  s: {
    type: 'VARCHAR',
    values: [
      "''",
      "'a'",
      "'Hello World'",
      "'  padded  '",
      "'Ünïcödé ß'",
      "'🦆 duck'",
      "'a,b,,c'",
      "'123'",
      "'-4.5'",
      "'o''clock'",
      "'100%'",
      "'under_score'",
      "'back\\slash'",
      "'line1\nline2'",
      "'ABCabc'",
      'NULL',
      "'aaa'",
    ],
  },
  u: {
    type: 'VARCHAR',
    values: ["'a'", "'l'", "','", "''", "'World'", 'NULL', "'ß'", "'b'", "'🦆'"],
  },
  ok: { type: 'BOOLEAN', values: ['true', 'false', 'NULL'] },
  day: {
    type: 'DATE',
    values: [
      "'2024-02-29'",
      "'1970-01-01'",
      "'1969-12-31'",
      "'2023-12-31'",
      "'2021-01-03'",
      "'1900-03-01'",
      'NULL',
      "'2024-07-15'",
    ],
  },
  at: {
    type: 'TIMESTAMP',
    values: [
      "'2024-02-29 13:45:59.123456'",
      "'1970-01-01 00:00:00'",
      "'1969-12-31 23:59:59.5'",
      "'2023-12-31 23:59:59'",
      'NULL',
      "'2024-03-10 02:30:00'",
      "'2021-01-03 12:00:00'",
    ],
  },
  xs: {
    type: 'INTEGER[]',
    values: ['[1, 2, 3]', '[]', '[NULL, 5]', 'NULL', '[3, 1, 3, NULL]', '[-7]'],
  },
  ss: {
    type: 'VARCHAR[]',
    values: ["['a', 'b']", '[]', "[NULL, 'ß', '']", 'NULL', "['a', 'a', 'c']"],
  },
  st: {
    type: 'STRUCT(a INTEGER, b VARCHAR)',
    values: ["{'a': 1, 'b': 'x'}", 'NULL', "{'a': NULL, 'b': ''}"],
  },
  g: { type: 'VARCHAR', values: ["'north'", "'south'", 'NULL'] },
};

export const DATA_COLUMNS: readonly string[] = Object.keys(COLUMNS);

/** @param rows how many; columns repeat their values with periods that differ, so that most pairs meet */
export function dataQuery(rows = 120): string {
  const lines = Array.from({ length: rows }, (_, row) => {
    const cells = Object.values(COLUMNS).map(({ type, values }, at) => {
      const value =
        values[(row * (at + 1) + Math.floor(row / values.length)) % values.length] ?? 'NULL';
      return `CAST(${value} AS ${type})`;
    });
    return `(${row}, ${cells.join(', ')})`;
  });
  return `SELECT * FROM (VALUES ${lines.join(',\n')}) AS rows("row", ${DATA_COLUMNS.map((name) => `"${name}"`).join(', ')})`;
}
