import {
  type DataType,
  Binary,
  Bool,
  type Data,
  DateDay,
  Decimal,
  DenseUnion,
  Dictionary,
  Field,
  FixedSizeBinary,
  FixedSizeList,
  Float64,
  Int16,
  Int32,
  Int64,
  Int8,
  List,
  Map_,
  Null,
  RecordBatch,
  Schema,
  SparseUnion,
  Struct,
  TimestampMicrosecond,
  Uint8,
  Utf8,
  Vector,
  makeBuilder,
  makeData,
  makeVector,
  vectorFromArray,
} from 'apache-arrow';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { concat } from './concat.ts';
import { decodeStream, encodeStream } from './ipc.ts';
import { scatter } from './scatter.ts';
import { take } from './take.ts';

/** A way to make a column of random values: the value of a row is what `rowsOf` shows. */
interface Kind {
  readonly name: string;
  readonly column: (length: number) => fc.Arbitrary<Data>;
}

const built = (name: string, type: DataType, value: fc.Arbitrary<unknown>): Kind => ({
  name,
  column: (length) =>
    fc
      .array(fc.option(value, { freq: 4 }), { minLength: length, maxLength: length })
      .map((values) => {
        const builder = makeBuilder({ type, nullValues: [null] });
        for (const each of values) builder.append(each);
        return builder.finish().toVector().data[0] ?? emptyOf(type);
      }),
});

/**
 * Between two rows that are not null, which are cut off: apache-arrow's builder leaves out the
 * children of the last nulls of a fixed-size list.
 */
const builtBetween = (
  name: string,
  type: DataType,
  value: fc.Arbitrary<unknown>,
  end: unknown,
): Kind => ({
  name,
  column: (length) =>
    fc
      .array(fc.option(value, { freq: 4 }), { minLength: length, maxLength: length })
      .map((values) => {
        const builder = makeBuilder({ type, nullValues: [null] });
        for (const each of [end, ...values, end]) builder.append(each);
        const [data] = builder.finish().toVector().data;
        if (data === undefined) throw new Error('no rows were built');
        return data.slice(1, length);
      }),
});

const emptyOf = (type: DataType): Data =>
  vectorFromArray([], type as Int32).data[0] ?? makeData({ type: type as Int32, length: 0 });

const unions = (dense: boolean): Kind => ({
  name: dense ? 'dense union' : 'sparse union',
  column: (length) =>
    fc
      .array(fc.tuple(fc.constantFrom(0, 1), fc.integer({ min: 0, max: 99 })), {
        minLength: length,
        maxLength: length,
      })
      .map((rows) => {
        const typeIds = Int8Array.from(rows, ([id]) => id);
        const fields = [new Field('i', new Int32(), true), new Field('t', new Utf8(), true)];
        if (!dense) {
          const children = [
            vectorFromArray(
              rows.map(([, value]) => value),
              new Int32(),
            ).data[0] ?? emptyOf(new Int32()),
            vectorFromArray(
              rows.map(([, value]) => `t${value}`),
              new Utf8(),
            ).data[0] ?? emptyOf(new Utf8()),
          ];
          return makeData({ type: new SparseUnion([0, 1], fields), length, typeIds, children });
        }
        const counts = [0, 0];
        const valueOffsets = Int32Array.from(
          rows,
          ([id]) => (counts[id] = (counts[id] ?? 0) + 1) - 1,
        );
        const own = (id: number) => rows.filter((row) => row[0] === id).map((row) => row[1]);
        const children = [
          vectorFromArray(own(0), new Int32()).data[0] ?? emptyOf(new Int32()),
          vectorFromArray(
            own(1).map((value) => `t${value}`),
            new Utf8(),
          ).data[0] ?? emptyOf(new Utf8()),
        ];
        return makeData({
          type: new DenseUnion([0, 1], fields),
          length,
          typeIds,
          valueOffsets,
          children,
        });
      }),
});

const int = fc.integer({ min: -100, max: 100 });
const text = fc.oneof(fc.string(), fc.string({ unit: 'grapheme', minLength: 40, maxLength: 80 }));
const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const item = (type: DataType) => new Field('item', type, true);

const KINDS: readonly Kind[] = [
  { name: 'null', column: (length) => fc.constant(makeData({ type: new Null(), length })) },
  built('bool', new Bool(), fc.boolean()),
  built('int8', new Int8(), int),
  built('int16', new Int16(), int),
  built('int32', new Int32(), int),
  built('int64', new Int64(), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
  built('double', new Float64(), fc.double()),
  built(
    'date',
    new DateDay(),
    int.map((days) => new Date(days * 86_400_000)),
  ),
  built('timestamp', new TimestampMicrosecond(), int),
  built(
    'decimal',
    new Decimal(3, 38, 128),
    bytes(16).map((b) => new Uint32Array(b.slice().buffer)),
  ),
  built('fixed binary', new FixedSizeBinary(3), bytes(3)),
  built('utf8', new Utf8(), text),
  built('binary', new Binary(), fc.uint8Array({ maxLength: 60 })),
  built('list', new List(item(new Int32())), fc.array(fc.option(int), { maxLength: 5 })),
  built(
    'list of lists',
    new List(item(new List(item(new Utf8())))),
    fc.array(fc.array(text, { maxLength: 3 }), { maxLength: 3 }),
  ),
  builtBetween('fixed list', new FixedSizeList(2, item(new Int32())), fc.tuple(int, int), [1, 2]),
  built(
    'struct',
    new Struct<{ a: Int32; b: Utf8 }>([
      new Field('a', new Int32(), true),
      new Field('b', new Utf8(), true),
    ]),
    fc.record({ a: fc.option(int), b: fc.option(text) }),
  ),
  built(
    'map',
    new Map_(
      new Field(
        'entries',
        new Struct<{ key: Utf8; value: Int32 }>([
          new Field('key', new Utf8(), false),
          new Field('value', new Int32(), true),
        ]),
        false,
      ),
    ),
    fc
      .array(fc.tuple(fc.string(), fc.option(int)), { maxLength: 3 })
      // apache-arrow's map rows are proxies: a key such as "size" hides what they are made of.
      .map((entries) => new Map(entries.map(([key, value]) => [`k${key}`, value]))),
  ),
  built('dictionary', new Dictionary(new Utf8(), new Int32()), fc.constantFrom('a', 'b', 'c')),
  unions(false),
  unions(true),
];

const rowsOf = (data: Data): unknown[] => {
  const vector = new Vector([data]);
  return Array.from({ length: data.length }, (_, i) => plain(vector.get(i)));
};

const plain = (value: unknown): unknown => {
  if (value instanceof Vector) return Array.from(value, plain);
  if (ArrayBuffer.isView(value)) return Array.from(value as Uint8Array);
  if (typeof value === 'number' && Number.isNaN(value)) return 'NaN';
  if (
    typeof value === 'object' &&
    value !== null &&
    'toJSON' in value &&
    !(value instanceof Date)
  ) {
    return Object.fromEntries(
      Object.entries((value as { toJSON: () => object }).toJSON()).map(([k, v]) => [k, plain(v)]),
    );
  }
  return value;
};

/** A column as it comes from somewhere: whole, or a slice of a longer one. */
const column = (kind: Kind, length: number): fc.Arbitrary<Data> =>
  fc
    .tuple(fc.nat({ max: 9 }), fc.nat({ max: 9 }))
    .chain(([before, after]) =>
      kind.column(before + length + after).map((data) => data.slice(before, length)),
    );

const RUNS = { numRuns: 60 };

test.each(KINDS)('take: $name', (kind) => {
  const input = fc
    .integer({ min: 1, max: 40 })
    .chain((length) =>
      fc.tuple(column(kind, length), fc.array(fc.nat({ max: length - 1 }), { maxLength: 60 })),
    );
  fc.assert(
    fc.property(input, ([data, indices]) => {
      const rows = rowsOf(data);
      expect(rowsOf(take(data, Int32Array.from(indices)))).toEqual(indices.map((i) => rows[i]));
    }),
    RUNS,
  );
});

const parts = (kind: Kind) =>
  fc
    .array(fc.nat({ max: 20 }), { minLength: 1, maxLength: 4 })
    .chain((lengths) => fc.tuple(...lengths.map((length) => column(kind, length))));

test.each(KINDS)('concat: $name', (kind) => {
  fc.assert(
    fc.property(parts(kind), (columns) => {
      const joined = concat(sameType(columns));
      expect(rowsOf(joined)).toEqual(columns.flatMap(rowsOf));
    }),
    RUNS,
  );
});

/** Builders number their dictionaries apart; in a table all parts of a column share one type. */
const sameType = (columns: readonly Data[]): Data[] => {
  const type = (columns[0] as Data).type;
  return columns.map((data) => data.clone(type));
};

const batchOf = (schema: Schema, columns: readonly Data[]): RecordBatch =>
  new RecordBatch(
    schema,
    makeData({
      type: new Struct(schema.fields),
      length: columns[0]?.length ?? 0,
      nullCount: 0,
      children: [...columns],
    }),
  );

test.each(KINDS)('scatter: $name', (kind) => {
  const n = 4;
  fc.assert(
    fc.property(parts(kind), fc.infiniteStream(fc.nat({ max: n - 2 })), (given, numbers) => {
      const columns = sameType(given);
      // The last partition stays empty.
      const partitions = columns.map((data) =>
        Uint8Array.from({ length: data.length }, () => numbers.next().value ?? 0),
      );
      const schema = new Schema([
        new Field('p', new Uint8(), false),
        new Field('x', (columns[0] as Data).type, true),
      ]);
      const batches = columns.map((data, i) =>
        batchOf(schema, [makeVector(partitions[i] as Uint8Array).data[0] as Data, data]),
      );
      const expected: unknown[][] = Array.from({ length: n }, () => []);
      columns.forEach((data, i) =>
        rowsOf(data).forEach((row, k) =>
          expected[(partitions[i] as Uint8Array)[k] as number]?.push(row),
        ),
      );
      const results = scatter(schema, batches, n);
      expect(results.map((batch) => rowsOf(batch.data.children[0] as Data))).toEqual(expected);
    }),
    RUNS,
  );
});

test.each(KINDS)('a stream and back: $name', (kind) => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 30 }).chain((length) => column(kind, length)),
      (data) => {
        // Compact first, as every stored block is: apache-arrow writes slices of some types wrongly.
        const compact = take(
          data,
          Int32Array.from({ length: data.length }, (_, i) => i),
        );
        const schema = new Schema([new Field('x', data.type, true)]);
        const table = decodeStream(encodeStream(schema, [batchOf(schema, [compact])]));
        expect(table.batches.flatMap((batch) => rowsOf(batch.data.children[0] as Data))).toEqual(
          rowsOf(data),
        );
      },
    ),
    RUNS,
  );
});
