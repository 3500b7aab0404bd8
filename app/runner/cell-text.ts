/** Values of Arrow columns as DuckDB writes them, to be read by people. */
import { DataType, TimeUnit, Vector } from 'apache-arrow';
import type { Data, Struct } from 'apache-arrow';
import type { ColumnType } from '../../engine/contract/schema.ts';

/** The text of one value; null for null. */
export function cellText(vector: Vector, type: ColumnType, row: number): string | null {
  if (!vector.isValid(row)) return null;
  switch (type.kind) {
    case 'decimal':
      return decimalText(integerAt(vector, row, true), type.scale);
    case 'enum':
      return String(vector.get(row));
    case 'list':
    case 'array': {
      const items = vector.get(row) as Vector;
      const texts = Array.from({ length: items.length }, (_, i) =>
        cellText(items, type.element, i),
      );
      return `[${texts.map(orNull).join(', ')}]`;
    }
    case 'struct': {
      const fields = type.fields.map(({ name, type: of }, i) => {
        const child = vector.getChildAt(i);
        return `'${name}': ${orNull(child === null ? null : cellText(child, of, row))}`;
      });
      return `{${fields.join(', ')}}`;
    }
    case 'map':
      return mapText(vector, type.key, type.value, row);
    case 'union':
      return String(vector.get(row));
    case 'scalar':
      return scalarText(vector, type.name, row);
  }
}

const orNull = (text: string | null): string => text ?? 'NULL';

function mapText(vector: Vector, key: ColumnType, value: ColumnType, row: number): string {
  const { data, index } = chunkAt(vector, row);
  const entries = new Vector([data.children[0] as Data<Struct>]);
  const [from = 0, to = 0] = (data.valueOffsets as Int32Array).subarray(index, index + 2);
  const [keys, values] = [entries.getChildAt(0), entries.getChildAt(1)];
  if (keys === null || values === null) throw new TypeError('a map without keys or values');
  const texts = Array.from(
    { length: to - from },
    (_, i) =>
      `${orNull(cellText(keys, key, from + i))}=${orNull(cellText(values, value, from + i))}`,
  );
  return `{${texts.join(', ')}}`;
}

function scalarText(vector: Vector, name: string, row: number): string {
  switch (name) {
    case 'HUGEINT':
    case 'UHUGEINT':
      return String(integerAt(vector, row, name === 'HUGEINT'));
    case 'UUID':
      return uuidText(vector.get(row) as Uint8Array);
    case 'BLOB':
      return blobText(vector.get(row) as Uint8Array);
    case 'DATE':
      return dateText(ticksAt(vector, row));
    case 'TIME':
      return timeText(ticksAt(vector, row), ticksPerSecond(vector));
    case 'TIMESTAMP':
    case 'TIMESTAMP_S':
    case 'TIMESTAMP_MS':
    case 'TIMESTAMP_NS':
      return timestampText(ticksAt(vector, row), ticksPerSecond(vector));
    case 'TIMESTAMP WITH TIME ZONE':
      return `${timestampText(ticksAt(vector, row), ticksPerSecond(vector))}+00`;
    default: {
      const value: unknown = vector.get(row);
      return value instanceof Uint8Array ? blobText(value) : String(value);
    }
  }
}

/** The chunk that holds a row. Arrow's own getters give times as milliseconds and lose digits. */
function chunkAt(vector: Vector, row: number): { readonly data: Data; readonly index: number } {
  let index = row;
  for (const data of vector.data) {
    if (index < data.length) return { data, index };
    index -= data.length;
  }
  throw new RangeError(`no row ${row} in a column of ${vector.length}`);
}

/** 128-bit (or narrower decimal) integer, little endian. */
function integerAt(vector: Vector, row: number, signed: boolean): bigint {
  const { data, index } = chunkAt(vector, row);
  const values = data.values as Uint8Array | Uint32Array;
  const bytes = 16;
  const view = new DataView(values.buffer, values.byteOffset + index * bytes, bytes);
  const high = signed ? view.getBigInt64(8, true) : view.getBigUint64(8, true);
  return (high << 64n) | view.getBigUint64(0, true);
}

/** The stored number of days, seconds, milliseconds, microseconds or nanoseconds. */
function ticksAt(vector: Vector, row: number): bigint {
  const { data, index } = chunkAt(vector, row);
  const values = data.values as Int32Array | BigInt64Array;
  if (values instanceof BigInt64Array) return values[index] ?? 0n;
  const is64 =
    !DataType.isDate(vector.type) && !(DataType.isTime(vector.type) && vector.type.bitWidth === 32);
  if (!is64) return BigInt(values[index] ?? 0);
  return (
    (BigInt(values[index * 2 + 1] ?? 0) << 32n) | BigInt.asUintN(32, BigInt(values[index * 2] ?? 0))
  );
}

function ticksPerSecond({ type }: Vector): bigint {
  const { unit } = type as { readonly unit?: TimeUnit };
  return 10n ** BigInt(3 * (unit ?? TimeUnit.MICROSECOND));
}

export function decimalText(unscaled: bigint, scale: number): string {
  if (scale === 0) return String(unscaled);
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0');
  return `${unscaled < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

const DAY_SECONDS = 86_400n;

/** `2024-02-29`; years before 1 as DuckDB writes them, `0044-03-15 (BC)`. */
export function dateText(days: bigint): string {
  // ECMAScript dates reach about 275,000 years either way; DuckDB's infinities lie beyond.
  if (days > 100_000_000n) return 'infinity';
  if (days < -100_000_000n) return '-infinity';
  const date = new Date(Number(days * DAY_SECONDS) * 1000);
  const year = date.getUTCFullYear();
  const two = (part: number): string => String(part).padStart(2, '0');
  const text = `${String(year > 0 ? year : 1 - year).padStart(4, '0')}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`;
  return year > 0 ? text : `${text} (BC)`;
}

export function timeText(ticks: bigint, perSecond: bigint): string {
  const seconds = ticks / perSecond;
  const two = (part: bigint): string => String(part).padStart(2, '0');
  const text = `${two(seconds / 3600n)}:${two((seconds / 60n) % 60n)}:${two(seconds % 60n)}`;
  const rest = ticks % perSecond;
  if (rest === 0n) return text;
  const digits = String(rest).padStart(String(perSecond).length - 1, '0');
  return `${text}.${digits.replace(/0+$/, '')}`;
}

export function timestampText(ticks: bigint, perSecond: bigint): string {
  const perDay = perSecond * DAY_SECONDS;
  const inDay = ((ticks % perDay) + perDay) % perDay;
  const date = dateText((ticks - inDay) / perDay);
  return date.endsWith('infinity') ? date : `${date} ${timeText(inDay, perSecond)}`;
}

function uuidText(bytes: Uint8Array): string {
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** Printable ASCII as it is, the rest as `\xNN`. */
const blobText = (bytes: Uint8Array): string =>
  [...bytes]
    .map((byte) =>
      byte >= 0x20 && byte < 0x7f && byte !== 0x5c
        ? String.fromCharCode(byte)
        : `\\x${byte.toString(16).padStart(2, '0').toUpperCase()}`,
    )
    .join('');
