import type { Diagnostic } from '../../../engine/contract/diagnostic.ts';
import type { DataLocation, EngineError } from '../../../engine/contract/errors.ts';
import type { PipelineDocument } from '../../../engine/document/schema.ts';
import type { Controller } from '../controller.ts';
import { h, onChange } from '../dom.ts';
import type { View } from '../dom.ts';
import { countOf } from '../../ui/format.ts';
import type { RunnerState } from '../state.ts';

/** What has to be mended, each finding with its place and what to do. */
export function problemsView(controller: Controller): View<RunnerState> {
  const title = h('h2');
  const list = h('ul', { className: 'problems' });
  const element = h('section', { attributes: { 'aria-label': 'Problems' } }, title, list);
  const update = onChange<RunnerState>(
    (state) => [state.unreadable, state.check, state.engine, state.run?.error],
    (state) => {
      const items = [
        ...unreadableItems(state),
        ...errorItems(state),
        ...diagnosticItems(state, (node) => void controller.select(node)),
      ];
      element.hidden = items.length === 0;
      title.textContent = countOf(items.length, 'problem');
      list.replaceChildren(...items);
    },
  );
  return { element, update };
}

function unreadableItems({ unreadable }: RunnerState): HTMLElement[] {
  if (unreadable === undefined) return [];
  return unreadable.diagnostics.map((diagnostic) =>
    problemItem({ ...diagnostic, place: [unreadable.fileName, diagnostic.param] }),
  );
}

function diagnosticItems(state: RunnerState, select: (node: string) => void): HTMLElement[] {
  if (state.check.status !== 'done') return [];
  const { document } = state.pipeline ?? {};
  return state.check.diagnostics.map((diagnostic) => {
    const { node, param } = diagnostic;
    return problemItem({
      ...diagnostic,
      place: [node, param, characters(diagnostic)],
      excerpt: excerptOf(document, diagnostic),
      ...(node === undefined ? {} : { select: () => select(node) }),
    });
  });
}

function errorItems({ engine, check, run }: RunnerState): HTMLElement[] {
  const errors = [
    engine.status === 'failed' ? engine.error : undefined,
    check.status === 'failed' ? check.error : undefined,
    run?.error,
  ].filter((error) => error !== undefined && error.kind !== 'cancelled');
  return (errors as EngineError[]).map((error) =>
    problemItem({
      ...error,
      severity: 'error',
      place: [error.node, error.param, characters(error), locationText(error.location)],
    }),
  );
}

interface Problem {
  readonly severity: Diagnostic['severity'];
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly detail?: string;
  readonly place: readonly (string | undefined)[];
  readonly excerpt?: HTMLElement | undefined;
  readonly select?: () => void;
}

function problemItem(problem: Problem): HTMLElement {
  const place = problem.place.filter((part) => part !== undefined && part !== '').join(' · ');
  return h(
    'li',
    { data: { severity: problem.severity } },
    h(
      'p',
      { className: 'message' },
      h('span', { className: 'severity' }, problem.severity),
      problem.message,
    ),
    problem.excerpt,
    problem.hint !== undefined && h('p', { className: 'hint' }, problem.hint),
    h(
      'p',
      { className: 'place' },
      problem.select === undefined
        ? place
        : h('button', { type: 'button', className: 'link', onclick: problem.select }, place),
      h('code', {}, problem.code),
    ),
    problem.detail !== undefined &&
      h('details', {}, h('summary', {}, 'Details'), h('pre', {}, problem.detail)),
  );
}

/** `characters 4 to 9`, counted from 1 as people do. */
function characters(range: { readonly start?: number; readonly end?: number }): string | undefined {
  if (range.start === undefined) return undefined;
  const end = range.end ?? range.start + 1;
  return end - range.start <= 1
    ? `character ${range.start + 1}`
    : `characters ${range.start + 1} to ${end}`;
}

function locationText(location: DataLocation | undefined): string | undefined {
  if (location === undefined) return undefined;
  const { file, line, row, column, partition, byte } = location;
  return [
    file,
    line !== undefined && `line ${line}`,
    row !== undefined && `row ${row}`,
    column !== undefined && `column ${column}`,
    partition !== undefined && `partition ${partition}`,
    byte !== undefined && `byte ${byte}`,
  ]
    .filter((part) => typeof part === 'string')
    .join(', ');
}

/** The text of the param with the wrong characters marked. */
function excerptOf(
  document: PipelineDocument | undefined,
  { node, param, start, end }: Diagnostic,
): HTMLElement | undefined {
  if (document === undefined || node === undefined || param === undefined) return undefined;
  if (start === undefined) return undefined;
  const text = valueAt(document.nodes[node]?.params, param);
  if (typeof text !== 'string') return undefined;
  const until = Math.max(end ?? start + 1, start + 1);
  return h(
    'pre',
    { className: 'excerpt' },
    text.slice(0, start),
    h('mark', {}, text.slice(start, until) || ' '),
    text.slice(until),
  );
}

/** Value at a JSON path as diagnostics write it: `expressions[0].expression`, `map["old name"]`. */
function valueAt(value: unknown, path: string): unknown {
  const parts = [...path.matchAll(/\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]|([^.[\]]+)/g)];
  return parts.reduce<unknown>((inner, [, index, quoted, name]) => {
    if (typeof inner !== 'object' || inner === null) return undefined;
    return (inner as Record<string, unknown>)[index ?? quoted ?? name ?? ''];
  }, value);
}
