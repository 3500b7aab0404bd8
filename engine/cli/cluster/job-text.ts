/** Jobs for people. */
import type { Push, RunJob } from '../../../electron/host/api/machine-methods.ts';
import { shortId } from '../../../electron/host/clusters/short-id.ts';
import type { ClusterSize, PushJob, PushOutput } from '../../contract/push-job.ts';
import { isEnded } from '../../remote/jobs/job-states.ts';
import { totalProgress } from '../../remote/jobs/total-progress.ts';
import type { Retry } from '../../remote/spark-connect/session.ts';
import { formatColumns } from '../terminal/columns.ts';
import { formatBytes, formatCount, formatDuration } from '../terminal/format-amount.ts';
import type { Style } from '../terminal/style.ts';

function stateText(job: Push): string {
  return isEnded(job) || job.attended ? job.state : `${job.state}, unattended`;
}

export const tellRetry = ({ attempt, delayMs, reason }: Retry): string =>
  `No answer (${reason}): try ${attempt + 1} in ${formatDuration(delayMs)}.`;

export function formatPushes(pushes: readonly Push[]): string {
  return formatColumns(
    pushes.map((job) => [
      shortId(job.id),
      stateText(job),
      momentOf(job.timeline[0]?.at),
      durationOf(job),
      job.via === 'batch' ? `${job.connection} (batch)` : job.connection,
      job.name,
    ]),
  );
}

export const formatRuns = (runs: readonly RunJob[]): string =>
  formatColumns(
    runs.map(({ id, state, started, ended, name }) => [
      shortId(id),
      state,
      momentOf(started),
      ended === undefined ? '' : formatDuration(ended - started),
      'this computer',
      name,
    ]),
  );

/** Everything that is known of one. */
export function formatPush(job: Push, style: Style): string {
  const { stages, stagesDone, tasks, tasksDone, tasksRunning, bytesRead, rows, bytes } =
    totalProgress(job);
  const lines = [
    ['job', job.id],
    ['pipeline', job.location === undefined ? job.name : `${job.name}, ${job.location}`],
    [
      'cluster',
      [
        job.connection,
        job.via === 'batch' ? 'spark-submit' : 'Spark Connect',
        ...sizeText(job.size ?? {}),
      ].join(', '),
    ],
    ['state', style.bold(stateText(job))],
    ...(tasks === 0
      ? []
      : [
          [
            'progress',
            `${tasksDone} of ${formatCount(tasks, 'task')} in ${stagesDone} of ${formatCount(stages, 'stage')}, ${tasksRunning} running, ${formatBytes(bytesRead)} read`,
          ],
        ]),
    ...(bytes === 0 ? [] : [['fetched', `${formatCount(rows, 'row')}, ${formatBytes(bytes)}`]]),
    ...job.outputs.map((output, i) => [i === 0 ? 'outputs' : '', outputText(output)]),
    ...job.timeline.map(({ state, at }, i) => [
      i === 0 ? 'timeline' : '',
      `${momentOf(at)}  ${state}${i === 0 ? '' : `, after ${formatDuration(at - (job.timeline[i - 1]?.at ?? at))}`}`,
    ]),
    ...(job.error === undefined
      ? []
      : [
          [
            'error',
            `${style.red(job.error.code)}: ${job.error.message}${job.error.node === undefined ? '' : ` (step ${job.error.node})`}`,
          ],
          ...(job.error.hint === undefined ? [] : [['', job.error.hint]]),
        ]),
  ];
  return formatColumns(lines);
}

const sizeText = ({ executors, cores }: ClusterSize): string[] => [
  ...(executors === undefined ? [] : [formatCount(executors, 'executor')]),
  ...(cores === undefined ? [] : [formatCount(cores, 'core')]),
];

export function outputText({ step, target, place, written }: PushOutput): string {
  const where = place === 'here' ? `${target} on this computer` : target;
  if (written === undefined) return `${step}: ${where}, not there yet`;
  const rows = written.rows === undefined ? '' : `, ${formatCount(written.rows, 'row')}`;
  const bytes = written.bytes === undefined ? '' : `, ${formatBytes(written.bytes)}`;
  return `${step}: ${where}${rows}${bytes}`;
}

const momentOf = (at: number | undefined): string =>
  at === undefined ? '' : new Date(at).toISOString().slice(0, 19).replace('T', ' ');

/** To its end, else to now. */
function durationOf(job: PushJob): string {
  const [first, last] = [job.timeline[0], job.timeline.at(-1)];
  if (first === undefined || last === undefined) return '';
  return formatDuration((isEnded(job) ? last.at : Date.now()) - first.at);
}
