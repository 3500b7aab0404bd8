/** Values that DuckDB hands out as opaque bytes: integers beyond 64 bits, and what it packs into bytes. */

/** @param bytes 16 bytes per value, two's complement, least significant first */
export function hugeintAt(bytes: Uint8Array, row: number): bigint {
  return (BigInt.asIntN(64, wordAt(bytes, row * 16 + 8)) << 64n) | wordAt(bytes, row * 16);
}

/** @param bytes 16 bytes per value, least significant first */
export function uhugeintAt(bytes: Uint8Array, row: number): bigint {
  return (wordAt(bytes, row * 16 + 8) << 64n) | wordAt(bytes, row * 16);
}

/** @param bytes a view whose values may lie at any address, so that no BigUint64Array fits over it */
function wordAt(bytes: Uint8Array, at: number): bigint {
  return new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(at, true);
}

/**
 * DuckDB's VARINT (`bignum`): three header bytes (sign bit, then the number of bytes), then the
 * magnitude, most significant byte first; of negative numbers every bit is inverted
 * (src/include/duckdb/common/types/bignum.hpp).
 */
export function bignumOf(bytes: Uint8Array): bigint {
  const negative = ((bytes[0] as number) & 0x80) === 0;
  const flip = negative ? 0xff : 0;
  let digits = '';
  for (const byte of bytes.subarray(3)) digits += (byte ^ flip).toString(16).padStart(2, '0');
  const magnitude = BigInt(`0x${digits || '0'}`);
  return negative ? -magnitude : magnitude;
}

/** DuckDB's BIT: one byte with the number of padding bits, then the bits, the padding (ones) first. */
export function bitText(bytes: Uint8Array): string {
  let bits = '';
  for (const byte of bytes.subarray(1)) bits += byte.toString(2).padStart(8, '0');
  return bits.slice(bytes[0]);
}

/** @param bytes 16 bytes per value, in the order of the text (`arrow.uuid`) */
export function uuidText(bytes: Uint8Array, row: number): string {
  let hex = '';
  for (let i = row * 16; i < row * 16 + 16; i++) {
    hex += (bytes[i] as number).toString(16).padStart(2, '0');
  }
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

export interface TimeWithZone {
  /** Microseconds since midnight, local. */
  readonly micros: bigint;
  /** Seconds east of UTC. */
  readonly offset: number;
}

/** 15:59:59, the largest offset: stored offsets are counted down from it. */
const MAX_OFFSET = 16 * 60 * 60 - 1;

/**
 * @param bytes 8 bytes per value: 40 bits of microseconds above 24 bits of offset
 * (`dtime_tz_t`, src/include/duckdb/common/types/datetime.hpp)
 */
export function timeWithZoneAt(bytes: Uint8Array, row: number): TimeWithZone {
  const bits = wordAt(bytes, row * 8);
  return { micros: bits >> 24n, offset: MAX_OFFSET - Number(bits & 0xffffffn) };
}

/** The same from DuckDB's text, e.g. `12:00:00.5+05:30`. */
export function parseTimeWithZone(text: string): TimeWithZone {
  const [, hours, minutes, seconds, fraction = '', sign, ...east] =
    /^(\d+):(\d+):(\d+)(?:\.(\d+))?([+-])(\d+)(?::(\d+))?(?::(\d+))?$/.exec(text) ?? [];
  const inSeconds = (parts: readonly (string | undefined)[]): number =>
    parts.reduce((sum, part) => sum * 60 + Number(part ?? 0), 0);
  return {
    micros:
      BigInt(inSeconds([hours, minutes, seconds])) * 1_000_000n + BigInt(fraction.padEnd(6, '0')),
    offset: inSeconds(east) * (sign === '-' ? -1 : 1),
  };
}
