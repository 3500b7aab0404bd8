/** Where the text of a split lies while it is read: in an array, or already in DuckDB's memory. */
import { searchable } from '../../../sources/csv/record-scanner.ts';
import type { Session } from '../../duckdb/session.ts';

export interface TextMemory {
  /** The wasm heap moves when it grows: ask again after every `await` and every call of DuckDB. */
  readonly bytes: () => Uint8Array;
  /** The same, and a line end behind them where there is none. */
  readonly lines: () => Uint8Array;
  /** Leaves out the first bytes. Before `register` only. */
  readonly dropFront: (count: number) => void;
  /** Makes the first `length` bytes readable as a file of that name until `release`. */
  readonly register: (name: string, length: number) => void;
  /** Safe to call twice. */
  readonly release: () => void;
}

const LF = 0x0a;

export function arrayMemory(array: Uint8Array, session: Session): TextMemory {
  let bytes = searchable(array);
  let file: string | undefined;
  return {
    bytes: () => bytes,
    lines: () => {
      if (bytes.at(-1) === LF) return bytes;
      const ended = new Uint8Array(bytes.length + 1);
      ended.set(bytes);
      ended[bytes.length] = LF;
      return ended;
    },
    dropFront: (count) => {
      bytes = bytes.subarray(count);
    },
    register: (name, length) => {
      session.registerFile(name, bytes.subarray(0, length));
      file = name;
    },
    release: () => {
      if (file !== undefined) session.dropFile(file);
      file = undefined;
    },
  };
}

/** @param read writes to all of what `target` gives */
export async function readToHeap(
  session: Session,
  size: number,
  read: (target: () => Uint8Array) => Promise<void>,
): Promise<TextMemory> {
  // A line end may have to be put behind it.
  const room = session.reserveFile(size + 1);
  try {
    await read(() => room.bytes().subarray(0, size));
  } catch (thrown) {
    room.release();
    throw thrown;
  }
  let length = size;
  let file: string | undefined;
  const bytes = (): Uint8Array => searchable(room.bytes()).subarray(0, length);
  return {
    bytes,
    lines: () => {
      const text = bytes();
      if (text.at(-1) === LF) return text;
      const ended = room.bytes().subarray(0, length + 1);
      ended[length] = LF;
      return ended;
    },
    dropFront: (count) => {
      // DuckDB reads from the first byte of the memory on.
      if (count > 0) bytes().copyWithin(0, count);
      length -= count;
    },
    register: (name, used) => {
      room.register(name, used);
      file = name;
    },
    release: () => {
      room.release();
      if (file !== undefined) session.dropFile(file);
      file = undefined;
    },
  };
}
