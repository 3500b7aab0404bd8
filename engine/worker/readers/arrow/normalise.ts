/** Arrow types that DuckDB's reader refuses or misreads, turned into ones that it takes. */
import {
  DataType,
  Field,
  Float32,
  Float64,
  makeVector,
  RecordBatch,
  Schema,
  Struct,
  makeData,
  Table,
  tableFromIPC,
  tableToIPC,
  Utf8,
  type Vector,
} from 'apache-arrow';
import { userError } from '../../../contract/errors.ts';
import { buildVector } from '../../arrow/build-vector.ts';
import { readSchema } from '../../arrow/ipc.ts';

export interface Normalised {
  /** The IPC stream for DuckDB; the one given, when nothing had to change. */
  readonly stream: Uint8Array;
  /** Type to cast a column to after it is in DuckDB, by name. */
  readonly casts: ReadonlyMap<string, string>;
}

/**
 * Float16 becomes FLOAT and Decimal256 DOUBLE, as DuckDB's own Parquet reader has it. Intervals of
 * months or of days and milliseconds travel as text. Within nested types these are refused.
 */
export function normaliseStream(stream: Uint8Array, fileName: string): Normalised {
  const schema = readSchema(stream);
  const changed = schema.fields.filter((field) => replacement(field.type) !== undefined);
  for (const field of schema.fields) refuseNested(field, field.type, fileName);
  if (changed.length === 0) return { stream, casts: NO_CASTS };
  const casts = new Map(
    changed
      .filter((field) => DataType.isInterval(field.type))
      .map((field) => [field.name, 'INTERVAL']),
  );
  const table = tableFromIPC(stream);
  const fields = schema.fields.map(
    (field) => new Field(field.name, replacement(field.type) ?? field.type, field.nullable),
  );
  const target = new Schema(fields);
  const batches = table.batches.map((batch) => convertBatch(batch, target));
  return { stream: tableToIPC(new Table(target, batches), 'stream'), casts };
}

const NO_CASTS: ReadonlyMap<string, string> = new Map();

const HALF = 0;
/** Units of `Interval`: months, and days with milliseconds. The third is what DuckDB reads itself. */
const MONTHS = 0;
const DAYS = 1;

function replacement(type: DataType): DataType | undefined {
  if (DataType.isFloat(type) && type.precision === HALF) return new Float32();
  if (DataType.isDecimal(type) && type.bitWidth > 128) return new Float64();
  if (DataType.isInterval(type) && (type.unit === MONTHS || type.unit === DAYS)) return new Utf8();
  return undefined;
}

function refuseNested(field: Field, type: DataType, fileName: string): void {
  for (const child of type.children ?? []) {
    if (replacement(child.type) !== undefined) {
      throw unsupportedType(fileName, field.name, String(field.type));
    }
    refuseNested(field, child.type, fileName);
  }
}

export const unsupportedType = (file: string, column: string, type: string): Error =>
  userError(
    'unsupported-type',
    `Column "${column}" of ${file} has the type ${type}, which cannot be read.`,
    {
      hint: 'Leave the column out with columns, or write the file with another type.',
      location: { file, column },
    },
  );

function convertBatch(batch: RecordBatch, schema: Schema): RecordBatch {
  const children = schema.fields.map((field, i) => {
    const vector = batch.getChildAt(i);
    if (vector === null) throw new Error(`batch without column ${field.name}`);
    const converted = replacement(vector.type) === undefined ? vector : convert(vector);
    const [data] = converted.data;
    if (data === undefined) throw new Error(`column ${field.name} without data`);
    return data;
  });
  const struct = makeData({
    type: new Struct(schema.fields),
    length: batch.numRows,
    nullCount: 0,
    children,
  });
  return new RecordBatch(schema, struct);
}

function convert(vector: Vector): Vector {
  const { type } = vector;
  if (DataType.isFloat(type)) {
    const values = Array.from(vector, (value: unknown) => (value === null ? null : Number(value)));
    return buildVector(values, new Float32());
  }
  if (DataType.isDecimal(type)) return wideDecimal(vector, type.scale, type.bitWidth / 32);
  const values = Array.from(vector, (value: unknown) =>
    value instanceof Int32Array
      ? intervalText(value, DataType.isInterval(type) && type.unit === MONTHS)
      : null,
  );
  return buildVector(values, new Utf8());
}

/** Two's complement words, least significant first. */
function wideDecimal(vector: Vector, scale: number, words: number): Vector {
  const [data] = vector.data;
  if (data === undefined) return makeVector(new Float64Array());
  const source = data.values as Uint32Array;
  const values: (number | null)[] = [];
  for (let row = 0; row < vector.length; row++) {
    if (!vector.isValid(row)) {
      values.push(null);
      continue;
    }
    let whole = 0n;
    for (let word = words - 1; word >= 0; word--) {
      whole = (whole << 32n) | BigInt(source[row * words + word] ?? 0);
    }
    values.push(Number(`${BigInt.asIntN(words * 32, whole)}e${-scale}`));
  }
  return buildVector(values, new Float64());
}

function intervalText(value: Int32Array, months: boolean): string {
  if (months) {
    // The library gives years and months apart.
    return `${(value[0] ?? 0) * 12 + (value[1] ?? 0)} months`;
  }
  return `${value[0] ?? 0} days ${value[1] ?? 0} milliseconds`;
}
