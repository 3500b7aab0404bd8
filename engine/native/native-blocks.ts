/** What finished tasks left: rows as tables of the instance, encoded files as bytes or on the disk. */
import { internalError } from '../contract/errors.ts';
import type { BlockId } from '../contract/ids.ts';
import { type BlockStore, blockLost } from '../worker/block-store.ts';
import { quoteName } from '../worker/duckdb/stored-types.ts';
import type { BlockInfo } from '../worker/protocol.ts';

export type StoredBlock =
  | { readonly kind: 'table'; readonly table: string }
  /** A file at the place where its output wants it. */
  | { readonly kind: 'file'; readonly path: string };

export interface NativeBlocks {
  readonly add: (info: BlockInfo, block: StoredBlock) => BlockInfo;
  /** Of encoded pieces. */
  readonly bytes: BlockStore;
  /** Throws operational `block-lost`. */
  readonly tableOf: (id: BlockId) => string;
  readonly fileOf: (id: BlockId) => string | undefined;
  readonly drop: (ids: readonly BlockId[]) => Promise<void>;
  /** All that a member of the pool has made. */
  readonly dropOf: (worker: number) => Promise<void>;
}

/** @param execute runs a statement on a connection of its own */
export function createNativeBlocks(
  bytes: BlockStore,
  execute: (sql: string) => Promise<unknown>,
): NativeBlocks {
  const blocks = new Map<BlockId, { readonly info: BlockInfo; readonly block: StoredBlock }>();

  const drop = async (ids: readonly BlockId[]): Promise<void> => {
    bytes.drop(ids);
    for (const id of ids) {
      const found = blocks.get(id);
      if (found === undefined) continue;
      blocks.delete(id);
      if (found.block.kind === 'table')
        await execute(`DROP TABLE IF EXISTS ${quoteName(found.block.table)}`);
    }
  };

  return {
    bytes,
    add: (info, block) => {
      blocks.set(info.id, { info, block });
      return info;
    },
    tableOf: (id) => {
      const found = blocks.get(id);
      if (found === undefined) throw blockLost(id, 'the worker does not hold them');
      if (found.block.kind !== 'table') throw internalError(`block ${id} has no rows`);
      return found.block.table;
    },
    fileOf: (id) => {
      const block = blocks.get(id)?.block;
      return block?.kind === 'file' ? block.path : undefined;
    },
    drop,
    dropOf: (worker) =>
      drop([...blocks.values()].flatMap(({ info }) => (info.worker === worker ? [info.id] : []))),
  };
}
