import type { NodeCategory, NodeRegistry } from '../../../engine/contract/node-definition.ts';
import type { Diagnostic } from '../../../engine/contract/diagnostic.ts';
import { documentNodes } from '../../../engine/document/schema.ts';
import type { DocumentNode } from '../../../engine/document/schema.ts';
import type { Controller } from '../controller.ts';
import { h, onChange, setAttribute } from '../dom.ts';
import type { View } from '../dom.ts';
import { countOf } from '../../ui/format.ts';
import type { RunnerState } from '../state.ts';

const GLYPHS: Readonly<Record<NodeCategory, string>> = {
  input: '▤',
  columns: '≡',
  rows: 'ƒ',
  clean: '✓',
  combine: '⋈',
  aggregate: 'Σ',
  code: '›',
  quality: '!',
  flow: '↻',
  output: '⇩',
};

/** The steps in document order; the selected one's rows are shown below. */
export function stepsView(controller: Controller, registry: NodeRegistry): View<RunnerState> {
  const list = h('ol', { className: 'steps' });
  const element = h('nav', { attributes: { 'aria-label': 'Steps' } }, h('h2', {}, 'Steps'), list);
  let buttons = new Map<string, StepButton>();
  list.addEventListener('keydown', moveByArrows);

  const rebuild = onChange<RunnerState>(
    (state) => [state.pipeline],
    ({ pipeline }) => {
      const nodes = pipeline === undefined ? [] : documentNodes(pipeline.document);
      buttons = new Map(
        nodes.map(([id, node]) => [
          id,
          stepButton(id, node, registry, () => void controller.select(id)),
        ]),
      );
      list.replaceChildren(...[...buttons.values()].map(({ button }) => h('li', {}, button)));
    },
  );
  const mark = onChange<RunnerState>(
    (state) => [
      state.pipeline,
      state.selected,
      state.check,
      state.run?.stages,
      state.run?.portRows,
    ],
    (state) => {
      const problems = state.check.status === 'done' ? state.check.diagnostics : [];
      const selected = state.selected?.split('.')[0];
      for (const [id, step] of buttons) {
        setAttribute(step.button, 'aria-current', id === selected ? 'true' : undefined);
        step.show(
          problems.filter(({ node, severity }) => node === id && severity !== 'info'),
          stepFacts(state, id),
        );
      }
    },
  );
  return {
    element,
    update: (state) => {
      element.hidden = state.pipeline === undefined;
      rebuild(state);
      mark(state);
    },
  };
}

interface StepButton {
  readonly button: HTMLButtonElement;
  readonly show: (problems: readonly Diagnostic[], facts: string) => void;
}

function stepButton(
  id: string,
  node: DocumentNode,
  registry: NodeRegistry,
  onclick: () => void,
): StepButton {
  const definition = registry.get(node.type);
  const category = definition?.category ?? 'flow';
  const summary = h('span', { className: 'summary' });
  const facts = h('span', { className: 'facts' });
  const button = h(
    'button',
    { type: 'button', className: 'step', onclick, data: { category } },
    h('span', { className: 'icon', attributes: { 'aria-hidden': 'true' } }, GLYPHS[category]),
    h('span', { className: 'title' }, node.title ?? id),
    facts,
    summary,
  );
  const parsed = definition?.params.safeParse(node.params);
  const text =
    definition !== undefined && parsed?.success === true
      ? definition.summarise(parsed.data)
      : node.type;
  const usual = `${definition?.title ?? node.type}${text === '' ? '' : ` · ${text}`}`;
  button.title = usual;
  return {
    button,
    show: (problems, figures) => {
      const [first] = problems;
      setAttribute(button, 'data-problem', first?.severity);
      summary.textContent = first?.message ?? (node.disabled === true ? 'disabled' : usual);
      facts.textContent = figures;
    },
  };
}

/** Rows that a step gave out, or that its stages are at work. */
function stepFacts({ run }: RunnerState, id: string): string {
  if (run === undefined) return '';
  const rows = [...run.portRows]
    .filter(([port]) => port.startsWith(`${id}.`))
    .map(([, count]) => count);
  if (rows[0] !== undefined) return countOf(rows[0], 'row');
  const stages = run.stages.filter(({ nodes }) => nodes.some((node) => node === id));
  return stages.some(({ finished }) => finished === undefined) && run.status === 'running'
    ? '…'
    : '';
}

function moveByArrows(event: KeyboardEvent): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  const list = event.currentTarget;
  if (step === 0 || !(list instanceof HTMLElement)) return;
  const buttons = [...list.querySelectorAll('button')];
  const next = buttons[buttons.findIndex((button) => button === document.activeElement) + step];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}
