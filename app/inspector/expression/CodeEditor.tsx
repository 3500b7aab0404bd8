/** The CodeMirror editor; loaded when the first expression is shown. */
import type { EditorView } from '@codemirror/view';
import { useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { createView, fromOutside } from './create-view.ts';
import { changedRange } from './changed-range.ts';
import type { ExpressionEditorProps } from './editor-props.ts';
import { showProblems } from './problems.ts';

export function CodeEditor(props: ExpressionEditorProps) {
  const { value, label, kind = 'expression', multiline = false, problems, focusAt } = props;
  const { describedBy, placeholder, readOnly = false } = props;
  const { t } = useTranslation('expression');
  const parent = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const latest = useRef(props);
  latest.current = props;

  useLayoutEffect(() => {
    if (parent.current === null) return undefined;
    const made = createView({
      parent: parent.current,
      value: latest.current.value,
      label,
      multiline,
      readOnly,
      placeholder,
      phrases: { Completions: t('completions') },
      scope: () => {
        const { columns, parameters, tables } = latest.current;
        return { kind, columns, parameters, tables };
      },
      onChange: (text) => latest.current.onChange(text),
      onBlur: () => latest.current.onBlur?.(),
    });
    view.current = made;
    return () => made.destroy();
  }, [label, kind, multiline, readOnly, placeholder, t]);

  // With the render that brings it: later, it would take back the keys that came in between.
  useLayoutEffect(() => {
    const change = view.current && changedRange(view.current.state.doc.toString(), value);
    if (change === undefined) return;
    view.current?.dispatch({ changes: change, annotations: fromOutside.of(true) });
  }, [value]);

  const problemsKey = JSON.stringify(problems);
  useLayoutEffect(() => {
    const { current } = view;
    if (current === undefined) return;
    current.dispatch(
      showProblems(current.state, latest.current.problems, (name) => t('replace-with', { name })),
    );
    const invalid = latest.current.problems.some(({ severity }) => severity === 'error');
    current.contentDOM.setAttribute('aria-invalid', String(invalid));
    current.dom.classList.toggle('sluice-invalid', invalid);
  }, [problemsKey, t, label, kind, multiline, readOnly, placeholder]);

  // It comes and goes with problems: made anew for it, the editor would lose the cursor.
  useLayoutEffect(() => {
    const content = view.current?.contentDOM;
    if (describedBy === undefined) content?.removeAttribute('aria-describedby');
    else content?.setAttribute('aria-describedby', describedBy);
  }, [describedBy, t, label, kind, multiline, readOnly, placeholder]);

  const request = focusAt?.request;
  useLayoutEffect(() => {
    const { current } = view;
    const at = latest.current.focusAt;
    if (current === undefined || at === undefined || request === undefined) return;
    const { length } = current.state.doc;
    const anchor = Math.min(at.start ?? length, length);
    current.focus();
    current.dispatch({
      selection: { anchor, head: Math.min(at.end ?? anchor, length) },
      scrollIntoView: true,
    });
  }, [request]);

  return <div ref={parent} />;
}
