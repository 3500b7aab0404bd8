import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import {
  type Data,
  Dictionary,
  Field,
  Int32,
  Int8,
  List,
  makeData,
  RecordBatch,
  Schema,
  Struct,
  Table,
  tableToIPC,
  Utf8,
  vectorFromArray,
} from 'apache-arrow';
import { beforeAll, expect, test } from 'vitest';
import { parseType } from '../../../contract/parse-type.ts';
import { formatType } from '../../../contract/schema.ts';
import { concat } from '../../arrow/concat.ts';
import type { FlatSource } from '../../arrow/flat-column.ts';
import { decodeStream, encodeStream, joinStreams } from '../../arrow/ipc.ts';
import { scatter } from '../../arrow/scatter.ts';
import { openNodeSession } from '../../testing/open-node-session.ts';
import type { Session } from '../session.ts';

let session: Session;
beforeAll(async () => {
  session = await openNodeSession();
});

const text = (sql: string): string => String(session.query(sql).getChildAt(0)?.get(0));

/** What SQL sees of a stream, while it is in memory. */
function withStream<T>(parts: readonly Uint8Array[], use: (rows: string) => T): T {
  const columns = session.memory.loadStream(parts);
  const table = session.memory.attach(columns);
  try {
    return use(table.sql);
  } finally {
    table.detach();
    for (const column of columns) column.free();
  }
}

const ROWS = 10_000;

const typedValues: readonly (readonly [string, string])[] = [
  ['BOOLEAN', 'i % 3 = 0'],
  ['BOOLEAN[]', '[i % 2 = 0, NULL]'],
  ['TINYINT', 'i % 127 - 64'],
  ['USMALLINT', 'i % 65536'],
  ['INTEGER', '-i'],
  ['BIGINT', 'i * 922337203685477 - 4611686018427387904'],
  ['UBIGINT', '18446744073709551615 - i'],
  ['HUGEINT', 'i::HUGEINT * 17014118346046923173168730371588410'],
  ['UHUGEINT', 'i::UHUGEINT * 34028236692093846346337460743176821'],
  ['FLOAT', 'i / 3'],
  ['DOUBLE', 'i / 7'],
  ['DECIMAL(4,1)', '(i % 1000) / 10 - 50'],
  ['DECIMAL(9,3)', 'i / 8 - 600'],
  ['DECIMAL(18,3)', '(i - 5000) * 100000000000.125'],
  ['DECIMAL(38,10)', '(i - 5000)::DECIMAL(38,10) * 1000000000000000'],
  ['VARCHAR', "repeat('ä', (i % 20)::INTEGER) || i"],
  ['BLOB', "encode(repeat('x', (i % 20)::INTEGER) || i)"],
  ['BIT', 'i::INTEGER::BIT'],
  ['UUID', 'md5(i::VARCHAR)'],
  ['DATE', "DATE '1900-01-01' + i::INTEGER"],
  ['TIME', "TIME '00:00:00' + i * INTERVAL 7 SECOND"],
  ['TIMESTAMP', "TIMESTAMP '1800-01-01' + i * INTERVAL 90001 SECOND"],
  ['TIMESTAMP_S', "TIMESTAMP '2000-01-01' + i * INTERVAL 90001 SECOND"],
  ['TIMESTAMP_MS', "TIMESTAMP '2000-01-01' + i * INTERVAL 90001 MILLISECOND"],
  ['TIMESTAMP_NS', "TIMESTAMP '2000-01-01' + i * INTERVAL 90001 MICROSECOND"],
  ['TIMESTAMP WITH TIME ZONE', "TIMESTAMP '2000-01-01' + i * INTERVAL 90001 SECOND"],
  ['INTERVAL', 'i * INTERVAL 90001 SECOND + INTERVAL 2 MONTH'],
  ['INTEGER[]', '[i, NULL, i % 3]'],
  ['VARCHAR[2]', '[i::VARCHAR, NULL]'],
  ['STRUCT(a HUGEINT[], "b c" VARCHAR)', "{'a': [i], 'b c': i::VARCHAR}"],
  ['MAP(VARCHAR, INTEGER[])', 'MAP {i::VARCHAR: [i]}'],
  ['UNION(n INTEGER, s VARCHAR)[]', '[i::VARCHAR, NULL]'],
  [
    'STRUCT(a INTEGER, b STRUCT(c VARCHAR, d DECIMAL(9,2)[]))[]',
    "[{'a': i, 'b': {'c': 'c' || i, 'd': [i / 4, NULL]}}, NULL]",
  ],
  ['MAP(INTEGER, STRUCT(a VARCHAR[]))', "MAP {i: {'a': ['x' || i]}, i + 1: NULL}"],
  ['INTEGER[][]', '[[i], NULL, [], [i, i]]'],
  [
    'STRUCT(a STRUCT(b VARCHAR, c BOOLEAN[], d STRUCT(e BOOLEAN, f STRUCT(g DOUBLE)[2])), h INTEGER[2])',
    "{'a': CASE WHEN i % 3 <> 0 THEN {'b': 'b' || i, 'c': [i % 2 = 0, NULL], 'd': {'e': i % 4 = 0, 'f': [{'g': i / 3}, NULL]}} END, 'h': [i, NULL]}",
  ],
  [
    'STRUCT(a MAP(VARCHAR, STRUCT(b STRUCT(c INTEGER))), d UNION(n STRUCT(o INTEGER), s VARCHAR))',
    "{'a': MAP {'k' || i: {'b': {'c': i}}}, 'd': i::VARCHAR}",
  ],
];

/** The rows of a stream as one batch. */
const inOneBatch = (stream: Uint8Array): Uint8Array => {
  const { schema, batches } = decodeStream(stream);
  const children = schema.fields.map((_, i) =>
    concat(batches.map((batch) => batch.data.children[i] as Data)),
  );
  const length = children[0]?.length ?? 0;
  const rows = makeData({ type: new Struct(schema.fields), length, children });
  return encodeStream(schema, [new RecordBatch(schema, rows)]);
};

test.each(
  typedValues.flatMap(([type, value]) => [
    [type, value, 'batches of a chunk', (stream: Uint8Array) => stream] as const,
    [type, value, 'one batch', inOneBatch] as const,
  ]),
)('%s is read where it lies (%#)', async (type, value, _batches, arrange) => {
  const rows = `SELECT i, CAST(CASE WHEN i % 5 <> 0 THEN ${value} END AS ${type}) AS x FROM range(${ROWS}) t(i)`;
  const { stream } = await session.exportStream(rows);
  withStream([arrange(stream)], (from) => {
    const described = session.describe(`FROM ${from}`);
    expect(described.ok && described.columns.map((c) => formatType(c.type))).toEqual([
      'BIGINT',
      formatType(parseType(type)),
    ]);
    const checksum = (source: string): string =>
      text(`SELECT md5(string_agg(i || coalesce(x::VARCHAR, '-'), ',' ORDER BY i)) FROM ${source}`);
    expect(checksum(from)).toBe(checksum(`(${rows})`));
  });
});

test('rows keep their order over many batches, and a table is read twice at once', async () => {
  const streams = [];
  for (const start of [0, 5000, 10_000]) {
    streams.push(
      (await session.exportStream(`SELECT range AS n FROM range(${start}, ${start + 5000})`))
        .stream,
    );
  }
  withStream(joinStreams(streams), (from) => {
    expect(
      text(
        `SELECT bool_and(n = k) AND count(*) = 15000 FROM (SELECT n, row_number() OVER () - 1 AS k FROM ${from})`,
      ),
    ).toBe('true');
    expect(text(`SELECT count(*) FROM ${from} a JOIN ${from} b ON a.n = b.n + 1`)).toBe('14999');
  });
});

test('only columns that are asked for, none for a count', async () => {
  const { stream } = await session.exportStream(
    "SELECT range AS a, 'x' || range AS b, range * 2 AS c FROM range(5000)",
  );
  withStream([stream], (from) => {
    expect(text(`SELECT count(*) FROM ${from}`)).toBe('5000');
    expect(text(`SELECT sum(c)::VARCHAR || max(b) FROM ${from}`)).toBe('24995000x999');
    expect(text(`SELECT sum(c - 2 * a)::BIGINT FROM (SELECT c, a FROM ${from})`)).toBe('0');
  });
});

test('batches of any size, as an exchange makes them', async () => {
  const type = 'UNION(n INTEGER, s VARCHAR)';
  const rows = `SELECT i, CASE WHEN i % 3 = 0 THEN i::INTEGER::${type} ELSE ('s' || i)::${type} END AS u,
    [i::INTEGER::${type}, ('t' || i)::${type}] AS l FROM range(9000) t(i)`;
  const table = decodeStream(
    (await session.exportStream(`SELECT 0::UTINYINT AS p, * FROM (${rows})`)).stream,
  );
  const [whole] = scatter(table.schema, table.batches, 1);
  if (whole === undefined) throw new Error('no rows');
  withStream([encodeStream(whole.schema, [whole])], (from) => {
    const checksum = (source: string): string =>
      text(`SELECT md5(string_agg(u::VARCHAR || l::VARCHAR, ',' ORDER BY i)) FROM ${source}`);
    expect(checksum(from)).toBe(checksum(`(${rows})`));
  });
});

test('dictionaries are looked up', () => {
  const words = (): Dictionary<Utf8, Int32> => new Dictionary(new Utf8(), new Int32());
  const table = new Table({
    d: vectorFromArray(['a', null, 'b', 'a'], words()),
    l: vectorFromArray([['a', null], null, [], ['b']], new List(new Field('item', words()))),
    n: vectorFromArray([null, null, null, null], words()),
  });
  withStream([tableToIPC(table, 'stream')], (from) => {
    expect(text(`SELECT list([d, n])::VARCHAR || list(l)::VARCHAR FROM ${from}`)).toBe(
      '[[a, NULL], [NULL, NULL], [b, NULL], [a, NULL]][[a, NULL], NULL, [], [b]]',
    );
  });
});

test('a type of an extension is what DuckDB makes of it', () => {
  const values = new Table({ b: vectorFromArray([1, 0, 1, null], new Int8()) });
  const metadata = new Map([
    ['ARROW:extension:name', 'arrow.bool8'],
    ['ARROW:extension:metadata', ''],
  ]);
  const schema = new Schema([new Field('b', new Int8(), true, metadata)]);
  withStream([tableToIPC(new Table(schema, values.batches), 'stream')], (from) => {
    expect(text(`SELECT typeof(b) || list(b)::VARCHAR FROM ${from} GROUP BY typeof(b)`)).toBe(
      'BOOLEAN[true, false, true, NULL]',
    );
  });
});

test('batches that end at different rows', async () => {
  const load = async (sql: string, step: number) => {
    const table = decodeStream((await session.exportStream(sql)).stream);
    const whole = scatter(table.schema, table.batches, 1)[0];
    if (whole === undefined) throw new Error('no rows');
    const batches = [];
    for (let at = 0; at < whole.numRows; at += step) batches.push(whole.slice(at, at + step));
    return session.memory.loadStream([encodeStream(whole.schema, batches)]);
  };
  const columns = [
    ...(await load('SELECT 0::UTINYINT AS p, range AS a FROM range(5000)', 777)),
    ...(await load("SELECT 0::UTINYINT AS p, 'x' || range AS b FROM range(5000)", 2500)),
  ];
  const table = session.memory.attach(columns);
  expect(text(`SELECT bool_and(b = 'x' || a) FROM ${table.sql}`)).toBe('true');
  table.detach();
  for (const column of columns) column.free();
});

/** Texts at `offsets` of one string. */
function strings(values: readonly string[]): { offsets: Int32Array; bytes: Uint8Array } {
  const encoded = values.map((value) => new TextEncoder().encode(value));
  const offsets = new Int32Array(values.length + 1);
  encoded.forEach((bytes, i) => (offsets[i + 1] = (offsets[i] ?? 0) + bytes.length));
  return { offsets, bytes: Uint8Array.from(encoded.flatMap((bytes) => [...bytes])) };
}

test('flat columns: narrow decimals, bits, and dictionaries with nulls', () => {
  const words = ['', 'short', 'exactly12chr', 'longer than twelve bytes', 'ü'.repeat(40)];
  const rows = [3000, 0, 4200];
  const sources: readonly FlatSource[] = [
    {
      field: {
        name: 'd',
        type: { kind: 'decimal', precision: 15, scale: 2, bits: 64 },
        nullable: true,
      },
      rows,
      decode: (i, allocate) => {
        const length = rows[i] ?? 0;
        const [values = new Uint8Array()] = allocate([8 * length]);
        new BigInt64Array(values.buffer, values.byteOffset, length).set(
          BigInt64Array.from({ length }, (_, row) => BigInt(row) - 5n),
        );
        return { kind: 'fixed', width: 8, values, nullCount: 0 };
      },
    },
    {
      field: { name: 'w', type: { kind: 'utf8' }, nullable: true },
      rows,
      decode: (i) => ({
        kind: 'dictionary',
        indices: Int32Array.from({ length: rows[i] ?? 0 }, (_, row) => row % 6),
        dictionary: strings(words),
        nullCount: (rows[i] ?? 0) / 6,
      }),
    },
    {
      field: { name: 't', type: { kind: 'utf8' }, nullable: true },
      rows,
      decode: (i) => ({
        kind: 'utf8',
        ...strings(Array.from({ length: rows[i] ?? 0 }, (_, row) => `t${row}`)),
        nullCount: 0,
      }),
    },
    {
      field: { name: 'b', type: { kind: 'boolean' }, nullable: true },
      rows,
      decode: (i, allocate) => {
        const [values = new Uint8Array()] = allocate([Math.ceil((rows[i] ?? 0) / 8)]);
        return { kind: 'bits', values: values.fill(0b10101010), nullCount: 0 };
      },
    },
  ];
  const columns = sources.flatMap((source) => session.memory.loadFlat(source) ?? []);
  const { sql, detach } = session.memory.attach(columns);
  expect(text(`SELECT typeof(d) || typeof(w) || typeof(b) FROM ${sql} LIMIT 1`)).toBe(
    'DECIMAL(15,2)VARCHARBOOLEAN',
  );
  expect(text(`SELECT sum(d)::VARCHAR FROM ${sql}`)).toBe(
    (((3000 * 2999) / 2 + (4200 * 4199) / 2 - 5 * 7200) / 100).toFixed(2),
  );
  expect(
    text(
      `SELECT list(n ORDER BY w NULLS FIRST)::VARCHAR FROM (SELECT w, count(*) AS n FROM ${sql} GROUP BY w)`,
    ),
  ).toBe('[1200, 1200, 1200, 1200, 1200, 1200]');
  expect(
    text(
      `SELECT string_agg(w, '|' ORDER BY k) FROM (SELECT w, row_number() OVER () AS k FROM ${sql} WHERE w IS NOT NULL LIMIT 5)`,
    ),
  ).toBe(words.join('|'));
  expect(text(`SELECT count(*) FROM ${sql} WHERE b`)).toBe('3600');
  detach();
  for (const column of columns) column.free();
});

test('DuckDB plans with the number of rows and what is known of the values', async () => {
  const { stream } = await session.exportStream(
    "SELECT range % 100 - 50 AS a, (range % 7)::UTINYINT AS b, DATE '2000-01-01' + (range % 50)::INTEGER AS d FROM range(5000)",
  );
  withStream([stream], (from) => {
    const plan = (sql: string): string =>
      String(session.query(`EXPLAIN ${sql}`).getChild('explain_value')?.get(0));
    expect(plan(`FROM ${from}`)).toContain('~5,000 rows');
    expect(plan(`SELECT a, b, count(*) FROM ${from} GROUP BY a, b`)).toContain('PERFECT_HASH');
    // Conditions that hold for no row are known to.
    expect(plan(`FROM ${from} WHERE a > 49`)).toContain('EMPTY_RESULT');
    expect(plan(`FROM ${from} WHERE a < -50`)).toContain('EMPTY_RESULT');
    expect(plan(`FROM ${from} WHERE a >= 49`)).not.toContain('EMPTY_RESULT');
    expect(plan(`FROM ${from} WHERE d > DATE '2000-02-19'`)).toContain('EMPTY_RESULT');
    expect(text(`SELECT count(*) FROM ${from} WHERE d = DATE '2000-02-19' AND a = 49`)).toBe('50');
  });
});

test('short texts of dictionaries are packed as group keys', () => {
  const source: FlatSource = {
    field: { name: 'w', type: { kind: 'utf8' }, nullable: true },
    rows: [3000],
    decode: () => ({
      kind: 'dictionary',
      indices: Int32Array.from({ length: 3000 }, (_, row) => row % 3),
      dictionary: strings(['A', 'N']),
      nullCount: 1000,
    }),
  };
  const column = session.memory.loadFlat(source);
  if (column === undefined) throw new Error('not decoded');
  const { sql, detach } = session.memory.attach([column]);
  const query = `SELECT w, count(*) AS n FROM ${sql} GROUP BY w`;
  const plan = session.query(`EXPLAIN ${query}`).getChild('explain_value')?.get(0);
  expect(String(plan)).toContain('PERFECT_HASH_GROUP_BY');
  expect(text(`SELECT list([w, n::VARCHAR] ORDER BY w)::VARCHAR FROM (${query})`)).toBe(
    '[[A, 1000], [N, 1000], [NULL, 1000]]',
  );
  detach();
  column.free();
});

test('a dictionary larger than a chunk, with nulls', () => {
  const words = Array.from({ length: 5000 }, (_, i) => `word number ${i}`);
  const source: FlatSource = {
    field: { name: 'w', type: { kind: 'utf8' }, nullable: true },
    rows: [50_010],
    decode: () => ({
      kind: 'dictionary',
      indices: Int32Array.from({ length: 50_010 }, (_, row) => row % 5001),
      dictionary: strings(words),
      nullCount: 10,
    }),
  };
  const column = session.memory.loadFlat(source);
  if (column === undefined) throw new Error('not decoded');
  const { sql, detach } = session.memory.attach([column]);
  expect(text(`SELECT count(w) || ' ' || count(DISTINCT w) || ' ' || count(*) FROM ${sql}`)).toBe(
    '50000 5000 50010',
  );
  expect(text(`SELECT max(w) FROM ${sql} WHERE w < 'word number 2'`)).toBe('word number 1999');
  detach();
  column.free();
});

test('a column that a reader cannot decode leaves nothing', () => {
  const source: FlatSource = {
    field: { name: 'd', type: { kind: 'date' }, nullable: true },
    rows: [10, 10],
    decode: (i, allocate) => {
      const [values = new Uint8Array()] = allocate([40]);
      return i === 0
        ? { kind: 'fixed', width: 4, values: values.fill(1), nullCount: 0 }
        : undefined;
    },
  };
  expect(session.memory.loadFlat(source)).toBeUndefined();
});

test('rows that are gone are an error, not a crash', () => {
  expect(() => session.query('FROM sluice_rows(123456)')).toThrow(/no rows 123456/);
  expect(text('SELECT 1')).toBe('1');
});

test('nothing stays in the heap', async () => {
  const { stream } = await session.exportStream(
    "SELECT range AS a, 'a longer text than twelve bytes' || range AS b FROM range(100000)",
  );
  const use = (): void =>
    withStream([stream], (from) => {
      expect(text(`SELECT count(DISTINCT b) FROM ${from}`)).toBe('100000');
    });
  for (let i = 0; i < 5; i++) use();
  const before = session.heapBytes();
  for (let i = 0; i < 60; i++) use();
  expect(session.heapBytes()).toBe(before);
});

/** Whether an object goes once nobody has it any more. */
async function isCollected(held: WeakRef<object>): Promise<boolean> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  // A WeakRef holds its target to the end of the task that made it.
  await new Promise((resolve) => setImmediate(resolve));
  collect();
  return held.deref() === undefined;
}

test('columns keep nothing of the stream that they were read from', async () => {
  const load = () => {
    const n = Float64Array.from({ length: 100_000 }, (_, i) => i);
    const stream = tableToIPC(new Table({ n: vectorFromArray(n) }), 'stream');
    return { given: new WeakRef(stream), columns: session.memory.loadStream([stream]) };
  };
  const { given, columns } = load();
  expect(await isCollected(given)).toBe(true);
  expect(columns.map(({ rows }) => rows)).toEqual([100_000]);
  for (const column of columns) column.free();
});

test('a flat column keeps neither what it was decoded from nor its dictionary', async () => {
  const load = () => {
    const indices = Int32Array.from({ length: 3000 }, (_, row) => row % 2);
    const dictionary = strings(['A', 'a text of many letters']);
    const source: FlatSource = {
      field: { name: 'w', type: { kind: 'utf8' }, nullable: true },
      rows: [3000],
      decode: () => ({ kind: 'dictionary', indices, dictionary, nullCount: 0 }),
    };
    return {
      from: new WeakRef(indices),
      words: new WeakRef(dictionary),
      column: session.memory.loadFlat(source),
    };
  };
  const { from, words, column } = load();
  expect(await isCollected(from)).toBe(true);
  expect(await isCollected(words)).toBe(true);
  expect(column?.rows).toBe(3000);
  column?.free();
});
