import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type * as blocking from '@duckdb/duckdb-wasm/blocking';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { NativeDuckDB } from '../../testing/native.ts';
import { openNative } from '../../testing/native.ts';
import { someExpression } from '../analyse.ts';
import { emitExpression } from '../emit.ts';
import { loadExpressionParser, parseExpression } from '../parser.ts';
import { FUNCTIONS, findFunction, suggestFunctions } from './catalogue.ts';
import type { FunctionEntry } from './entry.ts';
import { AGGREGATES, NON_DETERMINISTIC, TOTAL } from './lists.ts';
import { requiresExtension, unknownFunctions } from './requirements.ts';

type Blocking = typeof blocking;
type Wasm = ReturnType<Awaited<ReturnType<Blocking['createDuckDB']>>['connect']>;

const ENTRIES = [...FUNCTIONS.values()];
/** Made by DuckDB's grammar or its window operator: not in `duckdb_functions()`. */
const IN_GRAMMAR = new Set(
  (
    'coalesce ifnull if try current_timestamp row_number rank dense_rank percent_rank cume_dist ' +
    'ntile lag lead first_value last_value nth_value'
  ).split(' '),
);

let native: NativeDuckDB;
let wasm: Wasm;
let wasmFunctions: ReadonlySet<string>;

async function openWasm(): Promise<Wasm> {
  const require = createRequire(import.meta.url);
  const duckdb = require('@duckdb/duckdb-wasm/blocking') as Blocking;
  const dist = dirname(require.resolve('@duckdb/duckdb-wasm/blocking'));
  const bundle = (name: string) => ({ mainModule: join(dist, name), mainWorker: '' });
  const db = await duckdb.createDuckDB(
    { mvp: bundle('duckdb-mvp.wasm'), eh: bundle('duckdb-eh.wasm') },
    new duckdb.VoidLogger(),
    duckdb.NODE_RUNTIME,
  );
  await db.instantiate();
  db.open({ path: ':memory:' });
  const connection = db.connect();
  connection.query('SET autoload_known_extensions = false');
  return connection;
}

const textOf = (entry: FunctionEntry): string => {
  const parsed = parseExpression(entry.example.expression, 'example');
  if (!parsed.ok) throw new Error(`${entry.name}: ${parsed.message}`);
  return emitExpression(parsed.expression, { dialect: 'duckdb' }).text;
};

const queryOf = (entry: FunctionEntry): string =>
  `SELECT CAST(${textOf(entry)} AS VARCHAR) AS result FROM (${entry.example.input ?? 'SELECT 1'}) AS t`;

const lastValue = (rows: readonly { readonly result: unknown }[]): unknown => rows.at(-1)?.result;

beforeAll(async () => {
  [native, wasm] = await Promise.all([openNative(), openWasm(), loadExpressionParser()]);
  const names = wasm.query('SELECT DISTINCT function_name AS name FROM duckdb_functions()');
  wasmFunctions = new Set(names.toArray().map((row) => String((row as { name: unknown }).name)));
});

afterAll(() => {
  native.close();
  wasm.close();
});

test('there are about 150 functions or more, and no name stands twice', () => {
  const names = ENTRIES.flatMap((entry) => [entry.name, ...(entry.aliases ?? [])]);
  expect(ENTRIES.length).toBeGreaterThanOrEqual(150);
  expect(new Set(names).size).toBe(names.length);
});

test.each(ENTRIES)('$name: the example holds', async (entry) => {
  expect(entry.doc).toMatch(/^\S.*[.;]$/);
  const rows = (await native.queryRows(queryOf(entry))) as unknown as { result: unknown }[];
  expect(lastValue(rows)).toBe(entry.example.result);
  const parsed = parseExpression(entry.example.expression, 'example');
  const calls: string[] = [];
  if (parsed.ok) {
    someExpression(parsed.expression, (each) => {
      if (each.kind === 'call') calls.push(each.name);
      if (each.kind === 'window') calls.push(each.call.name);
      if (each.kind === 'struct') calls.push('struct_pack');
      if (each.kind === 'opaque') calls.push(...(each.text.match(/\w+(?=\()/g) ?? []));
      return false;
    });
  }
  expect(calls, 'the example calls the function').toContain(entry.name);
});

test.each(ENTRIES.filter((entry) => entry.requires === undefined))(
  '$name: duckdb-wasm agrees',
  (entry) => {
    for (const name of [entry.name, ...(entry.aliases ?? [])]) {
      const known = wasmFunctions.has(name) || IN_GRAMMAR.has(name);
      expect(known, `${name} exists without extensions`).toBe(true);
    }
    const rows = wasm.query(queryOf(entry)).toArray() as { result: unknown }[];
    expect(lastValue(rows)).toBe(entry.example.result);
  },
);

test('functions that need an extension do not exist without it', () => {
  for (const entry of ENTRIES) {
    // `timezone` is in the core for TIME; over timestamps it comes with icu.
    if (entry.requires !== undefined && entry.name !== 'timezone') {
      expect(wasmFunctions.has(entry.name), entry.name).toBe(false);
    }
  }
});

test('the lists name functions that exist', async () => {
  const rows = await native.queryRows(
    'SELECT DISTINCT function_name AS name, function_type AS type FROM duckdb_functions()',
  );
  const aggregates = rows.filter((row) => row['type'] === 'aggregate').map((row) => row['name']);
  expect(new Set(aggregates)).toEqual(new Set(AGGREGATES));
  const known = new Set(rows.map((row) => String(row['name'])));
  const grammar = /^(coalesce|ifnull|if|nullif|current_|localtime|user|session_user|pg_|sample)/;
  const unknown = [...TOTAL, ...NON_DETERMINISTIC].filter(
    (name) => !known.has(name) && !grammar.test(name),
  );
  expect(unknown).toEqual([]);
});

test('finds and suggests', () => {
  expect(findFunction('UCASE')?.name).toBe('upper');
  expect(findFunction('no_such')).toBeUndefined();
  expect(suggestFunctions('lenght')[0]).toBe('length');
  expect(suggestFunctions('date_trun')[0]).toBe('date_trunc');
  expect(suggestFunctions('qqqqqqqqq')).toEqual([]);
});

const parse = (text: string) => {
  const parsed = parseExpression(text, 'p');
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.expression;
};

test.each([
  ['upper(s)', []],
  ["json_extract(j, '$.a')", ['json']],
  ["j -> '$.a'", ['json']],
  ["j ->> 'a'", ['json']],
  ['list_transform(l, x -> x + 1)', []],
  ['[x for x in l]', []],
  ["ts AT TIME ZONE 'UTC'", ['icu']],
  ["date_trunc('day', ts::TIMESTAMPTZ)", ['icu']],
  ['year(now())', ['icu']],
  ['now()', []],
  ['year(ts)', []],
  ['year(zoned)', ['icu']],
  ['current_date', ['icu']],
  ['s COLLATE de', ['icu']],
  ['s COLLATE nocase', []],
  ['(SELECT json_keys(j)) || x::JSON', ['json']],
])('%s needs %j', (text, extensions) => {
  const found = requiresExtension(parse(text), (name) =>
    name === 'zoned' ? 'TIMESTAMP WITH TIME ZONE' : undefined,
  ).map((each) => each.extension);
  expect([...new Set(found)]).toEqual(extensions);
});

test('unknown functions are named once', () => {
  expect(unknownFunctions(parse('my_f(upper(a), my_f(b)) + other(1)'))).toEqual(['my_f', 'other']);
});
