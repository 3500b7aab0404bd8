/** Values of one column, gathered row by row into the buffers that Arrow has. */
import {
  type DataType,
  Binary,
  Bool,
  DateDay,
  Float32,
  Float64,
  Int16,
  Int32,
  Int64,
  Utf8,
} from 'apache-arrow';
import {
  makeData,
  RecordBatch,
  Schema,
  Struct,
  TimeMicrosecond,
  TimestampMicrosecond,
} from 'apache-arrow';
import { Field } from 'apache-arrow';
import type { Data } from 'apache-arrow';
import type { Transport } from '../../contract/database.ts';
import { encodeStream } from '../../worker/arrow/ipc.ts';

/** Rows of one batch: batches of 16 K rows or more are read at half the cost. */
const BATCH_ROWS = 65_536;
/** Texts of a batch, over all columns. */
const BATCH_BYTES = 16 << 20;

export interface ColumnBuilder {
  readonly addNull: () => void;
  /** Of `text` and `bytes`. The bytes are copied. */
  readonly addBytes: (source: Uint8Array, start: number, end: number) => void;
  /** Of all others but the 64 bits wide. */
  readonly addNumber: (value: number) => void;
  readonly addBigInt: (value: bigint) => void;
  readonly bytes: () => number;
  /** The column's buffers; the builder begins anew. */
  readonly take: () => Data;
}

const TYPES: Readonly<Record<Transport, () => DataType>> = {
  bool: () => new Bool(),
  int16: () => new Int16(),
  int32: () => new Int32(),
  int64: () => new Int64(),
  float32: () => new Float32(),
  float64: () => new Float64(),
  date: () => new DateDay(),
  time: () => new TimeMicrosecond(),
  timestamp: () => new TimestampMicrosecond(),
  timestamptz: () => new TimestampMicrosecond('UTC'),
  interval: () => new Utf8(),
  bytes: () => new Binary(),
  text: () => new Utf8(),
};

type Numbers = Uint8Array | Int16Array | Int32Array | BigInt64Array | Float32Array | Float64Array;

const STORES: Readonly<Record<Transport, (new (length: number) => Numbers) | undefined>> = {
  bool: Uint8Array,
  int16: Int16Array,
  int32: Int32Array,
  int64: BigInt64Array,
  float32: Float32Array,
  float64: Float64Array,
  date: Int32Array,
  time: BigInt64Array,
  timestamp: BigInt64Array,
  timestamptz: BigInt64Array,
  interval: undefined,
  bytes: undefined,
  text: undefined,
};

function createBuilder(transport: Transport): ColumnBuilder {
  const type = TYPES[transport]();
  const Store = STORES[transport];
  let rows = 0;
  let nulls = 0;
  let valid = new Uint8Array(BATCH_ROWS / 8);
  let values: Numbers | undefined = Store && new Store(BATCH_ROWS);
  let offsets = new Int32Array(BATCH_ROWS + 1);
  let text = new Uint8Array(1 << 16);
  let end = 0;

  const mark = (): void => {
    const at = rows >> 3;
    valid[at] = (valid[at] ?? 0) | (1 << (rows & 7));
    rows += 1;
    offsets[rows] = end;
  };
  return {
    addNull: () => {
      rows += 1;
      nulls += 1;
      offsets[rows] = end;
    },
    addBytes: (source, start, stop) => {
      const length = stop - start;
      if (end + length > text.length) {
        const larger = new Uint8Array(Math.max(text.length * 2, end + length));
        larger.set(text.subarray(0, end));
        text = larger;
      }
      text.set(source.subarray(start, stop), end);
      end += length;
      mark();
    },
    addNumber: (value) => {
      (values as Float64Array)[rows] = value;
      mark();
    },
    addBigInt: (value) => {
      (values as BigInt64Array)[rows] = value;
      mark();
    },
    bytes: () => end,
    take: () => {
      const common = { type, length: rows, nullCount: nulls, nullBitmap: valid };
      const data =
        values === undefined
          ? makeData({
              ...common,
              type: type as Utf8,
              valueOffsets: offsets.subarray(0, rows + 1),
              data: text.subarray(0, end),
            })
          : makeData({
              ...common,
              type: type as Int32,
              data: (transport === 'bool'
                ? packed(values as Uint8Array, rows)
                : values.subarray(0, rows)) as Int32Array,
            });
      [rows, nulls, end] = [0, 0, 0];
      valid = new Uint8Array(BATCH_ROWS / 8);
      values = Store && new Store(BATCH_ROWS);
      offsets = new Int32Array(BATCH_ROWS + 1);
      text = new Uint8Array(1 << 16);
      return data as Data;
    },
  };
}

function packed(flags: Uint8Array, rows: number): Uint8Array {
  const bits = new Uint8Array((rows + 7) >> 3);
  for (let row = 0; row < rows; row++) {
    if (flags[row] === 1) bits[row >> 3] = (bits[row >> 3] ?? 0) | (1 << (row & 7));
  }
  return bits;
}

/** Rows gathered into batches. */
export interface BatchBuilder {
  readonly columns: readonly ColumnBuilder[];
  /** Call it behind each row; gives a batch that is full, as an Arrow IPC stream. */
  readonly endRow: () => Uint8Array | undefined;
  /** The rows that are left. */
  readonly finish: () => Uint8Array | undefined;
}

export function createBatchBuilder(
  columns: readonly { readonly name: string; readonly transport: Transport }[],
): BatchBuilder {
  const builders = columns.map(({ transport }) => createBuilder(transport));
  const fields = columns.map(({ name, transport }) => new Field(name, TYPES[transport](), true));
  const schema = new Schema(fields);
  let rows = 0;
  const take = (): Uint8Array | undefined => {
    if (rows === 0) return undefined;
    const children = builders.map((builder) => builder.take());
    const data = makeData({ type: new Struct(fields), length: rows, nullCount: 0, children });
    rows = 0;
    return encodeStream(schema, [new RecordBatch(schema, data)]);
  };
  return {
    columns: builders,
    endRow: () => {
      rows += 1;
      let bytes = 0;
      for (const builder of builders) bytes += builder.bytes();
      const full = rows === BATCH_ROWS || bytes > BATCH_BYTES;
      return full ? take() : undefined;
    },
    finish: take,
  };
}
