/** One attempt of a task: inputs, statements, outputs; afterwards nothing of it is left in DuckDB. */
import { EngineFailure } from '../contract/errors.ts';
import type { ByteSource, DatabaseReader } from '../runtime/runtime.ts';
import type { BlockStore } from './block-store.ts';
import type { ColumnCache } from './column-cache.ts';
import type { Session } from './duckdb/session.ts';
import type { TaskOutputResult, TaskResult, TaskSpec } from './protocol.ts';
import type { OpenInput } from './task-inputs.ts';
import { openInput } from './task-inputs.ts';
import { runOutput } from './task-outputs.ts';
import type { PrepareEncoder, OpenSplit, ReadBlock } from './task-parts.ts';

export interface TaskServices {
  readonly session: Session;
  readonly blocks: BlockStore;
  readonly columnCache: ColumnCache;
  readonly readBlock: ReadBlock;
  readonly bytes: ByteSource;
  readonly openSplit: OpenSplit;
  readonly databases?: DatabaseReader | undefined;
  readonly prepareEncoder: PrepareEncoder;
}

export async function runTask(task: TaskSpec, services: TaskServices): Promise<TaskResult> {
  const { session, blocks } = services;
  const started = performance.now();
  const inputs: OpenInput[] = [];
  const created: string[] = [];
  try {
    // One after the other: readers use DuckDB's one connection.
    for (const input of task.inputs) {
      inputs.push(await openInput(input, services));
      session.checkCancelled();
    }
    const queried = performance.now();
    for (const statement of task.setup) {
      created.push(statement);
      await session.run(statement);
    }
    let store = 0;
    const outputs: TaskOutputResult[] = [];
    for (const output of task.outputs) {
      outputs.push(
        await runOutput(output, {
          ...services,
          storing: async (work) => {
            const from = performance.now();
            try {
              return await work();
            } finally {
              store += performance.now() - from;
            }
          },
        }),
      );
    }
    const facts = inputs.map((input) => input.finish());
    const total = (what: 'bytesRead' | 'rowsRead' | 'rowsRejected'): number =>
      facts.reduce((sum, fact) => sum + (fact[what] ?? 0), 0);
    const sizes = blocks.sizes();
    return {
      outputs,
      bytesRead: total('bytesRead'),
      rowsRead: total('rowsRead'),
      rowsRejected: total('rowsRejected'),
      heapBytes: session.heapBytes(),
      storedBytes: sizes.memory,
      spilledBytes: sizes.spilled,
      milliseconds: {
        read: queried - started,
        query: performance.now() - queried - store,
        store,
      },
    };
  } catch (thrown) {
    throw await explained(thrown, inputs);
  } finally {
    // What setup made may read the inputs, so it goes first.
    dropCreated(session, created);
    for (const input of inputs.toReversed()) input.close();
  }
}

/** The failure in terms of the file that caused it, where a reader knows. */
async function explained(thrown: unknown, inputs: readonly OpenInput[]): Promise<unknown> {
  let failure = thrown;
  for (const { explain } of inputs) {
    if (explain !== undefined && failure instanceof EngineFailure) failure = await explain(failure);
  }
  return failure;
}

const CREATED =
  /^\s*CREATE\s+(?:OR\s+REPLACE\s+)?(?:TEMP(?:ORARY)?\s+)?(TABLE|VIEW|MACRO|TYPE)\s+(?:IF\s+NOT\s+EXISTS\s+)?("(?:[^"]|"")+"|[\p{L}\p{N}_]+)/iu;

/** Takes back what setup statements made, the last first: it may read what an earlier one made. */
function dropCreated(session: Session, statements: readonly string[]): void {
  for (const statement of statements.toReversed()) {
    const [, kind, name] = CREATED.exec(statement) ?? [];
    if (kind !== undefined && name !== undefined) session.execute(`DROP ${kind} IF EXISTS ${name}`);
  }
}
