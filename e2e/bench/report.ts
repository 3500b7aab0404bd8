/** Measurements as Markdown tables: medians, and Sluice against every other contender. */
import { geometricMean, median } from './measure.ts';
import type { Measurement } from './measure.ts';

/** Rows are jobs, columns contenders; with several jobs, a last row of geometric means. */
export function timeTable(measurements: readonly Measurement[], title: string): string {
  const jobs = distinct(measurements.map(({ job }) => job));
  const columns = distinct(measurements.map(columnOf));
  const time = (job: string, column: string): number | undefined => {
    const found = measurements.find((each) => each.job === job && columnOf(each) === column);
    return found === undefined ? undefined : median(found.milliseconds);
  };
  const rows = jobs.map((job) => [job, ...columns.map((column) => cell(time(job, column)))]);
  const complete = (column: string): number[] | undefined => {
    const times = jobs.map((job) => time(job, column));
    return times.every((each) => each !== undefined) ? (times as number[]) : undefined;
  };
  const means = columns.map((column) => {
    const times = complete(column);
    return times === undefined ? undefined : geometricMean(times);
  });
  if (jobs.length > 1) rows.push(['geometric mean', ...means.map(cell)]);
  const [first] = means;
  rows.push([
    `Sluice’s time ÷ this one’s`,
    ...means.map((mean) =>
      mean === undefined || first === undefined ? '' : (first / mean).toFixed(2),
    ),
  ]);
  return `### ${title} (milliseconds)\n\n${table(['', ...columns], rows)}`;
}

const columnOf = ({ contender, state }: Measurement): string =>
  state === 'first' ? contender : `${contender}, again`;

const cell = (milliseconds: number | undefined): string =>
  milliseconds === undefined ? '' : milliseconds.toFixed(milliseconds < 10 ? 1 : 0);

const distinct = (texts: readonly string[]): string[] => [...new Set(texts)];

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((name, i) =>
    Math.max(3, name.length, ...rows.map((row) => (row[i] ?? '').length)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${widths.map((width, i) => (i === 0 ? (cells[i] ?? '').padEnd(width) : (cells[i] ?? '').padStart(width))).join(' | ')} |`;
  const rule = `| ${widths.map((width, i) => (i === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [line(head), rule, ...rows.map(line)].join('\n');
}
