/**
 * Thrift's compact protocol (thrift-compact-protocol.md) without a schema: a struct is read into its
 * fields with their wire types and written back. Enough to take a Parquet footer apart and to make
 * another one of the parts.
 */

/** Wire types. */
export const I16 = 4;
export const I32 = 5;
export const I64 = 6;
export const BINARY = 8;
export const LIST = 9;
export const STRUCT = 12;
const TRUE = 1;
const FALSE = 2;
const I8 = 3;
const DOUBLE = 7;
const SET = 10;
const MAP = 11;

export interface ThriftList {
  readonly type: number;
  readonly items: readonly ThriftValue[];
}

/** `Uint8Array`: binary, or the raw bytes of a double. Integers are bigint. */
export type ThriftValue = boolean | bigint | Uint8Array | ThriftList | ThriftMap | ThriftStruct;

export interface ThriftMap {
  readonly keyType: number;
  readonly valueType: number;
  readonly entries: readonly (readonly [ThriftValue, ThriftValue])[];
}

export interface ThriftField {
  readonly type: number;
  readonly value: ThriftValue;
}

/** Fields by id, in ascending order. */
export type ThriftStruct = ReadonlyMap<number, ThriftField>;

/** Throws `RangeError` for bytes that are no struct. */
export const readStruct = (bytes: Uint8Array): ThriftStruct => readStructAt(bytes, 0).struct;

/** The struct that starts at `start`, and where it ends. Throws `RangeError` for bytes that are none. */
export function readStructAt(
  bytes: Uint8Array,
  start: number,
): { readonly struct: ThriftStruct; readonly end: number } {
  let at = start;

  const byte = (): number => {
    const value = bytes[at++];
    if (value === undefined) throw new RangeError('the struct ends within a value');
    return value;
  };

  const varint = (): bigint => {
    let result = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const part = byte();
      result |= BigInt(part & 0x7f) << shift;
      if (part < 0x80) return result;
    }
    throw new RangeError('an integer has too many bytes');
  };

  const length = (): number => {
    const size = Number(varint());
    if (size > bytes.length - at) throw new RangeError('a length is beyond the end');
    return size;
  };

  const zigzag = (): bigint => {
    const value = varint();
    return (value >> 1n) ^ -(value & 1n);
  };

  const raw = (size: number): Uint8Array => {
    if (at + size > bytes.length) throw new RangeError('a value ends beyond the struct');
    at += size;
    return bytes.subarray(at - size, at);
  };

  const read = (type: number, inList: boolean): ThriftValue => {
    switch (type) {
      case TRUE:
      case FALSE:
        return inList ? byte() === TRUE : type === TRUE;
      case I8:
        return BigInt(byte());
      case I16:
      case I32:
      case I64:
        return zigzag();
      case DOUBLE:
        return raw(8);
      case BINARY:
        return raw(length());
      case LIST:
      case SET:
        return list();
      case MAP:
        return map();
      case STRUCT:
        return struct();
      default:
        throw new RangeError(`unknown type ${type}`);
    }
  };

  const list = (): ThriftList => {
    const header = byte();
    const type = header & 0x0f;
    const size = header >> 4 === 15 ? length() : header >> 4;
    return { type, items: Array.from({ length: size }, () => read(type, true)) };
  };

  const map = (): ThriftMap => {
    const size = length();
    if (size === 0) return { keyType: 0, valueType: 0, entries: [] };
    const types = byte();
    const [keyType, valueType] = [types >> 4, types & 0x0f];
    const entries = Array.from(
      { length: size },
      () => [read(keyType, true), read(valueType, true)] as const,
    );
    return { keyType, valueType, entries };
  };

  const struct = (): ThriftStruct => {
    const fields = new Map<number, ThriftField>();
    let id = 0;
    for (;;) {
      const header = byte();
      if (header === 0) return fields;
      const type = header & 0x0f;
      id = header >> 4 === 0 ? Number(zigzag()) : id + (header >> 4);
      fields.set(id, { type, value: read(type, false) });
    }
  };

  const result = struct();
  return { struct: result, end: at };
}

export function writeStruct(struct: ThriftStruct): Uint8Array {
  let bytes = new Uint8Array(4096);
  let length = 0;

  const reserve = (size: number): void => {
    if (length + size <= bytes.length) return;
    const larger = new Uint8Array(Math.max(bytes.length * 2, length + size));
    larger.set(bytes);
    bytes = larger;
  };
  const byte = (value: number): void => {
    reserve(1);
    bytes[length++] = value;
  };
  const raw = (value: Uint8Array): void => {
    reserve(value.length);
    bytes.set(value, length);
    length += value.length;
  };
  const varint = (value: bigint): void => {
    let rest = value;
    while (rest >= 0x80n) {
      byte(Number(rest & 0x7fn) | 0x80);
      rest >>= 7n;
    }
    byte(Number(rest));
  };
  const zigzag = (value: bigint): void => varint(value < 0n ? -value * 2n - 1n : value * 2n);

  const write = (type: number, value: ThriftValue, inList: boolean): void => {
    switch (type) {
      case TRUE:
      case FALSE:
        if (inList) byte(value === true ? TRUE : FALSE);
        return;
      case I8:
        byte(Number(value as bigint));
        return;
      case I16:
      case I32:
      case I64:
        zigzag(value as bigint);
        return;
      case DOUBLE:
        raw(value as Uint8Array);
        return;
      case BINARY:
        varint(BigInt((value as Uint8Array).length));
        raw(value as Uint8Array);
        return;
      case LIST:
      case SET:
        list(value as ThriftList);
        return;
      case MAP:
        map(value as ThriftMap);
        return;
      default:
        fields(value as ThriftStruct);
    }
  };

  const list = ({ type, items }: ThriftList): void => {
    byte((Math.min(items.length, 15) << 4) | type);
    if (items.length >= 15) varint(BigInt(items.length));
    for (const item of items) write(type, item, true);
  };

  const map = ({ keyType, valueType, entries }: ThriftMap): void => {
    varint(BigInt(entries.length));
    if (entries.length === 0) return;
    byte((keyType << 4) | valueType);
    for (const [key, value] of entries) {
      write(keyType, key, true);
      write(valueType, value, true);
    }
  };

  const fields = (value: ThriftStruct): void => {
    let before = 0;
    for (const [id, field] of value) {
      const delta = id - before;
      if (delta > 0 && delta < 16) byte((delta << 4) | field.type);
      else {
        byte(field.type);
        zigzag(BigInt(id));
      }
      write(field.type, field.value, false);
      before = id;
    }
    byte(0);
  };

  fields(struct);
  return bytes.slice(0, length);
}
