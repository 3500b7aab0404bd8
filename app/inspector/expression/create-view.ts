/** Makes the CodeMirror view of an expression. */
import {
  acceptCompletion,
  closeBrackets,
  closeBracketsKeymap,
  closeCompletion,
  completionKeymap,
} from '@codemirror/autocomplete';
import { defaultKeymap } from '@codemirror/commands';
import { bracketMatching } from '@codemirror/language';
import { nextDiagnostic, previousDiagnostic } from '@codemirror/lint';
import { Annotation, EditorState, Prec } from '@codemirror/state';
import type { Extension } from '@codemirror/state';
import { EditorView, drawSelection, keymap, placeholder, tooltips } from '@codemirror/view';
import type { KeyBinding } from '@codemirror/view';
import { completion } from './autocomplete.ts';
import { language } from './language.ts';
import type { Scope } from './scope.ts';
import { theme } from './theme.ts';
import { callDocs, hoverDocs } from './tooltips.ts';

/** Marks a change that came from outside, so that it is not reported back. */
export const fromOutside = Annotation.define<boolean>();

export interface ViewOptions {
  readonly parent: HTMLElement;
  readonly value: string;
  readonly label: string;
  readonly multiline: boolean;
  readonly readOnly: boolean;
  readonly placeholder: string | undefined;
  readonly phrases: Readonly<Record<string, string>>;
  /** Asked whenever it is needed. */
  readonly scope: () => Scope;
  readonly onChange: (text: string) => void;
  readonly onBlur: () => void;
}

export function createView(options: ViewOptions): EditorView {
  const { parent, value, multiline, readOnly } = options;
  return new EditorView({
    parent,
    state: EditorState.create({
      doc: value,
      extensions: [
        language(options.scope().kind),
        bracketMatching(),
        closeBrackets(),
        completion(options.scope),
        hoverDocs(options.scope),
        callDocs,
        drawSelection(),
        EditorView.lineWrapping,
        EditorState.phrases.of(options.phrases),
        // Above panels that cut off what hangs out of them, inside of a dialog that holds the focus.
        tooltips({
          position: 'fixed',
          parent: parent.closest<HTMLElement>('[role=dialog]') ?? document.body,
        }),
        EditorView.contentAttributes.of(contentAttributes(options)),
        EditorState.readOnly.of(readOnly),
        EditorView.editorAttributes.of({
          class: `${multiline ? 'sluice-multiline' : ''} ${readOnly ? 'sluice-read-only' : ''}`,
        }),
        options.placeholder === undefined ? [] : placeholder(options.placeholder),
        multiline ? [] : oneLine,
        keys(multiline),
        undoBelongsToTheDocument,
        EditorView.updateListener.of(({ docChanged, transactions, state }) => {
          const own = transactions.some((each) => each.annotation(fromOutside) === true);
          if (docChanged && !own) options.onChange(state.doc.toString());
        }),
        EditorView.domEventHandlers({ blur: () => options.onBlur() }),
        theme,
      ],
    }),
  });
}

const contentAttributes = ({ label, multiline, readOnly }: ViewOptions) => ({
  'aria-label': label,
  'aria-multiline': String(multiline),
  'aria-readonly': String(readOnly),
  autocapitalize: 'off',
  autocorrect: 'off',
  spellcheck: 'false',
});

/** What the editor's library would do with shortcuts of the studio: run, and the inspector. */
const STUDIO_KEYS: ReadonlySet<string> = new Set(['Mod-Enter', 'Mod-i']);

/** Tab leaves the editor, unless a completion is open; then it takes it. */
function keys(multiline: boolean): Extension {
  const enter: KeyBinding = { key: 'Enter', run: () => true };
  const completions = completionKeymap.filter(({ key }) => key !== 'Escape');
  return [
    Prec.high(
      keymap.of([
        ...completions,
        { key: 'Tab', run: acceptCompletion },
        // An open list is closed, not the dialog around it.
        { key: 'Escape', run: closeCompletion, stopPropagation: true },
      ]),
    ),
    keymap.of([
      ...(multiline ? [] : [enter]),
      { key: 'F8', run: nextDiagnostic, shift: previousDiagnostic },
      ...closeBracketsKeymap,
      ...defaultKeymap.filter(({ key }) => key === undefined || !STUDIO_KEYS.has(key)),
    ]),
  ];
}

/** Text of several lines that is pasted becomes one; what the document holds stays as it is. */
const oneLine: Extension = EditorView.clipboardInputFilter.of((text) =>
  text.trim().replaceAll(/\s*[\n\r]+\s*/g, ' '),
);

/** The studio's history covers everything: the browser's own undo would go past it. */
const undoBelongsToTheDocument: Extension = EditorView.domEventHandlers({
  beforeinput: (event) => {
    if (event.inputType !== 'historyUndo' && event.inputType !== 'historyRedo') return false;
    event.preventDefault();
    return true;
  },
});
