/** Diagnostics as a compiler prints them: what, where, the text with the place underlined, and a hint. */
import type { Diagnostic } from '../../contract/diagnostic.ts';
import type { PipelineFile } from '../load-document.ts';
import { formatCount } from '../terminal/format-amount.ts';
import type { Style } from '../terminal/style.ts';
import { excerpt } from './excerpt.ts';
import { locateParam, parsePath, placeAt } from './locate-param.ts';

/** What diagnostics and errors have in common. */
export type Finding = Pick<
  Diagnostic,
  'code' | 'message' | 'hint' | 'node' | 'param' | 'start' | 'end'
>;

export interface ReportOptions {
  readonly width: number;
  readonly style: Style;
}

export function formatDiagnostic(
  diagnostic: Diagnostic,
  file: PipelineFile,
  options: ReportOptions,
): string {
  return `${heading(diagnostic.severity, diagnostic, options.style)}\n${formatPlace(diagnostic, file, options)}`;
}

/** `error[unknown-column]: There is no column "dely".` */
export function heading(
  label: Diagnostic['severity'] | 'internal error',
  finding: Finding,
  style: Style,
): string {
  const name = label === 'info' ? 'note' : label;
  const paint = label === 'warning' ? style.yellow : label === 'info' ? style.cyan : style.red;
  const code = finding.code === 'internal' ? '' : `[${finding.code}]`;
  return `${style.bold(paint(`${name}${code}`))}${style.bold(`: ${finding.message}`)}`;
}

/** Place, excerpt and hint; each of them only where there is something to say. */
export function formatPlace(
  finding: Finding,
  file: PipelineFile | undefined,
  options: ReportOptions,
): string {
  const { style, width } = options;
  const lines: string[] = [];
  const spot = file === undefined ? undefined : findSpot(finding, file);
  const where = whereText(finding, file, spot);
  if (where !== '') lines.push(`${style.blue('  -->')} ${where}`);
  if (spot?.text !== undefined) {
    const shown = excerpt(spot.text, spot.start, spot.end, width - 2, style, spot.line);
    lines.push(...shown.map((line) => `  ${line}`));
  }
  if (finding.hint !== undefined) {
    lines.push(`${style.blue('   =')} ${style.bold('help')}: ${finding.hint}`);
  }
  return lines.map((line) => `${line}\n`).join('');
}

function whereText(
  finding: Finding,
  file: PipelineFile | undefined,
  spot: Spot | undefined,
): string {
  const parts = [
    file === undefined ? undefined : file.name + (spot === undefined ? '' : `:${spot.at}`),
    finding.node === undefined ? undefined : `step ${finding.node}`,
    finding.param === undefined || finding.param === ''
      ? undefined
      : finding.node === undefined
        ? finding.param
        : `param ${finding.param}`,
  ];
  return parts.filter((part) => part !== undefined).join(', ');
}

interface Spot {
  /** `line:column` of the file. */
  readonly at: string;
  /** What to show of it; `start` and `end` are characters of it. */
  readonly text?: string;
  readonly start: number;
  readonly end: number;
  /** Line of the file that the shown line is. */
  readonly line?: number;
}

function findSpot(finding: Finding, file: PipelineFile): Spot | undefined {
  const { node, param, start, end } = finding;
  if (node === undefined && param === undefined) {
    if (start === undefined) return undefined;
    const { line, column } = placeAt(file.text, start);
    return { at: `${line}:${column}`, text: file.text, start, end: end ?? start + 1, line };
  }
  const below = parsePath(param ?? '');
  const path =
    node === undefined
      ? below
      : ['nodes', node, ...(param === undefined ? [] : ['params']), ...below];
  const found = locateParam(file.text, path, start);
  if (found === undefined) return undefined;
  const at = `${found.line}:${found.column}`;
  const { value } = found;
  if (value === undefined || value === '') return { at, start: 0, end: 0 };
  return { at, text: value, start: start ?? 0, end: end ?? value.length };
}

/** `2 errors, 1 warning`; empty without either. */
export function countFindings(diagnostics: readonly Diagnostic[]): string {
  const count = (severity: Diagnostic['severity'], noun: string): string[] => {
    const found = diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
    return found === 0 ? [] : [formatCount(found, noun)];
  };
  return [
    ...count('error', 'error'),
    ...count('warning', 'warning'),
    ...count('info', 'note'),
  ].join(', ');
}
