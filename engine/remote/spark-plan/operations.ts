/** Plans as operations of a session: each is told before it is sent, and followed to its end. */
import type { NodeId } from '../../contract/ids.ts';
import type { PushEvent, PushOperation, PushProgress } from '../../contract/push-job.ts';
import type { Plan } from '../spark-connect/generated/spark/connect/base_pb.ts';
import type { ExecuteEvent, SparkSession, StageProgress } from '../spark-connect/session.ts';
import { interruptOperation, stopWhenStarted } from './stop-operation.ts';

export type KnownOperation = Pick<PushOperation, 'id' | 'step' | 'does' | 'state'>;

export interface OperationOptions {
  readonly signal?: AbortSignal | undefined;
  readonly tags?: readonly string[] | undefined;
  /** Those of an earlier client of the session, in their order. */
  readonly before?: readonly KnownOperation[] | undefined;
}

/** Takes rows that come. */
export type AddRows = (ipc: Uint8Array, rows: number) => Promise<void>;

export class Operations {
  readonly #session: SparkSession;
  readonly #options: OperationOptions;

  constructor(session: SparkSession, options: OperationOptions) {
    this.#session = session;
    this.#options = options;
  }

  before(step: NodeId): readonly KnownOperation[] {
    return (this.#options.before ?? []).filter((operation) => operation.step === step);
  }

  /** A new one. The plan is made before it is told. */
  async *run(
    plan: Plan,
    step: NodeId,
    does: PushOperation['does'],
    add?: AddRows,
  ): AsyncGenerator<PushEvent, void> {
    const { tags } = this.#options;
    const id = crypto.randomUUID();
    yield { type: 'operation', operation: { id, step, does } };
    const execute = (signal: AbortSignal): AsyncIterable<ExecuteEvent> =>
      this.#session.execute(plan, {
        operationId: id,
        // Who finds it after a crash begins at its start.
        retain: true,
        signal,
        ...(tags === undefined ? {} : { tags }),
      });
    yield* this.#follow(id, execute, add);
  }

  /** Goes on with one, from its start. */
  async *again(id: string, add?: AddRows): AsyncGenerator<PushEvent, void> {
    const reattach = (signal: AbortSignal): AsyncIterable<ExecuteEvent> =>
      this.#session.reattach(id, { retain: true, signal });
    yield* this.#follow(id, reattach, add);
  }

  async *#follow(
    id: string,
    send: (signal: AbortSignal) => AsyncIterable<ExecuteEvent>,
    add: AddRows | undefined,
  ): AsyncGenerator<PushEvent, void> {
    const stages = new Map<number, StageProgress>();
    const stop = stopWhenStarted(this.#options.signal);
    try {
      for await (const event of send(stop.signal)) {
        stop.saw(event);
        if (event.kind === 'progress') {
          for (const stage of event.stages) stages.set(stage.stageId, stage);
          yield {
            type: 'progress',
            id,
            progress: totalOf([...stages.values()], event.runningTasks),
          };
        } else if (event.kind === 'batch' && add !== undefined) {
          const { ipc, rows } = event;
          await add(ipc, rows);
          yield { type: 'fetched', id, rows, bytes: ipc.length };
        }
      }
    } catch (thrown) {
      if (stop.signal.aborted) await interruptOperation(this.#session, id);
      throw thrown;
    } finally {
      stop.close();
    }
    yield { type: 'operation-done', id };
  }
}

function totalOf(stages: readonly StageProgress[], tasksRunning: number): PushProgress {
  const sum = (of: (stage: StageProgress) => number): number =>
    stages.reduce((total, stage) => total + of(stage), 0);
  return {
    stages: stages.length,
    stagesDone: stages.filter(({ done }) => done).length,
    tasks: sum(({ tasks }) => tasks),
    tasksDone: sum(({ completedTasks }) => completedTasks),
    tasksRunning,
    bytesRead: sum(({ inputBytes }) => inputBytes),
  };
}
