/** What the status line says of a run: a key of the `status` texts and what to put in. */
import type { RunRecord } from '../session/run-store.ts';
import { formatCount, formatDuration } from '../ui/format.ts';

export interface StatusText {
  readonly key: string;
  readonly values: Readonly<Record<string, string | number>>;
}

/** @param elapsed milliseconds */
export function runText(run: RunRecord | undefined, problems: number, elapsed: number): StatusText {
  if (run === undefined) {
    return problems === 0
      ? { key: 'idle', values: {} }
      : { key: 'idle-problems', values: { count: problems } };
  }
  const time = formatDuration(elapsed);
  switch (run.status) {
    case 'running': {
      const { tasksDone, tasksTotal, rows } = run.progress;
      if (tasksTotal === 0) return { key: 'running-start', values: { time } };
      const values = {
        done: formatCount(tasksDone),
        total: formatCount(tasksTotal),
        rows: formatCount(rows),
        time,
      };
      return { key: 'running', values };
    }
    case 'cancelling':
      return { key: 'cancelling', values: {} };
    case 'succeeded': {
      const { files } = run;
      if (files.length === 0) return { key: 'succeeded', values: { time } };
      const rows = formatCount(files.reduce((sum, file) => sum + file.rows, 0));
      return { key: 'succeeded-files', values: { time, count: files.length, rows } };
    }
    case 'failed':
      return { key: 'failed', values: { message: run.error?.message ?? '' } };
    case 'cancelled':
      return { key: 'cancelled', values: { time } };
  }
}
