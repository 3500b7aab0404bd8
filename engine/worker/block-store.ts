/**
 * The blocks that one worker holds, outside the wasm heap. Over its budget the least recently used
 * ones go to the spill file; a read brings them back without keeping them in memory.
 */
import { type EngineFailure, operationalError } from '../contract/errors.ts';
import type { BlockId } from '../contract/ids.ts';
import type { SpillFile } from '../runtime/runtime.ts';
import type { BlockInfo } from './protocol.ts';

export interface BlockStore {
  /** Keeps the bytes (not a copy). A block of the same id holds the same content: it stays. */
  readonly put: (id: BlockId, rows: number, bytes: Uint8Array) => BlockInfo;
  /** Throws operational `block-lost` when the block is not here, or its spilled bytes are damaged. */
  readonly read: (id: BlockId) => Uint8Array;
  readonly has: (id: BlockId) => boolean;
  readonly drop: (ids: readonly BlockId[]) => void;
  /** Bytes held in memory, and on disk. */
  readonly sizes: () => { readonly memory: number; readonly spilled: number };
  readonly close: () => void;
}

export interface BlockStoreOptions {
  /** Index of this worker in the pool. */
  readonly worker: number;
  /** Bytes to keep in memory. Without a spill file it is a wish. */
  readonly budget: number;
  readonly spill: SpillFile | undefined;
  readonly crc32: (bytes: Uint8Array) => number;
}

interface Entry {
  readonly info: BlockInfo;
  /** Undefined while only the spill file has the bytes. */
  bytes: Uint8Array | undefined;
  /** Offset in the spill file. */
  offset: number | undefined;
}

export const blockLost = (id: BlockId, reason: string): EngineFailure =>
  operationalError('block-lost', `Stored rows are gone: ${reason}.`, {
    hint: 'They are computed again from their inputs.',
    detail: id,
  });

export function createBlockStore(options: BlockStoreOptions): BlockStore {
  const { worker, budget, spill, crc32 } = options;
  // Insertion order is the order of use: a block moves to the end when it is read.
  const entries = new Map<BlockId, Entry>();
  let memory = 0;
  let spilled = 0;

  const touch = (id: BlockId, entry: Entry): void => {
    entries.delete(id);
    entries.set(id, entry);
  };

  const spillOne = (file: SpillFile, entry: Entry, bytes: Uint8Array): void => {
    if (entry.offset === undefined) {
      entry.offset = file.append(bytes);
      spilled += bytes.length;
    }
    entry.bytes = undefined;
    memory -= bytes.length;
  };

  const shrink = (): void => {
    if (spill === undefined) return;
    for (const entry of entries.values()) {
      if (memory <= budget) return;
      if (entry.bytes !== undefined) spillOne(spill, entry, entry.bytes);
    }
  };

  const remove = (id: BlockId): void => {
    const entry = entries.get(id);
    if (entry === undefined) return;
    entries.delete(id);
    if (entry.bytes !== undefined) memory -= entry.bytes.length;
    if (entry.offset !== undefined) {
      spill?.release(entry.offset, entry.info.bytes);
      spilled -= entry.info.bytes;
    }
  };

  const readSpilled = (entry: Entry, offset: number): Uint8Array => {
    const { id, bytes, checksum } = entry.info;
    const read = spill?.read(offset, bytes);
    if (read !== undefined && crc32(read) === checksum) return read;
    remove(id);
    throw blockLost(id, 'what was written to the temporary folder reads back differently');
  };

  return {
    put: (id, rows, bytes) => {
      const known = entries.get(id);
      if (known !== undefined) {
        touch(id, known);
        return known.info;
      }
      const info: BlockInfo = { id, worker, rows, bytes: bytes.length, checksum: crc32(bytes) };
      entries.set(id, { info, bytes, offset: undefined });
      memory += bytes.length;
      try {
        shrink();
      } catch (thrown) {
        // The disk is full: without this block the store is as it was before.
        remove(id);
        throw thrown;
      }
      return info;
    },
    read: (id) => {
      const entry = entries.get(id);
      if (entry === undefined) throw blockLost(id, `worker ${worker} does not hold them`);
      touch(id, entry);
      if (entry.bytes !== undefined) return entry.bytes;
      return readSpilled(entry, entry.offset as number);
    },
    has: (id) => entries.has(id),
    drop: (ids) => ids.forEach(remove),
    sizes: () => ({ memory, spilled }),
    close: () => {
      entries.clear();
      memory = 0;
      spilled = 0;
      spill?.close();
    },
  };
}
