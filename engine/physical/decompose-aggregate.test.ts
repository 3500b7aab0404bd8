import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Call } from '../contract/expression.ts';
import { ex } from '../contract/expression.ts';
import { formatType } from '../contract/schema.ts';
import { emitExpression } from '../expression/emit.ts';
import { quoteText } from '../expression/quote.ts';
import type { Cell, NativeDuckDB } from '../testing/native.ts';
import { openNative } from '../testing/native.ts';
import { decomposeAggregate } from './decompose-aggregate.ts';

let native: NativeDuckDB;
beforeAll(async () => {
  native = await openNative();
});
afterAll(() => native.close());

const x = ex.column('x');
const y = ex.column('y');
const kept = ex.binary('>', ex.column('n'), ex.integer(1));

const NUMBERS = ['INTEGER', 'BIGINT', 'DOUBLE', 'DECIMAL(9,2)'] as const;
const ORDERED = [...NUMBERS, 'VARCHAR', 'DATE'] as const;

/** Functions by the types of their argument. */
const UNARY: Readonly<Record<string, readonly string[]>> = {
  count: ORDERED,
  sum: NUMBERS,
  min: ORDERED,
  max: ORDERED,
  product: ['DOUBLE', 'INTEGER'],
  bool_and: ['BOOLEAN'],
  bool_or: ['BOOLEAN'],
  bit_and: ['INTEGER', 'BIGINT'],
  bit_or: ['INTEGER', 'BIGINT'],
  bit_xor: ['INTEGER', 'BIGINT'],
  count_if: ['BOOLEAN'],
  first: ORDERED,
  last: ORDERED,
  any_value: ORDERED,
  avg: NUMBERS,
  var_pop: NUMBERS,
  var_samp: NUMBERS,
  stddev_pop: NUMBERS,
  stddev: NUMBERS,
};
const BINARY: Readonly<Record<string, readonly string[]>> = {
  arg_min: ORDERED,
  arg_max: ORDERED,
  covar_pop: ['DOUBLE'],
  covar_samp: ['DOUBLE'],
  corr: ['DOUBLE'],
};

/** Values with nulls, extremes that do not overflow a sum, equal ones; NaN and infinity apart. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  INTEGER: ['0', '1', '-1', '7', '2147483647', '-2147483648'],
  BIGINT: ['0', '1', '-5', '9223372036854775807', '-9223372036854775808'],
  DOUBLE: ['0.0', '-0.0', '1.5', '-2.25', '4096.5', '1e-9'],
  'DECIMAL(9,2)': ['0.00', '1.10', '-9999999.99', '9999999.99'],
  VARCHAR: ['', 'a', 'Z', 'é', '🚲'],
  DATE: ['0001-01-01', '1970-01-01', '2024-02-29', '9999-12-31'],
  BOOLEAN: ['true', 'false'],
};
const STRANGE = ['nan', 'inf', '-inf', '1.0'];

interface Row {
  readonly g: number;
  readonly x: string | null;
  readonly y: string | null;
  readonly partition: number;
}

const rowsOf = (values: readonly string[]): fc.Arbitrary<Row[]> =>
  fc.array(
    fc.record({
      g: fc.integer({ min: 0, max: 2 }),
      x: fc.constantFrom(null, ...values),
      y: fc.constantFrom(null, ...values),
      partition: fc.nat(3),
    }),
    { maxLength: 24, size: 'max' },
  );

const textOf = (call: Call): string => emitExpression(call, { dialect: 'duckdb' }).text;

/** What the parts give and what DuckDB gives at once: type, and value by group. */
async function compare(call: Call, type: string, rows: readonly Row[], keyed: boolean) {
  const cast = (value: string | null): string =>
    `CAST(${value === null ? 'NULL' : quoteText(value)} AS ${type})`;
  const values = rows.map(
    (row, n) => `(${row.partition}, ${n}, ${row.g}, ${cast(row.x)}, ${cast(row.y)})`,
  );
  // In order of partitions, as blocks are read.
  const table =
    rows.length === 0
      ? `SELECT 0 AS p, 0 AS n, 0 AS g, NULL::${type} AS x, NULL::${type} AS y WHERE false`
      : `SELECT * FROM (VALUES ${values.join(', ')}) v(p, n, g, x, y) ORDER BY p, n`;
  await native.execute(`CREATE OR REPLACE TABLE t AS ${table}`);
  const key = keyed ? 'g, ' : '';
  const by = keyed ? ' GROUP BY g' : '';
  const direct = `SELECT ${key}${textOf(call)} AS r FROM t${by}`;
  const answer = await native.describe(direct);
  if (!answer.ok) throw new Error(answer.message);
  const column = answer.columns.find(({ name }) => name === 'r');
  const resultType = column === undefined ? '' : formatType(column.type);
  const parts = decomposeAggregate(call, resultType, '__a0');
  if (parts === undefined) throw new Error(`${call.name} does not decompose`);
  const list = (calls: readonly { readonly name: string; readonly call: Call }[]): string =>
    calls.map((each) => `${textOf(each.call)} AS "${each.name}"`).join(', ');
  const partial = [0, 1, 2, 3].map(
    (p) => `SELECT ${key}${list(parts.partial)} FROM t WHERE p = ${p}${by} HAVING count(*) > 0`,
  );
  // Stored, as blocks are: over a bare UNION ALL of single rows, DuckDB's `last` gives the first one.
  await native.execute(`CREATE OR REPLACE TABLE parts AS ${partial.join(' UNION ALL ')}`);
  const merged = `SELECT ${key}${list(parts.merge)} FROM parts${by}`;
  const result = emitExpression(parts.result, { dialect: 'duckdb' }).text;
  const inParts = `SELECT ${key}CAST(${result} AS ${resultType}) AS r FROM (${merged})`;
  const run = (sql: string): Promise<(readonly Cell[])[]> =>
    native.queryCells(`${sql}${keyed ? ' ORDER BY g' : ''}`);
  const wanted = await run(direct).catch((thrown: unknown) => thrown);
  if (!Array.isArray(wanted)) return { wanted: 'fails', got: 'fails', isFloat: false };
  return { wanted, got: await run(inParts), isFloat: resultType === 'DOUBLE' };
}

function close(got: Cell | undefined, wanted: Cell | undefined): boolean {
  if (Object.is(got, wanted) || got === wanted) return true;
  if (typeof got !== 'number' || typeof wanted !== 'number') return false;
  // What cancels to nothing is compared with the size of the values.
  return Math.abs(got - wanted) <= 1e-9 * Math.max(1, Math.abs(got), Math.abs(wanted));
}

const CALLS = [
  ...Object.entries(UNARY).flatMap(([name, types]) =>
    types.map((type) => ({ name, type, args: [x] })),
  ),
  ...Object.entries(BINARY).flatMap(([name, types]) =>
    types.map((type) => ({ name, type, args: [x, y] })),
  ),
  { name: 'count_star', type: 'INTEGER', args: [] },
];

async function check(
  { name, type, args }: (typeof CALLS)[number],
  values: readonly string[],
  numRuns: number,
): Promise<void> {
  const plain = ex.call(name, ...args);
  await fc.assert(
    fc.asyncProperty(rowsOf(values), fc.boolean(), fc.boolean(), async (rows, keyed, filtered) => {
      const call = filtered ? { ...plain, filter: kept } : plain;
      const { got, wanted, isFloat } = await compare(call, type, rows, keyed);
      if (!isFloat || typeof wanted === 'string') {
        expect(got).toEqual(wanted);
        return;
      }
      expect(got).toHaveLength(wanted.length);
      for (const [i, row] of wanted.entries()) {
        const same = row.every((cell: Cell, j: number) => close(got[i]?.[j] as Cell, cell));
        if (!same) expect(got[i]).toEqual(row);
      }
    }),
    { numRuns },
  );
}

test.each(CALLS)('$name of $type in parts is what it is at once', async (each) => {
  await check(each, VALUES[each.type] ?? [], 12);
});

const OF_DOUBLES = CALLS.filter(
  ({ name, type }) => type === 'DOUBLE' && !/^(?:var|stddev|covar|corr)/.test(name),
);

test.each(OF_DOUBLES)('$name of NaN and infinities in parts', async (each) => {
  await check(each, STRANGE, 10);
});

test('what needs every row of a group does not decompose', () => {
  const whole: readonly Call[] = [
    ex.call('median', x),
    ex.call('list', x),
    ex.call('string_agg', x, ex.text(',')),
    ex.call('min', x, ex.integer(3)),
    { ...ex.call('sum', x), distinct: true },
    { ...ex.call('first', x), orderBy: [ex.key(y)] },
    { ...ex.call('last', x), ignoreNulls: true },
  ];
  for (const call of whole) expect(decomposeAggregate(call, 'INTEGER', 'a')).toBeUndefined();
  expect(decomposeAggregate(ex.call('avg', x), 'TIMESTAMP', 'a')).toBeUndefined();
  const largest: Call = { ...ex.call('max', x), distinct: true };
  expect(decomposeAggregate(largest, 'INTEGER', 'a')?.partial).toHaveLength(1);
});
