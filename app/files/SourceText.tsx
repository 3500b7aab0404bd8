/** The text of a file, to be looked at: line numbers, and what is wrong marked. Any length. */
import { EditorState, StateEffect, StateField } from '@codemirror/state';
import { Decoration, EditorView, lineNumbers } from '@codemirror/view';
import type { DecorationSet } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { codeTheme } from '../ui/code-theme.ts';
import { sourceMarks } from './source-marks.ts';
import type { TextPlace } from './text-places.ts';

export interface SourceTextProps {
  readonly text: string;
  readonly label: string;
  readonly places: readonly TextPlace[];
  /** Which of the places is in sight and chosen. */
  readonly chosen: number | undefined;
}

const setMarks = StateEffect.define<DecorationSet>();
const marks = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (before, { effects }) =>
    effects.reduce((now, effect) => (effect.is(setMarks) ? effect.value : now), before),
  provide: (field) => EditorView.decorations.from(field),
});

export function SourceText({ text, label, places, chosen }: SourceTextProps) {
  const parent = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  useEffect(() => {
    if (parent.current === null) return undefined;
    const made = new EditorView({
      parent: parent.current,
      state: EditorState.create({
        doc: text,
        extensions: [
          lineNumbers(),
          EditorState.readOnly.of(true),
          EditorView.contentAttributes.of({
            'aria-label': label,
            'aria-readonly': 'true',
            tabindex: '0',
          }),
          marks,
          codeTheme,
          sourceMarks,
        ],
      }),
    });
    view.current = made;
    return () => made.destroy();
  }, [text, label]);

  useEffect(() => {
    const { current } = view;
    if (current === undefined) return;
    const { doc } = current.state;
    current.dispatch({ effects: setMarks.of(decorate(places, chosen, toLines(text), doc.length)) });
    const at = chosen === undefined ? undefined : places[chosen];
    if (at?.start === undefined) return;
    const anchor = Math.min(toLines(text)(at.start), doc.length);
    current.dispatch({
      selection: { anchor },
      effects: EditorView.scrollIntoView(anchor, { y: 'center', x: 'center' }),
    });
  }, [text, label, places, chosen]);

  return <div ref={parent} className="sluice-source" />;
}

/** CodeMirror counts every end of a line as one character. */
function toLines(text: string): (offset: number) => number {
  if (!text.includes('\r\n')) return (offset) => offset;
  return (offset) => offset - (text.slice(0, offset).match(/\r\n/g)?.length ?? 0);
}

function decorate(
  places: readonly TextPlace[],
  chosen: number | undefined,
  toLine: (offset: number) => number,
  length: number,
): DecorationSet {
  const ranges = places.flatMap(({ kind, start, end }, index) => {
    if (start === undefined) return [];
    const from = Math.max(0, Math.min(toLine(start), length - 1));
    const to = Math.min(length, Math.max(from + 1, toLine(end ?? start + 1)));
    if (to <= from) return [];
    const style = `sluice-${kind}${index === chosen ? ' sluice-chosen' : ''}`;
    return [Decoration.mark({ class: style }).range(from, to)];
  });
  return Decoration.set(ranges, true);
}
