/** The bar below a run on a terminal. */
import { type Options, SingleBar } from 'cli-progress';
import type { RunEvent } from '../../contract/run-events.ts';
import type { Output } from '../host.ts';
import { formatBytes, formatDuration } from './format-amount.ts';
import { truncate } from './fit-text.ts';

type Progress = Extract<RunEvent, { type: 'progress' }>;

export interface ProgressBar {
  readonly show: (event: RunEvent) => void;
  /** Removes the bar; whatever is printed next starts on its line. */
  readonly stop: () => void;
}

const WIDTH = 24;
const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumFractionDigits: 1 });

/**
 * `█████░░░  62%  5/8 tasks  1.2 GB of 2 GB  45.1M rows  3.2 s`
 * @param elapsed milliseconds: the clock goes on between events
 * @param width places of the terminal; a line that wrapped could not be drawn over
 */
export function progressLine(
  progress: Progress | undefined,
  elapsed: number,
  width: number,
  style: Output['style'],
): string {
  const line =
    progress === undefined ? `${'░'.repeat(WIDTH)}  planning` : describeProgress(progress, elapsed);
  return truncate(line, width).replace(
    /^(█*)(░*)/,
    (_, done: string, open: string) => style.cyan(done) + style.dim(open),
  );
}

function describeProgress(progress: Progress, elapsed: number): string {
  const { tasksDone, tasksTotal, bytesRead, bytesTotal } = progress;
  const ratio = tasksTotal === 0 ? 0 : Math.min(tasksDone / tasksTotal, 1);
  const full = Math.round(ratio * WIDTH);
  return [
    '█'.repeat(full) + '░'.repeat(WIDTH - full),
    `${String(Math.floor(ratio * 100)).padStart(3)}%`,
    `${tasksDone}/${tasksTotal} tasks`,
    ...(bytesTotal === 0 ? [] : [`${formatBytes(bytesRead)} of ${formatBytes(bytesTotal)}`]),
    ...(progress.rows === 0 ? [] : [`${compact.format(progress.rows)} rows`]),
    formatDuration(elapsed),
  ].join('  ');
}

const SILENT: ProgressBar = { show: () => undefined, stop: () => undefined };

/** @param stream the terminal that `output` writes to; nothing is drawn on anything else */
export function startProgressBar(output: Output, stream: NodeJS.WritableStream): ProgressBar {
  if (!output.isTerminal) return SILENT;
  const started = performance.now();
  let latest: Progress | undefined;
  const options: Options = {
    format: () => progressLine(latest, performance.now() - started, output.width, output.style),
    stream,
    fps: 8,
    clearOnComplete: true,
    hideCursor: true,
    linewrap: null,
    // Ctrl-C is the run's to handle.
    gracefulExit: false,
    emptyOnZero: true,
    forceRedraw: true,
  };
  const bar = new SingleBar(options);
  bar.start(1, 0);
  return {
    show: (event) => {
      if (event.type === 'progress') latest = event;
    },
    stop: () => bar.stop(),
  };
}
