/**
 * Finds bytes of a few kinds, 16 at a time. The
 * one WebAssembly function that this needs is spelt out here, so that no other compiler is needed.
 */

/** Bytes that one call looks at. */
export const BLOCK_BYTES = 64 * 1024;

const PAGE_BYTES = 64 * 1024;
/** Kinds of bytes that the function is given. */
const KINDS = 6;

/** Behind the block: a position for each byte, and a few that are written too much. */
const PAGES = BLOCK_BYTES / PAGE_BYTES + (BLOCK_BYTES * 4) / PAGE_BYTES + 1;

export interface ByteFinder {
  /**
   * Finds the bytes of a block.
   * @returns how many there are; `positions` has them, ascending, until another block is searched
   */
  readonly find: (block: Uint8Array) => number;
  readonly positions: Int32Array;
}

/**
 * @param kinds bytes to find: one to six
 * @returns undefined where WebAssembly has no SIMD
 */
export function createByteFinder(kinds: readonly number[]): ByteFinder | undefined {
  instance ??= instantiate();
  if (instance === undefined) return undefined;
  const { memory, find } = instance;
  const room = new Uint8Array(memory.buffer, 0, BLOCK_BYTES);
  const positions = new Int32Array(memory.buffer, BLOCK_BYTES, BLOCK_BYTES);
  const all = Array.from({ length: KINDS }, (_, i) => kinds[i] ?? (kinds[0] as number));
  return {
    positions,
    find: (block) => {
      room.set(block);
      let count = (find(block.length, ...all) - BLOCK_BYTES) / 4;
      // The last 16 bytes may be those of an earlier block in part.
      while (count > 0 && (positions[count - 1] as number) >= block.length) count--;
      return count;
    },
  };
}

/** A search ahead of this much is left to `indexOf`: most are over before. */
const NEAR_BYTES = 1024;

/** Like `indexOf` in `bytes[from, to)`, but for `to` where there is none: for browsers, where that is slow. */
export function findByte(bytes: Uint8Array, byte: number, from: number, to: number): number {
  const near = Math.min(to, from + NEAR_BYTES);
  const found = bytes.subarray(from, near).indexOf(byte);
  if (found !== -1) return from + found;
  const finder = near === to ? undefined : createByteFinder([byte]);
  if (finder === undefined) {
    const far = bytes.subarray(near, to).indexOf(byte);
    return far === -1 ? to : near + far;
  }
  for (let at = near; at < to; at += BLOCK_BYTES) {
    const block = bytes.subarray(at, Math.min(to, at + BLOCK_BYTES));
    if (finder.find(block) > 0) return at + (finder.positions[0] as number);
  }
  return to;
}

interface Exports {
  readonly memory: WebAssembly.Memory;
  /** Gives the address behind the last position. */
  readonly find: (length: number, ...kinds: number[]) => number;
}

let instance: Exports | undefined;

function instantiate(): Exports | undefined {
  const bytes = moduleBytes();
  if (!WebAssembly.validate(bytes)) return undefined;
  return new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as unknown as Exports;
}

// Opcodes, named as the text format of WebAssembly names them.
const I32 = 0x7f;
const V128 = 0x7b;
const EMPTY = 0x40;
const END = 0x0b;
const BLOCK = [0x02, EMPTY];
const LOOP = [0x03, EMPTY];
const BR = (depth: number): number[] => [0x0c, depth];
const BR_IF = (depth: number): number[] => [0x0d, depth];
const GET = (local: number): number[] => [0x20, local];
const SET = (local: number): number[] => [0x21, local];
const TEE = (local: number): number[] => [0x22, local];
const CONST = (value: number): number[] => [0x41, ...leb(value)];
const EQZ = [0x45];
const GE_U = [0x4f];
const CTZ = [0x68];
const POPCNT = [0x69];
const ADD = [0x6a];
const SUB = [0x6b];
const AND = [0x71];
const SHL = [0x74];
/** Any address is allowed; a hint of 4 bytes. */
const STORE = (offset: number): number[] => [0x36, 2, ...leb(offset)];
const SIMD = 0xfd;
const V128_LOAD = [SIMD, 0x00, 0, 0];
const V128_OR = [SIMD, 0x50];
const I8X16_SPLAT = [SIMD, 0x0f];
const I8X16_EQ = [SIMD, 0x23];
const I8X16_BITMASK = [SIMD, 0x64];

/** LEB128 of a number that is not negative, as signed and unsigned readers both take it. */
function leb(value: number): number[] {
  return value < 0x40 ? [value] : [(value & 0x7f) | 0x80, ...leb(value >> 7)];
}

/** Each step stores as many as most have, needed or not: no branch to be guessed wrong. */
const STORED_AT_ONCE = 4;

/** `find` over the block at address 0; the positions go behind it. */
function findCode(): number[] {
  // The parameters: the length, then the kinds. Then the locals, as `moduleBytes` declares them.
  const length = 0;
  const [from, out, mask, others, bytes] = [KINDS + 1, KINDS + 2, KINDS + 3, KINDS + 4, KINDS + 5];
  const kinds = Array.from({ length: KINDS }, (_, i) => KINDS + 6 + i);
  const is = (kind: number): number[] => [...GET(bytes), ...GET(kind), ...I8X16_EQ];
  const storeLowest = (offset: number): number[] => [
    ...[...GET(out), ...GET(from), ...GET(mask), ...CTZ, ...ADD, ...STORE(offset)],
    ...[...GET(mask), ...GET(mask), ...CONST(1), ...SUB, ...AND, ...SET(mask)],
  ];
  return [
    ...kinds.flatMap((kind, i) => [...GET(1 + i), ...I8X16_SPLAT, ...SET(kind)]),
    ...[...CONST(BLOCK_BYTES), ...SET(out)],
    ...BLOCK,
    ...LOOP,
    ...[...GET(from), ...GET(length), ...GE_U, ...BR_IF(1)],
    ...[...GET(from), ...V128_LOAD, ...SET(bytes)],
    ...kinds.flatMap((kind, i) => (i === 0 ? is(kind) : [...is(kind), ...V128_OR])),
    ...[...I8X16_BITMASK, ...TEE(mask), ...POPCNT, ...CONST(2), ...SHL],
    ...[...GET(out), ...ADD, ...SET(others)],
    ...Array.from({ length: STORED_AT_ONCE }, (_, i) => storeLowest(4 * i)).flat(),
    ...[...GET(out), ...CONST(4 * STORED_AT_ONCE), ...ADD, ...SET(out)],
    ...BLOCK,
    ...LOOP,
    ...[...GET(mask), ...EQZ, ...BR_IF(1)],
    ...storeLowest(0),
    ...[...GET(out), ...CONST(4), ...ADD, ...SET(out), ...BR(0)],
    END,
    END,
    ...[...GET(others), ...SET(out)],
    ...[...GET(from), ...CONST(16), ...ADD, ...SET(from), ...BR(0)],
    END,
    END,
    ...GET(out),
    END,
  ];
}

function moduleBytes(): Uint8Array<ArrayBuffer> {
  const section = (id: number, content: readonly number[]): number[] => [
    id,
    ...leb(content.length),
    ...content,
  ];
  const name = (text: string): number[] => [text.length, ...new TextEncoder().encode(text)];
  const locals = [2, 4, I32, 1 + KINDS, V128];
  const body = [...locals, ...findCode()];
  return new Uint8Array([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, [1, 0x60, 1 + KINDS, ...Array<number>(1 + KINDS).fill(I32), 1, I32]),
    ...section(3, [1, 0]),
    ...section(5, [1, 0, PAGES]),
    ...section(7, [2, ...name('memory'), 2, 0, ...name('find'), 0, 0]),
    ...section(10, [1, ...leb(body.length), ...body]),
  ]);
}
