import { jsonKindOf, parameterType } from '../../../engine/document/parameter-types.ts';
import type { DocumentParameter } from '../../../engine/document/schema.ts';
import type { Controller } from '../controller.ts';
import { h, onChange, setAttribute } from '../dom.ts';
import type { View } from '../dom.ts';
import type { RunnerState } from '../state.ts';

/** One field per pipeline parameter; an empty field means the default. */
export function parametersView(controller: Controller): View<RunnerState> {
  const fields = h('div', { className: 'fields' });
  const element = h(
    'section',
    { attributes: { 'aria-label': 'Parameters' } },
    h('h2', {}, 'Parameters'),
    fields,
  );
  let shown: readonly Field[] = [];
  const rebuild = onChange<RunnerState>(
    (state) => [state.pipeline],
    ({ pipeline }) => {
      const declared = Object.entries(pipeline?.document.parameters ?? {});
      shown = declared.map(([name, parameter]) => fieldOf(name, parameter, controller));
      fields.replaceChildren(...shown.map(({ element: field }) => field));
      element.hidden = declared.length === 0;
    },
  );
  const mark = onChange<RunnerState>(
    (state) => [state.pipeline, state.check, state.parameters],
    ({ check }) => {
      if (check.status !== 'done') return;
      for (const field of shown) {
        const problem = check.diagnostics.find(
          ({ node, param }) => node === undefined && param === `parameters.${field.name}`,
        );
        field.show(problem?.message);
      }
    },
  );
  return {
    element,
    update: (state) => {
      rebuild(state);
      mark(state);
    },
  };
}

interface Field {
  readonly name: string;
  readonly element: HTMLElement;
  readonly show: (problem: string | undefined) => void;
}

function fieldOf(name: string, parameter: DocumentParameter, controller: Controller): Field {
  const id = `parameter-${name}`;
  const type = parameterType(parameter.type);
  const numeric = type !== undefined && ['integer', 'number'].includes(jsonKindOf(type));
  const input = h('input', {
    id,
    type: 'text',
    autocomplete: 'off',
    spellcheck: false,
    inputMode: numeric ? 'decimal' : 'text',
    placeholder: parameter.default === undefined ? 'needed' : String(parameter.default),
    oninput: () => controller.setParameter(name, input.value === '' ? undefined : input.value),
    attributes: { 'aria-describedby': `${id}-help` },
  });
  const help = h('p', { className: 'help', id: `${id}-help` });
  const element = h(
    'div',
    { className: 'field' },
    h('label', { htmlFor: id }, name, ' ', h('em', {}, parameter.type)),
    input,
    help,
  );
  const show = (problem: string | undefined): void => {
    setAttribute(input, 'aria-invalid', problem === undefined ? undefined : 'true');
    help.textContent = problem ?? parameter.description ?? '';
  };
  show(undefined);
  return { name, element, show };
}
