/** Problems of the engine as marks in the editor, with a fix where the hint has one. */
import { setDiagnostics } from '@codemirror/lint';
import type { Diagnostic } from '@codemirror/lint';
import type { EditorState, TransactionSpec } from '@codemirror/state';
import { formatIdentifier } from '../../../engine/expression/quote.ts';
import { renderProblem } from './documentation.ts';

export interface ExpressionProblem {
  /** UTF-16 units; absent: the whole text. */
  readonly start?: number;
  readonly end?: number;
  readonly message: string;
  readonly hint?: string;
  readonly severity: 'error' | 'warning' | 'info';
}

/** Names that a hint such as `Did you mean "a" or "b"?` offers. */
export const suggestedNames = (hint: string | undefined): readonly string[] =>
  /^Did you mean (".*)\?/
    .exec(hint ?? '')?.[1]
    ?.split(/", "|" or "/)
    .map((name) => name.replace(/^"|"$/g, '')) ?? [];

/** The characters that a problem is about, inside of a text of some length; at least one if any. */
export function problemRange(
  { start, end }: Pick<ExpressionProblem, 'start' | 'end'>,
  length: number,
): { readonly from: number; readonly to: number } {
  if (start === undefined) return { from: 0, to: length };
  const to = Math.min(Math.max(end ?? start, start + 1), length);
  return { from: Math.min(start, Math.max(0, to - 1)), to };
}

/**
 * What to write in place of a name that does not exist: quoted where it has to be, and a function
 * (`called`) without quotes.
 */
export const replacementFor = (name: string, called: boolean): string =>
  called ? name : formatIdentifier(name);

export function showProblems(
  state: EditorState,
  problems: readonly ExpressionProblem[],
  replaceWith: (name: string) => string,
): TransactionSpec {
  const { length } = state.doc;
  return setDiagnostics(
    state,
    problems.map((problem): Diagnostic => {
      const { message, hint, severity } = problem;
      const range = problemRange(problem, length);
      const called = state.doc.sliceString(range.to).trimStart().startsWith('(');
      return {
        ...range,
        severity,
        message,
        renderMessage: () => renderProblem(message, hint),
        actions: suggestedNames(hint).map((name) => ({
          name: replaceWith(name),
          apply: (view, from, to) => {
            const insert = replacementFor(name, called);
            view.dispatch({
              changes: { from, to, insert },
              selection: { anchor: from + insert.length },
              userEvent: 'input.fix',
            });
            view.focus();
          },
        })),
      };
    }),
  );
}
