/** A row of every type, for comparing what different writers make of it. */

/** [column, type, values]: texts in SQL. */
export const SAMPLES: readonly (readonly [string, string, readonly string[]])[] = [
  ['c_boolean', 'BOOLEAN', ['true', 'false']],
  ['c_tinyint', 'TINYINT', ['-128', '127']],
  ['c_smallint', 'SMALLINT', ['-32768', '32767']],
  ['c_integer', 'INTEGER', ['-2147483648', '2147483647']],
  [
    'c_bigint',
    'BIGINT',
    [
      '-9223372036854775808',
      '9223372036854775807',
      '0',
      '-1',
      '4294967296',
      '-4294967296',
      '9007199254740991',
      '9007199254740992',
      '-9007199254740993',
      '999999999',
      '1000000000',
    ],
  ],
  [
    'c_hugeint',
    'HUGEINT',
    [
      "'-170141183460469231731687303715884105728'",
      '170141183460469231731687303715884105727',
      '-1',
      '0',
      '18446744073709551616',
      '-9007199254740993',
      '1000000000000000000',
    ],
  ],
  ['c_utinyint', 'UTINYINT', ['0', '255']],
  ['c_usmallint', 'USMALLINT', ['0', '65535']],
  ['c_uinteger', 'UINTEGER', ['0', '4294967295']],
  ['c_ubigint', 'UBIGINT', ['0', '18446744073709551615', '9007199254740992', '4294967296']],
  [
    'c_uhugeint',
    'UHUGEINT',
    ['0', '340282366920938463463374607431768211455', '18446744073709551616', '12'],
  ],
  ['c_float', 'FLOAT', ['0.1', "'nan'", "'-inf'", '1e30', '-0.0', '16777216', '3.4e38', '1e-40']],
  [
    'c_double',
    'DOUBLE',
    [
      '0.1',
      "'nan'",
      "'inf'",
      '1e300',
      "'-0'",
      '1',
      '1e15',
      '1e17',
      '123456789.125',
      '5e-324',
      '1e-5',
      '1e21',
      '1e16',
      '9999999999999998',
      '0.0001',
      '-0.00012345',
      '0.3333333333333333',
      '-1234.5',
      '99999999999999.99',
      "'-inf'",
    ],
  ],
  [
    'c_varchar',
    'VARCHAR',
    [
      "''",
      "'hä 😀'",
      "'a,b'",
      '\'say "x"\'',
      "'two' || chr(10) || 'lines'",
      'chr(13)',
      "' edge '",
      "'NULL'",
      "chr(9) || chr(1) || '\\'",
      "'#x'",
      "'x#'",
      'chr(31) || chr(127)',
    ],
  ],
  ['c_blob', 'BLOB', ["'\\x00\\xAA'", "'abc\"'", "''"]],
  ['c_bit', 'BIT', ["'10101'", "'0'", "'1111111100000000'"]],
  [
    'c_uuid',
    'UUID',
    ["'f47ac10b-58cc-4372-a567-0e02b2c3d479'", "'00000000-0000-0000-0000-000000000000'"],
  ],
  [
    'c_date',
    'DATE',
    [
      "'2024-02-29'",
      "'0044-03-15 (BC)'",
      "'infinity'",
      "'-infinity'",
      "'12024-01-01'",
      "'0001-01-01'",
      "'0001-12-31 (BC)'",
      "'5881580-07-10'",
      "'5877642-06-25 (BC)'",
      "'1900-02-28'",
      "'2000-03-01'",
    ],
  ],
  [
    'c_time',
    'TIME',
    ["'12:00:00.123456'", "'24:00:00'", "'00:00:00'", "'01:02:03.5'", "'23:59:59.000001'"],
  ],
  [
    'c_timetz',
    'TIME WITH TIME ZONE',
    ["'12:00:00+05:30'", "'00:00:00.5-15:59:59'", "'23:59:59+00'", "'01:00:00-01'"],
  ],
  [
    'c_timestamp',
    'TIMESTAMP',
    [
      "'2024-01-01 12:34:56.789'",
      "'infinity'",
      "'-infinity'",
      "'1969-12-31 23:59:59.999999'",
      "'0044-03-15 (BC) 10:00:00'",
      "'294247-01-10 04:00:54.775806'",
      "'290309-12-22 (BC) 00:00:00'",
      "'0001-01-01 00:00:00.000001'",
      "'2500-06-30 23:59:59.9'",
    ],
  ],
  ['c_timestamp_s', 'TIMESTAMP_S', ["'2024-01-01 00:00:00'", "'1900-01-01 00:00:01'"]],
  ['c_timestamp_ms', 'TIMESTAMP_MS', ["'2024-01-01 00:00:00.123'", "'1900-01-01 00:00:00.001'"]],
  [
    'c_timestamp_ns',
    'TIMESTAMP_NS',
    [
      "'2024-01-01 00:00:00.123456789'",
      "'1900-01-01 00:00:00.000000001'",
      "'2024-01-01 00:00:00.5'",
    ],
  ],
  [
    'c_timestamptz',
    'TIMESTAMP WITH TIME ZONE',
    [
      "'2024-01-01 00:00:00.5+00'",
      "'1900-01-01 00:00:00+05:30'",
      "'infinity'",
      "'-infinity'",
      "'0044-03-15 (BC) 10:00:00+00'",
      "'9999-12-31 23:59:59.999999+00'",
    ],
  ],
  [
    'c_interval',
    'INTERVAL',
    [
      "'1 month 2 days 3.000004 seconds'",
      "'-14 months'",
      "'0 days'",
      "'-1 day -25:00:00.1'",
      "'13 months 1 day'",
    ],
  ],
  [
    'c_varint',
    'VARINT',
    ['123456789012345678901234567890123456789012345', "'-1'", '0', "'-65536'"],
  ],
  ['c_decimal4', 'DECIMAL(4,1)', ['1.5', '-999.9', '0']],
  ['c_decimal9', 'DECIMAL(9,0)', ['999999999', '-1']],
  ['c_decimal18', 'DECIMAL(18,3)', ['1.5', '-0.001', '999999999999999.999', '0', '-12.34']],
  ['c_decimal18_12', 'DECIMAL(18,12)', ['-0.000000000001', '999999.999999999999', '1.5']],
  ['c_decimal5_5', 'DECIMAL(5,5)', ['-0.00001', '0.99999', '0']],
  [
    'c_decimal38',
    'DECIMAL(38,10)',
    ['-1.5', "'9999999999999999999999999999.9999999999'", '0.0000000001'],
  ],
  ['c_decimal38_38', 'DECIMAL(38,38)', ["'0.00000000000000000000000000000000000001'", "'-0.5'"]],
  ['c_enum', "ENUM('a', 'it''s', 'x,y')", ["'it''s'", "'x,y'"]],
  ['c_list', 'VARCHAR[]', ["['a', NULL, 'b c', 'd,\"e']", '[]']],
  ['c_lists', 'INTEGER[][]', ['[[1, NULL], [], NULL]']],
  ['c_array', 'INTEGER[2]', ['[1, NULL]', '[3, 4]']],
  [
    'c_struct',
    'STRUCT(a HUGEINT, "b c" STRUCT(d DATE, e BOOLEAN[]))',
    ["{'a': 1, 'b c': {'d': DATE '2020-01-01', 'e': [true, NULL]}}", "{'a': NULL, 'b c': NULL}"],
  ],
  ['c_map', 'MAP(VARCHAR, INTEGER[])', ["MAP {'k\"': [1, NULL], '': NULL}", 'MAP {}']],
  ['c_int_map', 'MAP(INTEGER, DECIMAL(5,2))', ['MAP {1: 1.5, -2: NULL}']],
  ['c_union', 'UNION(n INTEGER, s VARCHAR)', ['union_value(n := 5)', "union_value(s := 'text')"]],
];

const quote = (name: string): string => `"${name}"`;

/** One row per value (columns with fewer values are null), and a row of nulls. */
export function allTypesQuery(without: readonly string[] = []): string {
  const used = SAMPLES.filter(([name]) => !without.includes(name));
  const rows = Math.max(...used.map(([, , values]) => values.length)) + 1;
  return Array.from({ length: rows }, (_, row) => {
    const columns = used.map(
      ([name, type, values]) => `CAST(${values[row] ?? 'NULL'} AS ${type}) AS ${quote(name)}`,
    );
    return `SELECT ${row} AS "row", ${columns.join(', ')}`;
  }).join(' UNION ALL ');
}
