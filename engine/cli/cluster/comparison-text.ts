/** What a comparison of here and there has found, for a terminal. */
import type {
  DifferentRow,
  OutputComparison,
  PushComparison,
  SampledSource,
} from '../../contract/push-comparison.ts';
import { formatCount, formatDuration } from '../terminal/format-amount.ts';
import { showControls, truncate } from '../terminal/fit-text.ts';
import type { Output } from '../host.ts';

/** Differing rows of an output that are shown; `--json` has more. */
const SHOWN = 20;

export function formatComparison(
  { sources, outputs, milliseconds }: PushComparison,
  cluster: string,
  out: Output,
): string {
  const { here, there } = milliseconds;
  return [
    `Compared with a sample: ${sources.map(sourceText).join('; ') || 'no source has files'}\n`,
    ...outputs.map((output) => outputText(output, out)),
    out.style.dim(`${formatDuration(here)} here, ${formatDuration(there)} on ${cluster}\n`),
  ].join('');
}

function sourceText({ step, port, rows, whole, by }: SampledSource): string {
  const name = port === 'output' ? step : `${step}.${port}`;
  const which = `${whole ? 'all' : 'the first ones'}${by === 'cluster' ? ', read by the cluster' : ''}`;
  return `${name} ${formatCount(rows, 'row')} (${which})`;
}

function outputText(output: OutputComparison, out: Output): string {
  const { step, rows, close, equal, different, truncated, casts, onlyHere, onlyThere } = output;
  const { style } = out;
  const lines = [
    `${style.bold(step)}: ${equal ? style.green('equal') : style.red('different')}, ${summary(output)}`,
  ];
  if (close > 0)
    lines.push(`  ${formatCount(close, 'row')} with floats that differ by less than 1e-9`);
  if (rows.here + rows.there === 0) {
    lines.push(style.yellow('  The sample leaves no rows here: take more of them with --rows.'));
  }
  if (onlyHere.length > 0) lines.push(`  columns only here: ${onlyHere.join(', ')}`);
  if (onlyThere.length > 0) lines.push(`  columns only there: ${onlyThere.join(', ')}`);
  for (const { name, here, there } of output.types) {
    lines.push(`  ${name} is ${here} here, ${there} there`);
  }
  for (const { name, from, to } of casts) {
    lines.push(style.dim(`  ${name} is ${from} there, and cast to ${to}`));
  }
  if (output.order !== undefined) {
    const { row, by } = output.order;
    lines.push(`  the same rows in another order (by ${by.join(', ')}), from row ${row + 1} on`);
  }
  const columns = output.columns.map(({ name }) => name);
  const shown = different.slice(0, SHOWN);
  for (const row of shown) lines.push(...rowLines(row, columns, out));
  if (different.length > SHOWN || truncated) lines.push(style.dim('  … and more'));
  return `${lines.join('\n')}\n`;
}

function summary({ rows, unequal, equal }: OutputComparison): string {
  if (equal) return formatCount(rows.here, 'row');
  const side = (rowsOf: number, without: number, place: string): string =>
    `${without} of ${formatCount(rowsOf, 'row')} ${place}`;
  if (unequal.here + unequal.there === 0) return formatCount(rows.here, 'row');
  return `${side(rows.here, unequal.here, 'here')} and ${side(rows.there, unequal.there, 'there')} have no equal one`;
}

function rowLines(row: DifferentRow, columns: readonly string[], out: Output): string[] {
  const { here, there, cells } = row;
  const { style, width } = out;
  const fit = (text: string): string => truncate(showControls(text), width);
  const named = (values: readonly (string | null)[], only: (name: string) => boolean): string =>
    columns.flatMap((name, i) => (only(name) ? [`${name}=${show(values[i])}`] : [])).join(' ');
  if (here === undefined)
    return [style.green(fit(`  + only there: ${named(there ?? [], () => true)}`))];
  if (there === undefined) return [style.red(fit(`  - only here: ${named(here, () => true)}`))];
  const differs = (name: string): boolean => cells.includes(name);
  return [
    fit(`  ~ ${named(here, (name) => !differs(name))}`),
    style.red(fit(`    - here:  ${named(here, differs)}`)),
    style.green(fit(`    + there: ${named(there, differs)}`)),
  ];
}

const show = (value: string | null | undefined): string =>
  value === null || value === undefined
    ? 'NULL'
    : JSON.stringify(value).replace(/^"([\w.:+-]+(?: [\d:.+]+)?)"$/, '$1');
