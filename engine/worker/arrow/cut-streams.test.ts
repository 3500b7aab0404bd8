import type { Data, DataType } from 'apache-arrow';
import {
  Field,
  Int32,
  List,
  RecordBatch,
  Schema,
  Struct,
  Utf8,
  makeData,
  tableFromIPC,
  vectorFromArray,
} from 'apache-arrow';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cutStreams } from './cut-streams.ts';
import { encodeStream } from './ipc.ts';

interface Row {
  readonly id: number;
  readonly text: string | null;
  readonly list: readonly number[] | null;
}

const LIST = new List(new Field('item', new Int32(), true));
const SCHEMA = new Schema([
  new Field('id', new Int32(), true),
  new Field('text', new Utf8(), true),
  new Field('list', LIST, true),
]);

/** A stream of several batches, as workers store them. */
function streamOf(rows: readonly Row[], batchRows: number): Uint8Array {
  const dataOf = (values: readonly unknown[], type: DataType): Data => {
    const [data] = vectorFromArray([...values], type).data;
    if (data === undefined) throw new Error('no values were built');
    return data;
  };
  const batches: RecordBatch[] = [];
  for (let from = 0; from < rows.length; from += batchRows) {
    const part = rows.slice(from, from + batchRows);
    const children = [
      dataOf(
        part.map(({ id }) => id),
        new Int32(),
      ),
      dataOf(
        part.map(({ text }) => text),
        new Utf8(),
      ),
      dataOf(
        part.map(({ list }) => list),
        LIST,
      ),
    ];
    const type = new Struct(SCHEMA.fields);
    batches.push(new RecordBatch(SCHEMA, makeData({ type, length: part.length, children })));
  }
  return encodeStream(SCHEMA, batches);
}

const rowsOf = (stream: Uint8Array): unknown[] =>
  tableFromIPC(stream)
    .toArray()
    .map((row: { toJSON: () => unknown }) => JSON.parse(JSON.stringify(row.toJSON())) as unknown);

const row = fc.record({
  text: fc.option(fc.string({ maxLength: 5 })),
  list: fc.option(fc.array(fc.integer({ min: -9, max: 9 }), { maxLength: 3 })),
});

test('a window of streams holds their rows, in order, wherever batches end', () => {
  fc.assert(
    fc.property(
      fc.array(row, { minLength: 1, maxLength: 60 }),
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 0, max: 60 }),
      fc.integer({ min: 0, max: 60 }),
      (values, batchRows, a, b) => {
        const rows = values.map((value, id) => ({ id, ...value }));
        const half = Math.ceil(rows.length / 2);
        const [first, second] = [rows.slice(0, half), rows.slice(half)];
        const pieces = [
          { stream: streamOf(first, batchRows), from: a, to: b },
          ...(second.length === 0 ? [] : [{ stream: streamOf(second, 4), from: 1, to: 3 }]),
        ];
        const expected = [...first.slice(a, Math.max(a, b)), ...second.slice(1, 3)];
        expect(rowsOf(cutStreams(pieces))).toEqual(expected);
      },
    ),
    { numRuns: 60 },
  );
});

test('no rows still tell their columns', () => {
  const stream = streamOf([{ id: 1, text: 'a', list: null }], 1);
  const table = tableFromIPC(cutStreams([{ stream, from: 0, to: 0 }]));
  expect([table.numRows, table.schema.fields.map(({ name }) => name)]).toEqual([
    0,
    ['id', 'text', 'list'],
  ]);
});
