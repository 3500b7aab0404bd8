/** How what is wrong in a file's text is marked. */
import { EditorView } from '@codemirror/view';

export const sourceMarks = EditorView.theme({
  '.sluice-wrong': {
    backgroundColor: 'var(--error-soft)',
    borderBottom: '2px solid var(--error)',
  },
  '.sluice-lost': { backgroundColor: 'var(--warn-soft)' },
  '.sluice-chosen': { outline: '2px solid var(--focus)', borderRadius: '2px' },
});
