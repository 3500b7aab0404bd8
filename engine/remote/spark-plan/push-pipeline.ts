/** Runs a pipeline on a cluster, and tells what it does. */
import { toEngineError } from '../../contract/errors.ts';
import { isTable } from '../../contract/file-target.ts';
import type { PushEvent, PushOutput } from '../../contract/push-job.ts';
import type { SparkSession } from '../spark-connect/session.ts';
import type { CastColumn } from './analyse.ts';
import { queryPlan } from './connect-plans.ts';
import type { ReadSource } from './given-tables.ts';
import { GivenTables } from './given-tables.ts';
import { locateFailure } from './locate-failure.ts';
import type { AddRows, OperationOptions } from './operations.ts';
import { Operations } from './operations.ts';
import type { OutputRows } from './output-rows.ts';
import { outputRows, outputStatement, programHash } from './output-rows.ts';
import type { ClusterOutput, ClusterProgram } from './program.ts';
import { isOrdered } from './row-order.ts';
import { SESSION_SETTINGS } from './settings.ts';
import { goOnWriting, writeOutput } from './write-output.ts';

/** What a push needs of the computer that it starts on. */
export interface PushPorts {
  /**
   * The rows of a source, the columns that are used alone, as Arrow IPC streams of some megabytes. The
   * same source gives the same bytes.
   */
  readonly readSource: ReadSource;
  /** Where rows go that are fetched. Called before anything is sent for them. */
  readonly openFetched: (output: FetchedOutput) => Promise<FetchedRows>;
}

export type FetchedOutput = Exclude<ClusterOutput, { kind: 'write' }>;

/** Rows of one output, as they come. */
export interface FetchedRows {
  /** Told before they come: columns that the cluster computes in other types. */
  readonly casts?: (casts: readonly CastColumn[]) => void;
  /** Some rows more, as a whole Arrow IPC stream. */
  readonly add: AddRows;
  /** All rows are there, and everything else has ended well: write them. */
  readonly finish: () => Promise<{ readonly rows?: number; readonly bytes?: number }>;
  /** They are not wanted any more. */
  readonly abandon: () => Promise<void>;
}

export interface PushOptions extends OperationOptions {
  /** Settings of the session beside those that the rows depend on. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Of a push that is gone on with: steps of outputs that are there already. */
  readonly written?: ReadonlySet<string>;
}

/**
 * First the rows that are fetched come here, then the cluster writes, then what was fetched is written:
 * an error leaves no output of this computer behind, and as few of the cluster as may be.
 *
 * With `before`, goes on with a push of the same program: operations that may have an effect are never
 * sent twice; rows that did not all come are fetched again.
 * @throws `EngineFailure` at the step, and at the place in the user's text where Spark tells it
 */
export async function* pushPipeline(
  session: SparkSession,
  program: ClusterProgram,
  ports: PushPorts,
  options: PushOptions = {},
): AsyncGenerator<PushEvent, void> {
  const goesOn = options.before !== undefined;
  if (!goesOn) {
    const outputs = program.outputs.map(told);
    yield { type: 'translated', planHash: programHash(program), outputs };
  }
  await session.config.set(
    { ...options.settings, ...SESSION_SETTINGS },
    options.signal === undefined ? {} : { signal: options.signal },
  );
  const push = new Push(session, program, ports, options);
  for await (const event of push.prepare()) if (!goesOn) yield event;
  yield* push.run();
}

class Push {
  readonly #session: SparkSession;
  readonly #program: ClusterProgram;
  readonly #ports: PushPorts;
  readonly #options: PushOptions;
  readonly #tables: GivenTables;
  readonly #operations: Operations;
  readonly #outputs: readonly ClusterOutput[];

  constructor(
    session: SparkSession,
    program: ClusterProgram,
    ports: PushPorts,
    options: PushOptions,
  ) {
    this.#session = session;
    this.#program = program;
    this.#ports = ports;
    this.#options = options;
    this.#tables = new GivenTables(session, program, ports.readSource, options.signal);
    this.#operations = new Operations(session, options);
    this.#outputs = program.outputs.filter(({ node }) => options.written?.has(node) !== true);
  }

  prepare(): AsyncIterable<PushEvent> {
    return this.#tables.upload();
  }

  async *run(): AsyncGenerator<PushEvent, void> {
    const fetched = new Map<FetchedOutput, FetchedRows>();
    try {
      for (const output of this.#outputs) {
        if (output.kind === 'write') continue;
        const rows = await this.#ports.openFetched(output);
        fetched.set(output, rows);
        yield* this.#fetch(output, rows);
      }
      for (const output of this.#outputs) if (output.kind === 'write') yield* this.#write(output);
      for (const [output, rows] of fetched) {
        const written = await rows.finish();
        fetched.delete(output);
        yield { type: 'output-written', step: output.node, ...written };
      }
    } finally {
      await Promise.all([...fetched.values()].map((rows) => rows.abandon()));
    }
  }

  async *#fetch(output: FetchedOutput, rows: FetchedRows): AsyncGenerator<PushEvent, void> {
    const last = this.#operations.before(output.node).at(-1);
    if (last?.state === 'sent') {
      let came = 0;
      const add: AddRows = async (ipc, count) => {
        came += count;
        await rows.add(ipc, count);
      };
      try {
        yield* this.#located(output, undefined, this.#operations.again(last.id, add));
        return;
      } catch (thrown) {
        // Rows are fetched again without harm, unless some of them are here.
        if (came > 0 || toEngineError(thrown).code !== 'spark-operation-lost') throw thrown;
      }
    }
    const found = await this.#rowsOf(output);
    rows.casts?.(found.casts);
    const plan = queryPlan(found.rows);
    yield* this.#located(output, found, this.#operations.run(plan, output.node, 'fetch', rows.add));
  }

  async *#write(
    output: Extract<ClusterOutput, { kind: 'write' }>,
  ): AsyncGenerator<PushEvent, void> {
    const { node, target } = output;
    const services = {
      session: this.#session,
      operations: this.#operations,
      signal: this.#options.signal,
      // A client that goes on finds what was put beside the target under the same name.
      id: `${this.#session.id.slice(0, 8)}-${node}`,
    };
    const found = await this.#rowsOf(output);
    const ordered = isOrdered(output.frame, this.#program.steps);
    const rows = { node, target, rows: found.rows, ordered };
    const before = this.#operations.before(node);
    const events =
      before.length === 0 ? writeOutput(rows, services) : goOnWriting(rows, before, services);
    yield* this.#located(output, found, events);
    yield { type: 'output-written', step: node };
  }

  async #rowsOf(output: ClusterOutput): Promise<OutputRows> {
    try {
      const { signal } = this.#options;
      return await outputRows(this.#program, output, this.#tables, this.#session, signal);
    } catch (thrown) {
      throw locateFailure(thrown, outputStatement(this.#program, output), output.node);
    }
  }

  /** Failures at their steps. */
  async *#located(
    output: ClusterOutput,
    found: OutputRows | undefined,
    events: AsyncIterable<PushEvent>,
  ): AsyncGenerator<PushEvent, void> {
    try {
      yield* events;
    } catch (thrown) {
      const statement = found?.statement ?? outputStatement(this.#program, output);
      throw locateFailure(thrown, statement, output.node);
    }
  }
}

function told(output: ClusterOutput): Omit<PushOutput, 'written'> {
  const { node: step } = output;
  if (output.kind === 'rows') return { step, target: step, place: 'preview' };
  const { target } = output;
  const name = isTable(target) ? target.table : target.path;
  return { step, target: name, place: output.kind === 'write' ? 'cluster' : 'here' };
}
