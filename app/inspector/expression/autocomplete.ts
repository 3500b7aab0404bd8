/** Completion: the candidates of `complete.ts` in the editor's terms. */
import { autocompletion, completionStatus, pickedCompletion } from '@codemirror/autocomplete';
import type { Completion, CompletionSource } from '@codemirror/autocomplete';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { candidatesAt } from './complete.ts';
import type { Candidate } from './complete.ts';
import { renderFunction } from './documentation.ts';
import type { Scope } from './scope.ts';

const TYPES: Readonly<Record<Candidate['kind'], string>> = {
  column: 'variable',
  field: 'property',
  table: 'class',
  parameter: 'constant',
  function: 'function',
  keyword: 'keyword',
};

/** What is likely comes first among equals. */
const BOOST: Readonly<Record<Candidate['kind'], number>> = {
  column: 4,
  field: 4,
  table: 3,
  parameter: 2,
  function: 1,
  keyword: 0,
};

function asCompletion(candidate: Candidate): Completion {
  const { kind, label, shown, detail, insert, cursor = 0, function: entry } = candidate;
  return {
    label,
    type: TYPES[kind],
    boost: BOOST[kind],
    ...(shown === undefined ? {} : { displayLabel: shown }),
    ...(detail === undefined ? {} : { detail }),
    ...(entry === undefined ? {} : { info: () => renderFunction(entry) }),
    apply: (view, completion, from, to) => {
      view.dispatch({
        changes: { from, to, insert },
        selection: { anchor: from + insert.length + cursor },
        annotations: pickedCompletion.of(completion),
        userEvent: 'input.complete',
        scrollIntoView: true,
      });
    },
  };
}

/** What may be typed on without other candidates. */
const BEGUN = /^(\w*|\$\w*|"[^"]*)$/;

export function completion(scope: () => Scope): Extension {
  const source: CompletionSource = ({ state, pos, explicit }) => {
    const asked = scope();
    const found = candidatesAt(state.doc.toString(), pos, asked, explicit);
    if (found === undefined || found.options.length === 0) return null;
    return {
      from: found.from,
      to: found.to,
      options: found.options.map(asCompletion),
      // While the engine starts, columns become known under the list.
      validFor: (text) => BEGUN.test(text) && scope().columns === asked.columns,
    };
  };
  return [
    autocompletion({
      override: [source],
      icons: true,
      defaultKeymap: false,
      maxRenderedOptions: 100,
      activateOnTypingDelay: 50,
    }),
    reachableList,
  ];
}

/** A list that scrolls has to be reachable by keyboard; a click on it must not take the focus. */
const reachableList: Extension = EditorView.updateListener.of(({ view, state }) => {
  if (completionStatus(state) !== 'active') return;
  view.requestMeasure({
    key: 'reachable-list',
    read: () => document.querySelector<HTMLElement>('.cm-tooltip-autocomplete > ul'),
    write: (list) => {
      if (list === null || list.tabIndex === 0) return;
      list.tabIndex = 0;
      list.addEventListener('mousedown', (event) => event.preventDefault());
    },
  });
});
