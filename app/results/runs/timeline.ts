/** A run as a picture: a lane for each worker, a block for each task, a band for each stage. */
import type { RunRecord, StageRecord, TaskRecord } from '../../session/run-store.ts';

export interface Segment {
  readonly what: 'read' | 'query' | 'store' | 'other';
  readonly x: number;
  readonly width: number;
}

export interface Block {
  readonly stage: StageRecord;
  /** The task; of blocks too thin to tell apart, the first. */
  readonly task: TaskRecord;
  /** How many tasks it stands for. */
  readonly tasks: number;
  readonly status: TaskRecord['status'];
  readonly lane: number;
  readonly x: number;
  readonly width: number;
  /** Where the task's time went; empty for blocks of several, or when it is not known. */
  readonly segments: readonly Segment[];
}

export interface Band {
  readonly stage: StageRecord;
  readonly x: number;
  readonly width: number;
}

export interface Tick {
  readonly x: number;
  readonly milliseconds: number;
}

export interface Timeline {
  /** Milliseconds that the width stands for. */
  readonly span: number;
  /** Workers, one a lane. */
  readonly workers: readonly number[];
  readonly blocks: readonly Block[];
  readonly bands: readonly Band[];
  readonly ticks: readonly Tick[];
}

/** Pixels below which neighbours in a lane are drawn as one. */
const THIN = 1.5;
/** Pixels between two ticks, about. */
const TICK_DISTANCE = 110;

/** @param width pixels; x and widths are in them */
export function layOutRun(
  run: Pick<RunRecord, 'stages' | 'elapsed' | 'status'>,
  width: number,
): Timeline {
  const tasks = run.stages.flatMap((stage) => stage.tasks.map((task) => ({ stage, task })));
  const span = Math.max(1, run.elapsed, ...tasks.map(({ task }) => task.ended));
  const scale = width / span;
  const workers = [...new Set(tasks.map(({ task }) => task.worker))].toSorted((a, b) => a - b);
  const blocks = workers.flatMap((worker, lane) =>
    blocksOf(
      tasks
        .filter(({ task }) => task.worker === worker)
        .toSorted((a, b) => a.task.started - b.task.started),
      lane,
      scale,
    ),
  );
  const bands = run.stages.map((stage) => ({
    stage,
    x: stage.started * scale,
    width: Math.max(2, ((stage.ended ?? span) - stage.started) * scale),
  }));
  return { span, workers, blocks, bands, ticks: ticksOf(span, width) };
}

interface StagedTask {
  readonly stage: StageRecord;
  readonly task: TaskRecord;
}

function blocksOf(tasks: readonly StagedTask[], lane: number, scale: number): Block[] {
  const blocks: Block[] = [];
  for (const { stage, task } of tasks) {
    const x = task.started * scale;
    const width = Math.max(0.75, (task.ended - task.started) * scale);
    const last = blocks.at(-1);
    if (last !== undefined && joins(last, stage, task, x, width)) {
      const joined = Math.max(last.width, x + width - last.x);
      blocks[blocks.length - 1] = {
        ...last,
        width: joined,
        tasks: last.tasks + 1,
        status: worse(last.status, task.status),
        segments: [],
      };
    } else {
      const segments = segmentsOf(task, x, width);
      blocks.push({ stage, task, tasks: 1, status: task.status, lane, x, width, segments });
    }
  }
  return blocks;
}

const joins = (
  last: Block,
  stage: StageRecord,
  task: TaskRecord,
  x: number,
  width: number,
): boolean =>
  last.stage === stage &&
  width < THIN &&
  (last.width < THIN || last.tasks > 1) &&
  x - (last.x + last.width) < THIN &&
  // A failure is always seen by itself.
  (task.status === 'failed') === (last.status === 'failed');

const worse = (a: TaskRecord['status'], b: TaskRecord['status']): TaskRecord['status'] =>
  a === 'done' || b === 'done' ? 'done' : a;

/** Reading, computing, storing, one after the other; what is left is waiting and moving. */
function segmentsOf({ milliseconds, status }: TaskRecord, x: number, width: number): Segment[] {
  if (milliseconds === undefined || status !== 'done') return [];
  const parts = (['read', 'query', 'store'] as const).map(
    (what) => [what, Math.max(0, milliseconds[what])] as const,
  );
  const sum = parts.reduce((total, [, part]) => total + part, 0);
  if (sum === 0) return [];
  let at = x;
  return parts.flatMap(([what, part]) => {
    const wide = (part / sum) * width;
    if (wide <= 0) return [];
    const segment = { what, x: at, width: wide };
    at += wide;
    return [segment];
  });
}

/** Times at round figures: 1, 2 or 5 times a power of ten. */
export function ticksOf(span: number, width: number): readonly Tick[] {
  const wish = (span * TICK_DISTANCE) / Math.max(1, width);
  const power = 10 ** Math.floor(Math.log10(Math.max(wish, 1)));
  const step = ([1, 2, 5].find((factor) => factor * power >= wish) ?? 10) * power;
  return Array.from({ length: Math.floor(span / step) + 1 }, (_, i) => ({
    x: (i * step * width) / span,
    milliseconds: i * step,
  }));
}

export interface StageFigures {
  readonly stage: StageRecord;
  readonly done: number;
  readonly cached: number;
  /** Attempts that failed. */
  readonly failed: number;
  readonly rows: number;
  readonly bytesOut: number;
  readonly bytesRead: number;
  /** From start to end; undefined while it goes on. */
  readonly milliseconds: number | undefined;
}

export function stageFigures(stage: StageRecord): StageFigures {
  const count = (status: TaskRecord['status']): number =>
    stage.tasks.filter((task) => task.status === status).length;
  const sum = (of: (task: TaskRecord) => number): number =>
    stage.tasks.reduce((total, task) => total + of(task), 0);
  return {
    stage,
    done: count('done') + count('cached'),
    cached: count('cached'),
    failed: count('failed'),
    rows: stage.rows ?? sum(({ rowsOut }) => rowsOut),
    bytesOut: stage.bytes ?? sum(({ bytesOut }) => bytesOut),
    bytesRead: sum(({ bytesRead }) => bytesRead),
    milliseconds: stage.ended === undefined ? undefined : stage.ended - stage.started,
  };
}
