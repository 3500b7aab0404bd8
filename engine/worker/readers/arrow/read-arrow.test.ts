import {
  Dictionary,
  DurationMillisecond,
  Float16,
  Int32,
  IntervalDayTime,
  IntervalYearMonth,
  Table,
  tableToIPC,
  Utf8,
  vectorFromArray,
} from 'apache-arrow';
import { beforeAll, expect, test } from 'vitest';
import { formatType } from '../../../contract/schema.ts';
import { encodeStream } from '../../arrow/ipc.ts';
import type { Session } from '../../duckdb/session.ts';
import { openNodeSession } from '../../testing/open-node-session.ts';
import { failureOf, memoryFile, readSource, sourceFiles } from '../testing/read-source.ts';

let session: Session;
beforeAll(async () => {
  session = await openNodeSession();
});

const spec = { format: 'arrow', paths: ['x'] } as const;
let files = 0;
const read = (bytes: Uint8Array, options: Parameters<typeof readSource>[3] = {}) =>
  readSource(session, spec, sourceFiles(memoryFile(`f${++files}.arrow`, bytes)), options);

test('files and streams, split by batches', async () => {
  const tables = [0, 1, 2].map(
    (k) =>
      new Table({
        n: vectorFromArray([k * 2, k * 2 + 1], new Int32()),
        s: vectorFromArray(['a', null], new Utf8()),
      }),
  );
  const [first, ...others] = tables;
  const table = first?.concat(...others) ?? new Table();
  for (const kind of ['file', 'stream'] as const) {
    const bytes = tableToIPC(table, kind);
    for (const splitBytes of [1, 1_000_000]) {
      const result = await read(bytes, { splitBytes });
      expect(result.description.splits).toHaveLength(splitBytes === 1 ? 3 : 1);
      expect(result.description.rows).toBe(6);
      expect(result.rows).toEqual(
        [0, 1, 2, 3, 4, 5].map((n) => [String(n), n % 2 === 0 ? 'a' : null]),
      );
      expect((await read(bytes, { splitBytes, columns: ['s'] })).rows).toHaveLength(6);
      expect((await read(bytes, { splitBytes, columns: [] })).rows).toHaveLength(6);
    }
  }
});

test('what DuckDB exports comes back, and what it cannot take is turned into what it can', async () => {
  const exported = await session.stream(
    "SELECT 1::HUGEINT h, INTERVAL '1 month 2 days' i, TIMESTAMPTZ '2020-01-01 00:00:00+00' t, [1.5::DECIMAL(4,1)] l",
  );
  const own = await read(encodeStream(exported.schema, exported.batches));
  expect(own.description.schema.map(({ type }) => formatType(type))).toEqual([
    'HUGEINT',
    'INTERVAL',
    'TIMESTAMP WITH TIME ZONE',
    'DECIMAL(4,1)[]',
  ]);
  expect(own.rows).toEqual([['1', '1 month 2 days', '2020-01-01 00:00:00+00', '[1.5]']]);
  const table = new Table({
    d: vectorFromArray(['a', null], new Dictionary(new Utf8(), new Int32())),
    h: vectorFromArray([1.5, null], new Float16()),
    u: vectorFromArray([5n, null], new DurationMillisecond()),
    m: vectorFromArray([new Int32Array([1, 2]), null], new IntervalYearMonth()),
    t: vectorFromArray([new Int32Array([1, 500]), null], new IntervalDayTime()),
  });
  const odd = await read(tableToIPC(table, 'file'));
  expect(odd.description.schema.map(({ type }) => formatType(type))).toEqual([
    'VARCHAR',
    'FLOAT',
    'INTERVAL',
    'INTERVAL',
    'INTERVAL',
  ]);
  expect(odd.rows).toEqual([
    ['a', '1.5', '00:00:00.005', '1 year 2 months', '1 day 00:00:00.5'],
    [null, null, null, null, null],
  ]);
});

test('what is no Arrow file is told', async () => {
  expect(await failureOf(read(new Uint8Array()))).toMatchObject({ code: 'empty-file' });
  expect(await failureOf(read(new TextEncoder().encode('a,b\n1,2\n')))).toMatchObject({
    code: 'corrupt-file',
  });
  const bytes = tableToIPC(
    new Table({
      n: vectorFromArray(
        Array.from({ length: 1000 }, (_, i) => i),
        new Int32(),
      ),
    }),
    'stream',
  );
  expect(await failureOf(read(bytes.subarray(0, bytes.length - 2000)))).toMatchObject({
    code: 'corrupt-file',
  });
});
