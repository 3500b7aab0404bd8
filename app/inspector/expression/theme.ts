/** The look of the editor, from the tokens of the interface alone. */
import { EditorView } from '@codemirror/view';

const wavy = (colour: string) => ({
  backgroundImage: 'none',
  textDecoration: `underline wavy var(--${colour}) 1.5px`,
  textDecorationSkipInk: 'none',
  textUnderlineOffset: '3px',
});

const raised = {
  backgroundColor: 'var(--raised)',
  border: '1px solid var(--line-strong)',
  borderRadius: 'var(--radius)',
  boxShadow: 'var(--shadow-raised)',
  color: 'var(--ink)',
  fontFamily: 'var(--sans)',
  fontSize: 'var(--text-small)',
  overflow: 'hidden',
  zIndex: '1000',
};

const typeBadge = (letter: string, colour: string) => ({
  content: `"${letter}"`,
  color: `var(--${colour})`,
});

export const theme = EditorView.theme({
  // Not `&` alone: the container of tooltips has the theme's class too, and a border would give it a
  // height in the page.
  '&.cm-editor': {
    backgroundColor: 'var(--panel)',
    border: '1px solid var(--line-strong)',
    borderRadius: 'var(--radius)',
    color: 'var(--ink)',
    fontSize: 'var(--text-small)',
  },
  '&.cm-focused': { outline: '2px solid var(--focus)', outlineOffset: '-1px' },
  '&.sluice-read-only': { backgroundColor: 'var(--hover)', color: 'var(--soft)' },
  '&.sluice-invalid': { borderColor: 'var(--error)' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '18px', maxHeight: '40vh' },
  '.cm-content': { padding: '4px 0', caretColor: 'var(--ink)' },
  '&.sluice-multiline .cm-content': { minHeight: '96px' },
  '.cm-line': { padding: '0 8px' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '.cm-placeholder': { color: 'var(--faint)' },
  '&.cm-focused .cm-matchingBracket': {
    backgroundColor: 'var(--accent-soft)',
    outline: '1px solid var(--accent)',
  },
  '&.cm-focused .cm-nonmatchingBracket': { backgroundColor: 'var(--error-soft)' },
  '.cm-lintRange-error': wavy('error'),
  '.cm-lintRange-warning': wavy('warn'),
  '.cm-lintRange-info': wavy('accent'),
  '.cm-lintPoint:after': { borderBottomColor: 'var(--error)' },
  '.cm-tooltip': raised,
  '.cm-tooltip-section': { borderTop: '1px solid var(--line)' },

  '.cm-tooltip-lint': { padding: '0', maxWidth: '420px' },
  '.cm-diagnostic': { padding: '6px 10px', marginLeft: '0', borderLeft: '3px solid' },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--error)' },
  '.cm-diagnostic-warning': { borderLeftColor: 'var(--warn)' },
  '.cm-diagnostic-info': { borderLeftColor: 'var(--accent)' },
  '.cm-diagnosticAction': {
    backgroundColor: 'var(--accent)',
    borderRadius: '5px',
    color: 'var(--accent-ink)',
    font: 'inherit',
    fontWeight: '500',
    margin: '6px 6px 0 0',
    padding: '3px 8px',
  },
  '.sluice-docs-hint': { color: 'var(--soft)', marginTop: '2px' },

  // What is said of the chosen one hangs beside the list.
  '.cm-tooltip.cm-tooltip-autocomplete': { overflow: 'visible' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': {
    borderRadius: 'var(--radius)',
    fontFamily: 'var(--mono)',
    maxHeight: '240px',
    minWidth: '240px',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': {
    display: 'flex',
    alignItems: 'center',
    gap: '6px',
    lineHeight: '22px',
    padding: '0 8px',
  },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    backgroundColor: 'var(--accent-soft)',
    color: 'var(--ink)',
  },
  '.cm-completionMatchedText': {
    textDecoration: 'none',
    color: 'var(--accent)',
    fontWeight: '600',
  },
  '.cm-completionDetail': {
    color: 'var(--faint)',
    fontStyle: 'normal',
    marginLeft: 'auto',
    maxWidth: '220px',
    overflow: 'hidden',
    paddingLeft: '12px',
    textOverflow: 'ellipsis',
    whiteSpace: 'nowrap',
  },
  'li[aria-selected] .cm-completionDetail': { color: 'var(--soft)' },
  '.cm-completionIcon': {
    fontSize: 'var(--text-tiny)',
    fontWeight: '600',
    opacity: '1',
    padding: '0',
    textAlign: 'center',
    width: '16px',
  },
  '.cm-completionIcon-variable:after': typeBadge('c', 'category-input'),
  '.cm-completionIcon-property:after': typeBadge('.', 'category-input'),
  '.cm-completionIcon-class:after': typeBadge('t', 'category-rows'),
  '.cm-completionIcon-constant:after': typeBadge('$', 'category-combine'),
  '.cm-completionIcon-function:after': typeBadge('ƒ', 'category-aggregate'),
  '.cm-completionIcon-keyword:after': typeBadge('k', 'faint'),
  '.cm-completionInfo': { ...raised, maxWidth: '360px', padding: '0' },

  '.sluice-docs': { maxWidth: '420px', padding: '6px 10px' },
  '.sluice-docs-name': { alignItems: 'baseline', display: 'flex', gap: '10px' },
  '.sluice-docs-signature, .sluice-docs-call': { fontFamily: 'var(--mono)' },
  '.sluice-docs-call strong': { color: 'var(--accent)' },
  '.sluice-docs-type': { color: 'var(--soft)', fontFamily: 'var(--mono)' },
  '.sluice-docs-text': { color: 'var(--soft)', margin: '4px 0' },
  '.sluice-docs-example': { display: 'flex', flexWrap: 'wrap', gap: '6px' },
  '.sluice-docs-example code': { fontFamily: 'var(--mono)' },
  '.sluice-docs-arrow': { color: 'var(--faint)' },
});
