/**
 * Runs physical plans in native DuckDB, stage by stage and task by task, as the coordinator does with
 * workers: for tests of what the passes make of many partitions.
 */
import type { Exchange, Relation, Scan, StageOutput } from '../../contract/relation.ts';
import type { InlineSource } from '../../contract/source-spec.ts';
import { transformUp } from '../../contract/relation.ts';
import type { SourceDescription, Split } from '../../contract/source.ts';
import { quoteIdentifier } from '../../expression/quote.ts';
import { createBinder } from '../../logical/binder.ts';
import { sourceKey } from '../../logical/compile.ts';
import type { PlanContext } from '../../run/plan-context.ts';
import { createPlanContext } from '../../run/plan-context.ts';
import {
  emitHashPartition,
  emitRangePartition,
  emitSortKeySample,
} from '../../sql/emit-partition.ts';
import { emitInline } from '../../sql/emit-source.ts';
import type { Cell, NativeDuckDB } from '../../testing/native.ts';
import { chooseGrouping, splitSkewedGroupings } from '../choose-grouping.ts';
import { chooseJoinStrategies } from '../choose-join-strategies.ts';
import { insertExchanges } from '../insert-exchanges.ts';
import type { PlannedTask } from '../make-tasks.ts';
import { halveTask, makeTasks } from '../make-tasks.ts';
import type { BlockStats, PartitionStats, StageStats } from '../physical-context.ts';
import { planPhysical } from '../plan-physical.ts';
import type { OpenGrouping } from '../sample-keys.ts';
import { distinctShare, isOpenGrouping, keySample } from '../sample-keys.ts';
import { selectRanks } from '../select-ranks.ts';
import type { Sizing } from '../sizing.ts';
import { sourceBytes } from '../source-bytes.ts';
import { isReady, readySteps, replaceStep, stageOutput } from '../split-stages.ts';

/** Bytes that a row of a test table counts for. */
const ROW_BYTES = 100;

interface StoredStage extends StageStats {
  /** Tables by partition. */
  readonly tables: readonly (readonly string[])[];
}

type Rows = readonly (readonly Cell[])[];

export class PhysicalRunner {
  readonly #native: NativeDuckDB;
  readonly #sizing: Sizing;
  readonly #cutTasks: boolean;
  readonly #stages = new Map<string, StoredStage>();
  readonly #sources = new Map<string, SourceDescription>();
  readonly #tables = new Map<
    string,
    { readonly table: string; readonly cuts: readonly number[] }
  >();
  readonly context: PlanContext;
  /** Kinds of the exchanges that have run. */
  readonly exchanges: string[] = [];
  /** Rows of each stored partition, by exchange, in the order in which those have run. */
  readonly storedRows: { readonly kind: string; readonly rows: readonly number[] }[] = [];
  /** Rows of the first input of each task of the roots, in partition order. */
  readonly rowsRead: number[] = [];
  #names = 0;

  /** @param cutTasks runs every task that can be cut in two halves, as if memory were short */
  constructor(native: NativeDuckDB, sizing: Sizing, cutTasks = false) {
    this.#native = native;
    this.#cutTasks = cutTasks;
    this.#sizing = sizing;
    this.context = createPlanContext(
      { sources: this.#sources },
      createBinder({ describe: native.describe }),
      native.describe,
      (output) => this.#stored(output),
      this.#sizing,
    );
  }

  /** The plan over tables that come in splits of at most `splitRows` rows instead of inline. */
  async split(roots: readonly Relation[], splitRows: number): Promise<Relation[]> {
    const scans = new Map<InlineSource, Scan>();
    const made: Promise<void>[] = [];
    const split = transformUp(roots, (relation) => {
      if (relation.kind !== 'scan' || relation.source.format !== 'inline') return relation;
      const scan = scans.get(relation.source) ?? this.#splitScan(relation.source, splitRows, made);
      scans.set(relation.source, scan);
      return relation.columns === undefined ? scan : { ...scan, columns: relation.columns };
    });
    await Promise.all(made);
    return split;
  }

  #splitScan(source: InlineSource, splitRows: number, made: Promise<void>[]): Scan {
    const table = this.#name('source');
    made.push(this.#native.execute(`CREATE TABLE ${table} AS SELECT * FROM ${emitInline(source)}`));
    const cuts = Array.from({ length: Math.ceil(source.rows.length / splitRows) }, (_, i) =>
      Math.min(source.rows.length, i * splitRows),
    );
    const spec = { format: 'parquet' as const, paths: [table] };
    const splits = cuts.map((_, index): Split => ({
      kind: 'generate',
      index,
      from: '',
      to: '',
      bytes: splitRows * ROW_BYTES,
      partitionValues: {},
    }));
    this.#tables.set(sourceKey(spec), { table, cuts: [...cuts, source.rows.length] });
    this.#sources.set(sourceKey(spec), {
      spec,
      files: [],
      schema: source.columns,
      splits,
      bytes: source.rows.length * ROW_BYTES,
      fingerprint: table,
    });
    return { kind: 'scan', source: spec, output: 'rows' };
  }

  /** Rows of every root, in partition order. */
  async run(roots: readonly Relation[]): Promise<Rows[]> {
    let plan = await this.#replan(await planPhysical(roots, this.context));
    for (let ready = readySteps(plan); ready.length > 0; ready = readySteps(plan)) {
      for (const step of ready) {
        const replacement = isOpenGrouping(step)
          ? await this.#chooseGrouping(step)
          : await this.#runExchange(step);
        plan = replaceStep(plan, step, replacement);
      }
      plan = await this.#replan(plan);
    }
    const results: Rows[] = [];
    for (const root of plan) {
      if (!isReady(root)) throw new Error('a root still holds an exchange');
      const rows: (readonly Cell[])[] = [];
      for (const task of await this.#tasksOf(root)) {
        rows.push(...(await this.#inTask(task, () => this.#native.queryCells(task.sql))));
        const [first] = task.inputs;
        this.rowsRead.push(first === undefined ? 0 : await this.#countRows(this.#read(first)));
      }
      results.push(rows);
    }
    return results;
  }

  async #replan(plan: readonly Relation[]): Promise<Relation[]> {
    const pass = async (before: readonly Relation[]): Promise<Relation[]> => {
      const chosen = chooseJoinStrategies(before, this.context);
      const split = await splitSkewedGroupings(chosen, this.context);
      return insertExchanges(selectRanks(split, this.context), this.context);
    };
    const inserted = await pass(plan);
    const again = await pass(inserted);
    if (again.some((root, i) => root !== inserted[i])) {
      throw new Error('insertExchanges changed what it had made');
    }
    return inserted;
  }

  async #chooseGrouping(grouping: OpenGrouping): Promise<Relation> {
    const [first] = makeTasks(keySample(grouping, this.#sizing), this.context);
    if (first === undefined) throw new Error('a sample has no task');
    const [[keys, rows] = []] = await this.#inTask(first, () => this.#native.queryCells(first.sql));
    const share = distinctShare(Number(keys ?? 0), Number(rows ?? 0), 0, this.#sizing);
    const chosen = await chooseGrouping(grouping, share, this.context);
    this.exchanges.push(chosen.kind === grouping.kind && 'phase' in chosen ? 'whole' : 'in two');
    return chosen;
  }

  async #runExchange(exchange: Exchange): Promise<StageOutput> {
    const { input, distribution } = exchange;
    this.exchanges.push(distribution.kind);
    const schema = await this.context.bind(input);
    const bytes = sourceBytes(input, this.context);
    const name = this.#name('stage');
    const tasks = await this.#tasksOf(input);
    let tables: string[][];
    if (distribution.kind === 'hash') {
      const { keys, partitions } = distribution;
      tables = await this.#scatter(tasks, partitions, ({ sql }) =>
        emitHashPartition(sql, keys, partitions),
      );
    } else if (distribution.kind === 'range') {
      const { by, partitions } = distribution;
      const splitters = await this.#sampleSplitters(tasks, by, partitions);
      tables = await this.#scatter(tasks, splitters.length + 1, ({ sql, rowOffset }) =>
        emitRangePartition(sql, by, splitters, rowOffset),
      );
    } else {
      tables = [];
      for (const task of tasks) {
        const table = await this.#store(task, task.sql);
        tables[task.partition] = [...(tables[task.partition] ?? []), table];
      }
    }
    const partitions: PartitionStats[] = [];
    for (const list of tables) {
      const blocks: BlockStats[] = [];
      for (const table of list) {
        const rows = await this.#countRows(`FROM ${table}`);
        blocks.push({ rows, bytes: rows * ROW_BYTES });
      }
      const rows = blocks.reduce((sum, block) => sum + block.rows, 0);
      partitions.push({ rows, bytes: rows * ROW_BYTES, blocks });
    }
    this.storedRows.push({ kind: distribution.kind, rows: partitions.map(({ rows }) => rows) });
    this.#stages.set(name, { tables, partitions, sourceBytes: bytes });
    return stageOutput(exchange, name, schema);
  }

  async #sampleSplitters(
    tasks: readonly PlannedTask[],
    by: Parameters<typeof emitSortKeySample>[1],
    partitions: number,
  ): Promise<string[]> {
    const keys: string[] = [];
    for (const task of tasks) {
      const sample = emitSortKeySample(
        quoteIdentifier(task.inputs[0]?.table ?? ''),
        by,
        1,
        task.rowOffset,
      );
      const rows = await this.#inTask(task, () => this.#native.queryCells(sample));
      keys.push(...rows.map(([key]) => String(key)));
    }
    keys.sort((a, b) => (a < b ? -1 : 1));
    const chosen = Array.from(
      { length: partitions - 1 },
      (_, i) => keys[Math.floor(((i + 1) * keys.length) / partitions)] ?? '',
    );
    return [...new Set(chosen)].filter((key) => key !== '');
  }

  async #scatter(
    tasks: readonly PlannedTask[],
    partitions: number,
    sql: (task: PlannedTask) => string,
  ): Promise<string[][]> {
    const tables: string[][] = Array.from({ length: partitions }, () => []);
    for (const task of tasks) {
      const all = await this.#store(task, sql(task));
      for (const [partition, list] of tables.entries()) {
        const table = this.#name('part');
        await this.#native.execute(
          `CREATE TABLE ${table} AS SELECT * EXCLUDE ("__partition") FROM ${all} WHERE "__partition" = ${partition}`,
        );
        list.push(table);
      }
    }
    return tables;
  }

  async #tasksOf(relation: Relation): Promise<readonly PlannedTask[]> {
    const tasks: PlannedTask[] = [];
    for (const task of makeTasks(relation, this.context)) {
      const halves = this.#cutTasks
        ? await halveTask(task, async () => undefined, this.context)
        : undefined;
      tasks.push(...(halves ?? [task]));
    }
    return tasks;
  }

  async #store(task: PlannedTask, sql: string): Promise<string> {
    const table = this.#name('rows');
    await this.#inTask(task, () => this.#native.execute(`CREATE TABLE ${table} AS ${sql}`));
    return table;
  }

  /** Does the work while the tables that the task reads are there. */
  async #inTask<T>(task: PlannedTask, work: () => Promise<T>): Promise<T> {
    for (const input of task.inputs) {
      const name = quoteIdentifier(input.table);
      await this.#native.execute(`CREATE OR REPLACE TEMP TABLE ${name} AS ${this.#read(input)}`);
    }
    return work();
  }

  async #countRows(query: string): Promise<number> {
    const [[count] = []] = await this.#native.queryCells(`SELECT count(*) FROM (${query})`);
    return Number(count);
  }

  #read(input: PlannedTask['inputs'][number]): string {
    if (input.kind === 'split') {
      const { scan, split } = input;
      const found = this.#tables.get(sourceKey(scan.source));
      const from = found?.cuts[split.index] ?? 0;
      const to = found?.cuts[split.index + 1] ?? from;
      const columns = this.context.columnsOf(scan).map(quoteIdentifier).join(', ');
      return `SELECT ${columns === '' ? '0' : columns} FROM ${found?.table ?? ''} WHERE rowid >= ${from} AND rowid < ${to}`;
    }
    const { tables } = this.#stored(input.stage);
    const chosen =
      input.partitions === 'all' ? tables.flat() : input.partitions.flatMap((i) => tables[i] ?? []);
    const { from, to } = input.slice ?? { from: 0, to: chosen.length };
    return chosen
      .slice(from, to)
      .map((table) => `SELECT * FROM ${table}`)
      .join(' UNION ALL ');
  }

  #stored(output: Pick<StageOutput, 'stage'>): StoredStage {
    const found = this.#stages.get(output.stage);
    if (found === undefined) throw new Error(`stage ${output.stage} has not run`);
    return found;
  }

  #name(kind: string): string {
    this.#names += 1;
    return `${kind}_${this.#names}`;
  }
}
