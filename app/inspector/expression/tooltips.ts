/** Documentation on hovering, and the signature of the call that the cursor is in. */
import { StateEffect, StateField } from '@codemirror/state';
import type { EditorState, Extension, Transaction } from '@codemirror/state';
import { EditorView, hoverTooltip, showTooltip } from '@codemirror/view';
import type { Tooltip } from '@codemirror/view';
import { renderCall, renderMeaning } from './documentation.ts';
import { callAround, explainAt } from './explain.ts';
import type { Scope } from './scope.ts';

export const hoverDocs = (scope: () => Scope): Extension =>
  hoverTooltip(
    (view, pos) => {
      const found = explainAt(view.state.doc.toString(), pos, scope());
      if (found === undefined) return null;
      const { start, end, meaning } = found;
      return { pos: start, end, above: true, create: () => ({ dom: renderMeaning(meaning) }) };
    },
    { hoverTime: 250 },
  );

function callTooltip(state: EditorState): Tooltip | null {
  const { main } = state.selection;
  const call = main.empty ? callAround(state.doc.toString(), main.head) : undefined;
  if (call === undefined) return null;
  const { entry, argument, start } = call;
  return { pos: start, above: true, create: () => ({ dom: renderCall(entry, argument) }) };
}

const hide = StateEffect.define<null>();

const shownCall = StateField.define<Tooltip | null>({
  create: () => null,
  update: (shown, transaction) => {
    const { docChanged, selection, effects, state } = transaction;
    if (effects.some((effect) => effect.is(hide))) return null;
    if (docChanged) return isTyping(transaction) ? callTooltip(state) : null;
    return selection === undefined ? shown : callTooltip(state);
  },
  provide: (field) => showTooltip.from(field),
});

const isTyping = (transaction: Transaction): boolean =>
  transaction.isUserEvent('input') || transaction.isUserEvent('delete');

/** Only while someone types or moves in it: a value set from outside shows nothing. */
export const callDocs: Extension = [
  shownCall,
  EditorView.focusChangeEffect.of((_, isFocused) => (isFocused ? null : hide.of(null))),
];
