/** What tooltips of the editor show. Built without React: CodeMirror owns these elements. */
import { formatType } from '../../../engine/contract/schema.ts';
import type { FunctionEntry } from '../../../engine/expression/functions/entry.ts';
import type { Meaning } from './explain.ts';
import { signatureFor, signatureParts, signatureText } from './explain.ts';

function element(tag: string, className: string, ...children: readonly (Node | string)[]) {
  const made = document.createElement(tag);
  made.className = className;
  made.append(...children);
  return made;
}

export function renderFunction(entry: FunctionEntry): HTMLElement {
  const { expression, result } = entry.example;
  return element(
    'div',
    'sluice-docs',
    ...entry.signatures.map((_, i) =>
      element('div', 'sluice-docs-signature', signatureText(entry, i)),
    ),
    element('p', 'sluice-docs-text', entry.doc),
    element(
      'div',
      'sluice-docs-example',
      element('code', '', expression),
      element('span', 'sluice-docs-arrow', '→'),
      element('code', '', result ?? 'NULL'),
    ),
  );
}

export function renderMeaning(meaning: Meaning): HTMLElement {
  if (meaning.kind === 'function') return renderFunction(meaning.entry);
  const [name, type] =
    meaning.kind === 'parameter'
      ? [`$${meaning.name}`, meaning.type]
      : [meaning.column.name, formatType(meaning.column.type)];
  return element(
    'div',
    'sluice-docs sluice-docs-name',
    element('code', 'sluice-docs-signature', name),
    element('span', 'sluice-docs-type', type),
  );
}

/** The signature of a call with one of its arguments brought out. */
export function renderCall(entry: FunctionEntry, argument: number): HTMLElement {
  const { before, args, after } = signatureParts(entry, signatureFor(entry, argument));
  const current = Math.min(argument, args.length - 1);
  return element(
    'div',
    'sluice-docs sluice-docs-call',
    before,
    ...args.flatMap((arg, i) => [
      ...(i === 0 ? [] : [', ']),
      i === current ? element('strong', '', arg) : arg,
    ]),
    after,
  );
}

/** A problem's message and below it what to do. */
export const renderProblem = (message: string, hint: string | undefined): HTMLElement =>
  element(
    'div',
    'sluice-docs-problem',
    element('div', '', message),
    ...(hint === undefined ? [] : [element('div', 'sluice-docs-hint', hint)]),
  );
