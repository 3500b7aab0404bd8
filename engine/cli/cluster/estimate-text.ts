/** What a push would cost, in a few lines, with the advice last. */
import {
  outputBytesOf,
  type PlanMeasure,
  shuffleBytesOf,
  sourceBytesOf,
} from '../../contract/plan-measure.ts';
import type { CostEstimate, PushEstimate } from '../../contract/push-estimate.ts';
import { formatColumns } from '../terminal/columns.ts';
import { formatBytes, formatCount, formatDuration } from '../terminal/format-amount.ts';
import type { Style } from '../terminal/style.ts';

/** @param where name of the cluster; absent: one that nobody has said anything of */
export function formatEstimate(
  estimate: PushEstimate,
  measure: PlanMeasure,
  where: string | undefined,
  style: Style,
): string {
  const { local, cluster, sizing, gathers } = estimate;
  const { readTasks, shufflePartitions, bytesPerShuffleTask } = sizing;
  const named = where ?? 'a cluster';
  const rows = [
    ['reads', formatBytes(sourceBytesOf(measure)), formatCount(readTasks, 'task')],
    [
      'moves',
      `about ${formatBytes(shuffleBytesOf(measure))}`,
      `${formatCount(shufflePartitions, 'partition')} of at most ${formatBytes(bytesPerShuffleTask)}`,
    ],
    ['writes', `about ${formatBytes(outputBytesOf(measure))}`, ''],
    ['here', `about ${durationOf(local)}`, partsOf(local)],
    [
      named,
      `about ${durationOf(cluster)}`,
      `${formatCount(cluster.cores, 'core')}: ${partsOf(cluster)}`,
    ],
  ];
  const notes = gathers.map(
    ({ step, bytes }) =>
      `${style.yellow('note')}: all rows of ${step ?? 'a step'} (about ${formatBytes(bytes)}) meet in one task, wherever it runs.\n`,
  );
  return `${formatColumns(rows)}${notes.join('')}${style.bold(adviceOf(estimate, named))}\n`;
}

const durationOf = ({ seconds }: CostEstimate): string => formatDuration(seconds * 1000);

/** The parts that matter. */
const partsOf = ({ seconds, parts }: CostEstimate): string =>
  parts
    .filter((part) => part.seconds >= seconds / 10)
    .map((part) => `${part.what} ${formatDuration(part.seconds * 1000)}`)
    .join(', ');

function adviceOf({ reason }: PushEstimate, where: string): string {
  switch (reason) {
    case 'fits-here':
      return `Run it here: ${where} would not be much faster.`;
    case 'faster-there':
      return `Push it to ${where}: it is much faster there.`;
    case 'no-room-here':
      return `Push it to ${where}: here is no room for what it has to keep.`;
    case 'must-be-uploaded':
      return `Run it here: its files are too large to be sent. To push it, put them where ${where} can read them.`;
  }
}
