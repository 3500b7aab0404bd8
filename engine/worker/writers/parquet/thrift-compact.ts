/**
 * Thrift's compact protocol without a schema: what Parquet footers are made of, read into a tree that
 * is written back as it was, whatever fields a newer writer adds
 * (https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md).
 */
import { internalError } from '../../../contract/errors.ts';
import { joinParts } from '../../arrow/ipc.ts';

export const TRUE = 1;
const FALSE = 2;
const BYTE = 3;
export const I16 = 4;
const I32 = 5;
export const I64 = 6;
const DOUBLE = 7;
const BINARY = 8;
export const LIST = 9;
const SET = 10;
const STRUCT = 12;

export interface ThriftList {
  readonly elementType: number;
  readonly items: readonly ThriftValue[];
}

/** Fields by id. */
export type ThriftStruct = ReadonlyMap<number, ThriftField>;

/** Integers of every width are BigInts; doubles stay their eight bytes. */
export type ThriftValue = boolean | bigint | Uint8Array | ThriftList | ThriftStruct;

export interface ThriftField {
  readonly type: number;
  readonly value: ThriftValue;
}

/** Throws `EngineFailure` for bytes that are no struct. */
export function readStruct(bytes: Uint8Array): ThriftStruct {
  return new Reader(bytes).struct();
}

class Reader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  struct(): ThriftStruct {
    const fields = new Map<number, ThriftField>();
    let id = 0;
    for (;;) {
      const head = this.#byte();
      if (head === 0) return fields;
      const type = head & 0x0f;
      id = head >> 4 === 0 ? Number(this.#integer()) : id + (head >> 4);
      const isFlag = type === TRUE || type === FALSE;
      fields.set(id, { type, value: isFlag ? type === TRUE : this.#value(type) });
    }
  }

  #value(type: number): ThriftValue {
    switch (type) {
      case TRUE:
      case FALSE:
        return this.#byte() === TRUE;
      case BYTE:
        return this.#take(1);
      case I16:
      case I32:
      case I64:
        return this.#integer();
      case DOUBLE:
        return this.#take(8);
      case BINARY:
        return this.#take(Number(this.#natural()));
      case LIST:
      case SET:
        return this.#list();
      case STRUCT:
        return this.struct();
      default:
        throw internalError(`Thrift type ${type} in a Parquet footer`);
    }
  }

  #list(): ThriftList {
    const head = this.#byte();
    const length = head >> 4 === 15 ? Number(this.#natural()) : head >> 4;
    const elementType = head & 0x0f;
    return { elementType, items: Array.from({ length }, () => this.#value(elementType)) };
  }

  #natural(): bigint {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = this.#byte();
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  }

  #integer(): bigint {
    const value = this.#natural();
    return (value >> 1n) ^ -(value & 1n);
  }

  #byte(): number {
    const byte = this.#bytes[this.#at++];
    if (byte === undefined) throw internalError('a Parquet footer ends too early');
    return byte;
  }

  #take(length: number): Uint8Array {
    const part = this.#bytes.subarray(this.#at, this.#at + length);
    if (part.length < length) throw internalError('a Parquet footer ends too early');
    this.#at += length;
    return part;
  }
}

export function writeStruct(struct: ThriftStruct): Uint8Array {
  const parts: Uint8Array[] = [];
  putStruct(parts, struct);
  return joinParts(parts);
}

function putStruct(parts: Uint8Array[], struct: ThriftStruct): void {
  let last = 0;
  for (const [id, { type, value }] of [...struct].sort(([a], [b]) => a - b)) {
    const step = id - last;
    const shown = typeof value === 'boolean' ? (value ? TRUE : FALSE) : type;
    if (step < 16) parts.push(Uint8Array.of((step << 4) | shown));
    else parts.push(Uint8Array.of(shown), zigzag(BigInt(id)));
    if (typeof value !== 'boolean') putValue(parts, type, value);
    last = id;
  }
  parts.push(Uint8Array.of(0));
}

function putValue(parts: Uint8Array[], type: number, value: ThriftValue): void {
  if (typeof value === 'boolean') parts.push(Uint8Array.of(value ? TRUE : FALSE));
  else if (typeof value === 'bigint') parts.push(zigzag(value));
  else if (value instanceof Uint8Array) {
    if (type === BINARY) parts.push(varint(BigInt(value.length)));
    parts.push(value);
  } else if (value instanceof Map) putStruct(parts, value as ThriftStruct);
  else putList(parts, value as ThriftList);
}

function putList(parts: Uint8Array[], { elementType, items }: ThriftList): void {
  const { length } = items;
  if (length < 15) parts.push(Uint8Array.of((length << 4) | elementType));
  else parts.push(Uint8Array.of(0xf0 | elementType), varint(BigInt(length)));
  for (const item of items) putValue(parts, elementType, item);
}

const zigzag = (value: bigint): Uint8Array => varint(value < 0n ? -2n * value - 1n : 2n * value);

function varint(natural: bigint): Uint8Array {
  const bytes: number[] = [];
  let rest = natural;
  for (; rest >= 0x80n; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}
