/** Looks at some rows before a stage is planned: the keys of a grouping. */
import type { PlannedTask } from '../physical/make-tasks.ts';
import type { OpenGrouping } from '../physical/sample-keys.ts';
import { distinctShare, keySample } from '../physical/sample-keys.ts';
import { GUESSED_ROW_BYTES } from './plan-context.ts';
import type { StageServices } from './run-stage.ts';
import { runTasks, valuesOf } from './run-stage.ts';

/**
 * Share of a partition's rows that grouping the partition by itself would leave, from the front of
 * the first partition.
 */
export async function sampleKeys(grouping: OpenGrouping, services: StageServices): Promise<number> {
  const run = await runTasks(
    keySample(grouping, services.sizing),
    {
      sql: (query) => query,
      output: () => ({ kind: 'values' }),
      choose: (tasks) => tasks.slice(0, 1),
      isSample: true,
    },
    services,
  );
  const [[keys, rows] = []] = run.done.flatMap(valuesOf);
  const [first] = run.tasks;
  const expected = first === undefined ? 0 : expectedRows(first, services);
  return distinctShare(Number(keys ?? 0), Number(rows ?? 0), expected, services.sizing);
}

/** Rows of the task's first input: stored ones are counted, those of a source may be a guess. */
function expectedRows({ inputs: [input] }: PlannedTask, services: StageServices): number {
  if (input === undefined) return 0;
  if (input.kind === 'split') {
    return input.split.rows ?? Math.ceil(input.split.bytes / GUESSED_ROW_BYTES);
  }
  return services.stages
    .blocksOf(input.stage, input.partitions)
    .reduce((sum, block) => sum + block.rows, 0);
}
