/** Errors of a run: what, where in the pipeline and in the data, why, and what to do. */
import type { DataLocation, EngineError } from '../../contract/errors.ts';
import type { PipelineFile } from '../load-document.ts';
import {
  countFindings,
  formatDiagnostic,
  formatPlace,
  heading,
  type ReportOptions,
} from './report-diagnostic.ts';

export interface ErrorReportOptions extends ReportOptions {
  /** Show stacks. */
  readonly debug: boolean;
}

/** @param file the pipeline that ran, if it got that far */
export function formatError(
  error: EngineError,
  file: PipelineFile | undefined,
  options: ErrorReportOptions,
): string {
  const { style } = options;
  if (error.kind === 'cancelled') return `${style.yellow(error.message)}\n${help(error.hint)}`;
  if (error.kind === 'user' && error.diagnostics !== undefined && file !== undefined) {
    const found = error.diagnostics;
    if (found.length > 0) {
      const blocks = found.map((one) => formatDiagnostic(one, file, options));
      return `${blocks.join('\n')}\n${style.red(countFindings(found))} in ${file.name}\n`;
    }
  }
  const label = error.kind === 'internal' ? 'internal error' : 'error';
  // A pipeline's name says nothing about an error that has no step.
  const owner = error.node === undefined && error.param === undefined ? undefined : file;
  const lines = [heading(label, error, style), formatPlace(error, owner, options).trimEnd()];
  const place = error.location === undefined ? '' : formatLocation(error.location);
  if (place !== '') lines.splice(1, 0, `${style.blue('  -->')} ${place}`);
  const detail = formatDetail(error, options.debug);
  if (detail !== '') {
    lines.push(detail.replaceAll(/^/gm, '     ').replace('    ', style.blue('   =')));
  }
  if (error.kind === 'internal') {
    lines.push(
      '',
      'This is a bug in Sluice, not in your pipeline. Please report it with the text above' +
        (options.debug
          ? '.'
          : ';\nSLUICE_DEBUG=1 before the command adds the details of where it happened.'),
    );
  }
  return lines.filter((line, i) => line !== '' || i > 1).join('\n') + '\n';
}

const help = (hint: string | undefined): string => (hint === undefined ? '' : `${hint}\n`);

/** `data/orders.csv, line 12, row 11, column price` */
export function formatLocation(location: DataLocation): string {
  const part = (label: string, value: string | number | undefined): string[] =>
    value === undefined ? [] : [`${label}${value}`];
  return [
    ...part('', location.file),
    ...part('line ', location.line),
    ...part('row ', location.row),
    ...part('column ', location.column),
    ...part('byte ', location.byte),
    ...part('partition ', location.partition),
  ].join(', ');
}

/** The cause in words; its stack only for who looks for it. */
function formatDetail(error: EngineError, debug: boolean): string {
  const { detail } = error;
  if (detail === undefined || detail === '') return '';
  if (debug) return detail;
  const lines = detail.split('\n').filter((line) => !/^\s+at /.test(line));
  const text = lines.join('\n').trim();
  return text === error.message || text.endsWith(`: ${error.message}`) ? '' : `cause: ${text}`;
}
