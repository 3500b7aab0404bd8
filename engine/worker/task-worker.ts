/** A worker of the pool: runs tasks in its own DuckDB, holds their blocks, gives them to its peers. */
import { transfer } from 'comlink';
import type { Result } from '../contract/errors.ts';
import { asResult, internalError, operationalError } from '../contract/errors.ts';
import type { BlockId } from '../contract/ids.ts';
import type { WorkerRuntime } from '../runtime/runtime.ts';
import type { BlockStore } from './block-store.ts';
import { createBlockStore } from './block-store.ts';
import { cutStreams } from './arrow/cut-streams.ts';
import type { ColumnCache } from './column-cache.ts';
import { keepBytes } from './kept-bytes.ts';
import { createColumnCache } from './column-cache.ts';
import type { BindingsLoader } from './duckdb/bindings.ts';
import { openSession } from './duckdb/open-session.ts';
import type { Session } from './duckdb/session.ts';
import { createPeers } from './peers.ts';
import type { BlockInfo, TaskResult, TaskSpec, TaskWorkerApi, WorkerSetup } from './protocol.ts';
import { createRowStreams } from './readers/database/row-streams.ts';
import { createPieceStreams } from './readers/text/piece-streams.ts';
import { runTask } from './run-task.ts';
import type { TaskParts } from './task-parts.ts';

export interface TaskWorkerOptions extends TaskParts {
  readonly bindings: BindingsLoader;
  readonly runtime: WorkerRuntime;
}

/** What exists once `setup` was called. */
interface Open {
  readonly index: number;
  readonly session: Session;
  readonly blocks: BlockStore;
  readonly columnCache: ColumnCache;
}

/** Share of the heap that cached columns may hold; DuckDB itself gets the rest. */
const CACHE_SHARE = 0.4;

export function createTaskWorker(options: TaskWorkerOptions): TaskWorkerApi {
  const { runtime } = options;
  let open: Open | undefined;
  let cacheBytes = 0;
  const room = (): number => cacheBytes - (open?.columnCache.bytes() ?? 0);
  const kept = runtime.keepsBytes ? keepBytes(runtime.bytes, room) : undefined;
  const bytes = kept ?? runtime.bytes;
  /** Tasks that run or wait for their turn. */
  let tasks = 0;
  let last: Promise<unknown> = Promise.resolve();

  const opened = (): Open => {
    if (open === undefined) throw internalError('the worker was not set up');
    return open;
  };

  /**
   * What uses DuckDB's connection runs one after the other: between the slices of a query other
   * messages are handled, and a second query on the connection would end the first.
   */
  const inTurn = <T>(work: () => Promise<T>): Promise<Result<T>> => {
    const turn = last.then(() => asResult(work));
    last = turn;
    return turn;
  };

  const readOwn = (id: BlockId): Uint8Array => opened().blocks.read(id);
  const peers = createPeers(readOwn);
  const pieces = createPieceStreams(bytes);
  const rowStreams = createRowStreams(runtime.databases);

  const readBlock = async (block: BlockInfo): Promise<Uint8Array> => {
    const { index, blocks } = opened();
    if (blocks.has(block.id) || block.worker === index) return blocks.read(block.id);
    const bytes = await peers.read(block.worker, block.id);
    if (runtime.crc32(bytes) === block.checksum) return bytes;
    throw operationalError('block-lost', 'Stored rows came damaged from another worker.', {
      hint: 'They are computed again from their inputs.',
      detail: block.id,
    });
  };

  const setup = async (given: WorkerSetup): Promise<{ duckdbVersion: string }> => {
    const { index, module, parquet, memoryLimit, blockBudget, spillDirectory } = given;
    if (module === undefined) throw internalError('a worker without DuckDB');
    const session = await openSession({
      bindings: options.bindings,
      module,
      parquet,
      memoryLimit: memoryLimit * (1 - CACHE_SHARE),
    });
    const spill =
      spillDirectory === undefined
        ? undefined
        : runtime.createSpillFile(spillDirectory, `worker-${index}`);
    const { crc32 } = runtime;
    const blocks = createBlockStore({ worker: index, budget: blockBudget, spill, crc32 });
    const columnCache = createColumnCache(memoryLimit * CACHE_SHARE);
    cacheBytes = memoryLimit * CACHE_SHARE;
    open = { index, session, blocks, columnCache };
    return { duckdbVersion: String(session.query('SELECT version()').getChildAt(0)?.get(0)) };
  };

  const task = async (spec: TaskSpec): Promise<TaskResult> => {
    const { session, blocks, columnCache } = opened();
    return runTask(spec, {
      session,
      blocks,
      columnCache,
      readBlock,
      bytes,
      openSplit: options.openSplit,
      databases: runtime.databases,
      prepareEncoder: options.prepareEncoder,
    });
  };

  return {
    setup: (given) => inTurn(() => setup(given)),
    connect: async (peer, port) => peers.connect(peer, port),
    runTask: async (spec) => {
      tasks += 1;
      try {
        return await inTurn(() => task(spec));
      } finally {
        tasks -= 1;
        kept?.shrink();
        if (tasks === 0) open?.session.resetCancel();
      }
    },
    // Without a task there is nothing to stop; what comes next is not meant.
    cancel: async () => {
      if (tasks > 0) open?.session.cancel();
    },
    describeSource: (request) =>
      inTurn(() => {
        const { session } = opened();
        const { databases } = runtime;
        return options.describeSource(request, { session, bytes, databases });
      }),
    // No turn to wait for: it uses no connection.
    scanChunk: (chunk) => asResult(() => options.scanChunk(chunk, bytes)),
    cutSplit: ({ split, description }) =>
      asResult(() => options.cutSplit(split, description, bytes)),
    storePiece: ({ stream, file, start, end, block }) =>
      asResult(async () => {
        const { blocks } = opened();
        return blocks.put(block, 0, await pieces.read(stream, file, start, end));
      }),
    // No turn to wait for: it uses no connection of DuckDB.
    storeRows: (request) =>
      asResult(async () => {
        const piece = await rowStreams.next(request);
        return piece && opened().blocks.put(request.block, piece.rows, piece.stream);
      }),
    endRows: (stream) => rowStreams.end(stream),
    describe: async (sql) => opened().session.describe(sql),
    readBlock: async (id) => {
      // A copy, because the block stays here; its buffer is the copy's own and can be transferred.
      const result = await asResult(() => readOwn(id).slice());
      return result.ok ? transfer(result, [result.value.buffer]) : result;
    },
    // No turn to wait for: whoever scrolls must not wait for a task.
    cutRows: async (rows) => {
      const result = await asResult(async () => {
        const pieces = rows.map(async ({ block, from, to }) => ({
          stream: await readBlock(block),
          from,
          to,
        }));
        return cutStreams(await Promise.all(pieces));
      });
      return result.ok ? transfer(result, [result.value.buffer]) : result;
    },
    dropBlocks: async (ids) => opened().blocks.drop(ids),
    writeFile: (request) =>
      inTurn(() => options.writeFile(request, { readBlock, openOutput: runtime.openOutput })),
    trim: async () => {
      await inTurn(async () => {
        opened().columnCache.trim();
        kept?.drop();
      });
    },
  };
}
