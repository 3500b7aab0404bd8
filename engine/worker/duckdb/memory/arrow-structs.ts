/**
 * The structs of Arrow's C data interface in a 32-bit heap
 * (https://arrow.apache.org/docs/format/CDataInterface.html). The arena that holds them is freed as a
 * whole: an array's `release` is null, which DuckDB takes as "nothing to release"; a schema's does
 * nothing, since DuckDB refuses null there.
 */
import type { CApi } from './c-api.ts';

/** A column's type as Arrow's format string has it. */
export interface ArrowType {
  readonly name: string;
  readonly format: string;
  /** Extension types name themselves here. */
  readonly metadata?: ReadonlyMap<string, string> | undefined;
  readonly children: readonly ArrowType[];
}

export interface ArrowNode {
  readonly length: number;
  readonly nullCount: number;
  /** Addresses; 0 where there is no buffer. */
  readonly buffers: readonly number[];
  readonly children: readonly ArrowNode[];
}

/** Heap memory that is freed together. */
export interface Arena {
  readonly take: (bytes: number) => number;
  readonly bytes: () => number;
  readonly free: () => void;
}

export function createArena(api: CApi): Arena {
  const pointers: number[] = [];
  let total = 0;
  return {
    take: (bytes) => {
      const pointer = api.allocate(bytes);
      pointers.push(pointer);
      total += bytes;
      return pointer;
    },
    bytes: () => total,
    free: () => {
      for (const pointer of pointers.splice(0)) api.free(pointer);
      total = 0;
    },
  };
}

const NULLABLE = 2n;
const SCHEMA_BYTES = 48;
const ARRAY_BYTES = 64;

const SCHEMA = {
  format: 0,
  name: 4,
  metadata: 8,
  flags: 16,
  count: 24,
  children: 32,
  release: 40,
} as const;
const ARRAY = { length: 0, nulls: 8, offset: 16, buffers: 24, count: 32, at: 40, children: 44 };

/** Address of an `ArrowSchema` of a struct with these columns. */
export const writeSchema = (api: CApi, arena: Arena, columns: readonly ArrowType[]): number =>
  writeType(api, arena, { name: '', format: '+s', children: columns });

function writeType(api: CApi, arena: Arena, type: ArrowType): number {
  const children = type.children.map((child) => writeType(api, arena, child));
  const format = writeText(api, arena, type.format);
  const name = writeText(api, arena, type.name);
  const metadata = writeMetadata(api, arena, type.metadata);
  const list = writePointers(api, arena, children);
  const at = arena.take(SCHEMA_BYTES);
  const view = cleared(api, at, SCHEMA_BYTES);
  view.setUint32(at + SCHEMA.format, format, true);
  view.setUint32(at + SCHEMA.name, name, true);
  view.setUint32(at + SCHEMA.metadata, metadata, true);
  view.setBigInt64(at + SCHEMA.flags, NULLABLE, true);
  view.setBigInt64(at + SCHEMA.count, BigInt(children.length), true);
  view.setUint32(at + SCHEMA.children, list, true);
  view.setUint32(at + SCHEMA.release, api.doNothing, true);
  return at;
}

/** Address of an `ArrowArray`. */
export function writeArray(api: CApi, arena: Arena, node: ArrowNode): number {
  const children = node.children.map((child) => writeArray(api, arena, child));
  const buffers = writePointers(api, arena, node.buffers);
  const list = writePointers(api, arena, children);
  const at = arena.take(ARRAY_BYTES);
  const view = cleared(api, at, ARRAY_BYTES);
  view.setBigInt64(at + ARRAY.length, BigInt(node.length), true);
  view.setBigInt64(at + ARRAY.nulls, BigInt(node.nullCount), true);
  view.setBigInt64(at + ARRAY.buffers, BigInt(node.buffers.length), true);
  view.setBigInt64(at + ARRAY.count, BigInt(children.length), true);
  view.setUint32(at + ARRAY.at, buffers, true);
  view.setUint32(at + ARRAY.children, list, true);
  return at;
}

/** A struct array whose children are set before each use. */
export interface StructArray {
  readonly pointer: number;
  /** Points it to `rows` rows of these arrays. */
  readonly aim: (columns: readonly ArrayRows[], rows: number) => void;
}

/** An `ArrowArray` from a row on. */
export interface ArrayRows {
  readonly array: number;
  readonly from: number;
}

export function createStructArray(api: CApi, arena: Arena, width: number): StructArray {
  const at = arena.take(ARRAY_BYTES);
  const children = arena.take(Math.max(4, 4 * width));
  const buffers = arena.take(4);
  return {
    pointer: at,
    aim: (columns, rows) => {
      const view = cleared(api, at, ARRAY_BYTES);
      view.setUint32(buffers, 0, true);
      view.setUint32(at + ARRAY.length, rows, true);
      view.setUint32(at + ARRAY.buffers, 1, true);
      view.setUint32(at + ARRAY.count, columns.length, true);
      view.setUint32(at + ARRAY.at, buffers, true);
      view.setUint32(at + ARRAY.children, children, true);
      columns.forEach(({ array, from }, i) => {
        view.setUint32(children + 4 * i, array, true);
        view.setUint32(array + ARRAY.length, rows, true);
        view.setUint32(array + ARRAY.offset, from, true);
      });
    },
  };
}

function cleared(api: CApi, at: number, bytes: number): DataView {
  api.bytes().fill(0, at, at + bytes);
  return api.view();
}

function writePointers(api: CApi, arena: Arena, pointers: readonly number[]): number {
  if (pointers.length === 0) return 0;
  const at = arena.take(4 * pointers.length);
  const view = api.view();
  pointers.forEach((pointer, i) => view.setUint32(at + 4 * i, pointer, true));
  return at;
}

const encoder = new TextEncoder();

const writeText = (api: CApi, arena: Arena, text: string): number =>
  writeBytes(api, arena, encoder.encode(`${text}\0`));

export function writeBytes(api: CApi, arena: Arena, bytes: Uint8Array): number {
  const at = arena.take(Math.max(1, bytes.length));
  api.bytes().set(bytes, at);
  return at;
}

/** Pairs of texts with their lengths in front, as the specification has it. */
function writeMetadata(
  api: CApi,
  arena: Arena,
  metadata: ReadonlyMap<string, string> | undefined,
): number {
  if (metadata === undefined || metadata.size === 0) return 0;
  const parts = [...metadata].flat().map((text) => encoder.encode(text));
  const size = parts.reduce((sum, part) => sum + 4 + part.length, 4);
  const at = arena.take(size);
  const heap = api.bytes();
  const view = api.view();
  view.setInt32(at, metadata.size, true);
  let to = at + 4;
  for (const part of parts) {
    view.setInt32(to, part.length, true);
    heap.set(part, to + 4);
    to += 4 + part.length;
  }
  return at;
}
