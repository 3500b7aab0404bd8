/** A member of the pool over native DuckDB. Members share one instance, so all of them have its blocks. */
import { transfer } from 'comlink';
import type { DuckDBInstance } from '@duckdb/node-api';
import type { Result } from '../contract/errors.ts';
import { asResult, internalError, toEngineError, unwrap } from '../contract/errors.ts';
import type { BlockId } from '../contract/ids.ts';
import type { SourceDescription } from '../contract/source.ts';
import { formatType } from '../contract/schema.ts';
import type { WorkerRuntime } from '../runtime/runtime.ts';
import type { During } from '../runtime/statement-gate.ts';
import { createBlockStore } from '../worker/block-store.ts';
import { cutStreams } from '../worker/arrow/cut-streams.ts';
import { quoteName } from '../worker/duckdb/stored-types.ts';
import type {
  BlockInfo,
  BlockRows,
  TaskResult,
  TaskSpec,
  TaskWorkerApi,
  WorkerSetup,
} from '../worker/protocol.ts';
import { writeFile } from '../worker/writers/write-file.ts';
import { createDelegate, type Delegate } from './delegate.ts';
import { createLinkedFiles, type LinkedFiles } from './linked-files.ts';
import { createNativeBlocks, type NativeBlocks } from './native-blocks.ts';
import { mayReadCsv, nativeQuery, wholeSource, type WholeSplit } from './native-source.ts';
import { createSession, type NativeSession } from './native-session.ts';
import { createOneThread, type OneThread } from './one-thread.ts';
import { connect, limitMemory, openBinder, openInstance } from './open-instance.ts';
import { createMemoryGauge, type MemoryGauge } from './memory-use.ts';
import { runNativeTask } from './run-native-task.ts';

export interface NativeOptions {
  readonly runtime: WorkerRuntime;
  readonly threads: number;
  /** Everything that DuckDB works on goes through it. */
  readonly during: During;
  /** A worker of the wasm engine. */
  readonly createWasmWorker: () => TaskWorkerApi;
}

/** What members share: made by the first of them that is set up. */
interface Shared {
  readonly instance: DuckDBInstance;
  readonly binder: NativeSession;
  readonly gauge: MemoryGauge;
  readonly files: LinkedFiles;
  readonly blocks: NativeBlocks;
  readonly delegate: Delegate;
  readonly oneThread: OneThread;
  /** More memory for one more member. */
  readonly addMemory: (bytes: number) => Promise<void>;
  /** For members that come later: the limit stays, since what others store may fill it. */
  readonly leaveMemory: (bytes: number) => void;
  readonly close: () => Promise<void>;
}

export interface NativeMember {
  readonly api: TaskWorkerApi;
  /** Ends what the member is doing and lets go of what it stored. */
  readonly leave: () => Promise<void>;
}

export interface NativeEngine {
  readonly addMember: () => NativeMember;
  /** After all members have left. */
  readonly close: () => Promise<void>;
}

export function createNativeEngine(options: NativeOptions): NativeEngine {
  let shared: Promise<Shared> | undefined;
  return {
    addMember: () => createMember(options, (setup) => (shared ??= openShared(options, setup))),
    close: async () => (await shared)?.close(),
  };
}

async function openShared(
  { runtime, threads, during, createWasmWorker }: NativeOptions,
  setup: WorkerSetup,
): Promise<Shared> {
  const { spillDirectory, blockBudget, memoryLimit } = setup;
  const files = createLinkedFiles(spillDirectory);
  const { folder, temporaryFolder } = files;
  const { instance, own, measuring, binding } = await during(async () => {
    const opened = await openInstance({ folder, temporaryFolder, threads, memoryLimit });
    const [one, another] = [await connect(opened), await connect(opened)];
    return { instance: opened, own: one, measuring: another, binding: await openBinder() };
  });
  const [admin, binder] = [createSession(own, during), createSession(binding, during)];
  const { crc32 } = runtime;
  const spill =
    spillDirectory === undefined
      ? undefined
      : runtime.createSpillFile(spillDirectory, 'native-pieces');
  const bytes = createBlockStore({ worker: setup.index, budget: blockBudget, spill, crc32 });
  const gauge = createMemoryGauge(measuring);
  const delegate = createDelegate(createWasmWorker, setup);
  let memory = 0;
  let spare = 0;
  return {
    instance,
    binder,
    gauge,
    files,
    blocks: createNativeBlocks(bytes, admin.runOwn),
    delegate,
    oneThread: createOneThread(threads, (count) => during(() => own.run(`SET threads = ${count}`))),
    addMemory: async (more) => {
      const reused = Math.min(spare, more);
      spare -= reused;
      if (reused === more) return;
      memory += more - reused;
      await during(() => limitMemory(own, memory));
    },
    leaveMemory: (bytes) => void (spare += bytes),
    close: async () => {
      await gauge.close();
      await Promise.all([admin.close(), binder.close()]);
      bytes.close();
      instance.closeSync();
      files.close();
    },
  };
}

function createMember(
  { runtime, during }: NativeOptions,
  open: (setup: WorkerSetup) => Promise<Shared>,
): NativeMember {
  let member:
    | {
        readonly shared: Shared;
        readonly session: NativeSession;
        readonly index: number;
        readonly bytes: number;
      }
    | undefined;
  let last: Promise<unknown> = Promise.resolve();
  let tasks = 0;

  const opened = (): NonNullable<typeof member> => {
    if (member === undefined) throw internalError('the worker was not set up');
    return member;
  };

  /** The member's connection runs one statement at a time. */
  const inTurn = <T>(work: () => Promise<T>): Promise<Result<T>> => {
    const turn = last.then(() => asResult(work));
    last = turn;
    return turn;
  };

  const setup = async (given: WorkerSetup): Promise<{ duckdbVersion: string }> => {
    const shared = await open(given);
    const bytes = given.memoryLimit + given.blockBudget;
    await shared.addMemory(bytes);
    const session = createSession(await during(() => connect(shared.instance)), during);
    member = { shared, session, index: given.index, bytes };
    // Every source is looked at by it: who warms the engine does not wait for it at the first run.
    await shared.delegate.api();
    const [[version]] = (await session.texts('SELECT version()')) as [[string]];
    return { duckdbVersion: version };
  };

  const task = async (spec: TaskSpec): Promise<TaskResult> => {
    const { shared, session, index } = opened();
    const { blocks, files, delegate, oneThread, gauge } = shared;
    const run = (): Promise<TaskResult> =>
      runNativeTask(spec, {
        session,
        blocks,
        files,
        delegate,
        index,
        memory: () => during(gauge.read),
      });
    if (spec.oneThread === true) return oneThread(run);
    try {
      return await run();
    } catch (thrown) {
      // Each thread has buffers of its own.
      if (toEngineError(thrown).code === 'out-of-memory') return oneThread(run);
      throw thrown;
    }
  };

  const rowsOf = async (rows: readonly BlockRows[]): Promise<Uint8Array<ArrayBuffer>> => {
    const { shared, session } = opened();
    const streams: Uint8Array[] = [];
    for (const { block, from, to } of rows) {
      const table = quoteName(shared.blocks.tableOf(block.id));
      const query = `SELECT * FROM ${table} WHERE rowid >= ${from} AND rowid < ${to} ORDER BY rowid`;
      streams.push((await session.exportStream(query)).stream);
    }
    return cutStreams(streams.map((stream) => ({ stream, from: 0, to: Infinity })));
  };

  const readBytes = async (block: BlockInfo): Promise<Uint8Array> =>
    opened().shared.blocks.bytes.read(block.id);

  const api: TaskWorkerApi = {
    setup: (given) => inTurn(() => setup(given)),
    // All members have the same blocks.
    connect: async (_peer, port) => port.close(),
    runTask: async (spec) => {
      tasks += 1;
      try {
        return await inTurn(() => task(spec));
      } finally {
        tasks -= 1;
        if (tasks === 0) member?.session.resetCancel();
      }
    },
    cancel: async () => {
      if (tasks === 0) return;
      opened().session.cancel();
      opened().shared.delegate.cancel();
    },
    describeSource: (request) =>
      inTurn(async () => {
        const { shared } = opened();
        const outcome = unwrap(await (await shared.delegate.api()).describeSource(request));
        if (outcome.kind === 'scan-first') return outcome;
        return { ...outcome, description: await asWhole(outcome.description, opened()) };
      }),
    scanChunk: async (chunk) => (await opened().shared.delegate.api()).scanChunk(chunk),
    // A statement that needs more memory than there is writes to the disk.
    cutSplit: async () => ({ ok: true, value: undefined }),
    storePiece: async () => asResult(() => noPieces()),
    // The delegate takes the rows of databases in pieces by itself.
    storeRows: async () => asResult(() => noPieces()),
    endRows: async () => undefined,
    describe: (sql) => opened().shared.binder.describe(sql),
    readBlock: async (id: BlockId) => {
      const result = await inTurn(async () => {
        const { shared, session } = opened();
        if (shared.blocks.bytes.has(id)) return shared.blocks.bytes.read(id).slice();
        return (await session.exportStream(`FROM ${quoteName(shared.blocks.tableOf(id))}`)).stream;
      });
      return result.ok ? transfer(result, [result.value.buffer as ArrayBuffer]) : result;
    },
    cutRows: async (rows) => {
      const result = await inTurn(() => rowsOf(rows));
      return result.ok ? transfer(result, [result.value.buffer]) : result;
    },
    dropBlocks: (ids) => opened().shared.blocks.drop(ids),
    writeFile: (request) =>
      inTurn(async () => {
        const { shared } = opened();
        const [only] = request.blocks;
        const path = only === undefined ? undefined : shared.blocks.fileOf(only.id);
        if (only !== undefined && path === request.temporary && !request.append)
          return { bytes: only.bytes, rows: only.rows };
        return writeFile(request, { readBlock: readBytes, openOutput: runtime.openOutput });
      }),
    trim: async () => {
      await member?.shared.delegate.trim();
    },
  };

  return {
    api,
    leave: async () => {
      member?.session.cancel();
      // It may be about to be set up.
      await last;
      if (member === undefined) return;
      const { shared, session, index, bytes } = member;
      await session.close();
      shared.leaveMemory(bytes);
      await shared.blocks.dropOf(index);
    },
  };
}

const noPieces = (): never => {
  throw internalError('Sources are read as a whole.');
};

/** One split for all of it, in place where DuckDB's own reader gives the same columns and rows. */
async function asWhole(
  description: SourceDescription,
  { shared, session }: { readonly shared: Shared; readonly session: NativeSession },
): Promise<SourceDescription> {
  const whole = wholeSource(description, true);
  const [split] = whole.splits;
  if (split?.kind !== 'whole') return whole;
  const isSame =
    mayReadCsv(description) ||
    (description.spec.format === 'parquet' &&
      (await sameColumns(description, split, shared, session)));
  return isSame ? whole : wholeSource(description, false);
}

async function sameColumns(
  description: SourceDescription,
  split: WholeSplit,
  { files }: Shared,
  session: NativeSession,
): Promise<boolean> {
  const { schema } = description;
  const columns = schema.map(({ name }) => name);
  const query = nativeQuery({ description, columns }, split, files.linkFile);
  if (query === undefined) return false;
  const answer = await session.describe(query);
  return (
    answer.ok &&
    answer.columns.length === schema.length &&
    answer.columns.every(
      ({ name, type }, i) =>
        name === schema[i]?.name && formatType(type) === formatType(schema[i].type),
    )
  );
}
