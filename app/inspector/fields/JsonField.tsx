/** A value of any shape, as JSON. */
import inputs from '../../ui/inputs.module.css';
import { useForm } from '../form/FormContext.ts';
import { useDraft } from './use-draft.ts';
import { controlAttributes } from './widget-props.ts';
import type { WidgetProps } from './widget-props.ts';

export function JsonField(props: WidgetProps<'json'>) {
  const { seal } = useForm();
  const draft = useDraft(props.value, readJson, writeJson, props.onChange);
  return (
    <textarea
      {...controlAttributes(props)}
      className={`${inputs.input} ${inputs.mono}`}
      rows={4}
      value={draft.text}
      spellCheck={false}
      onChange={({ target }) => draft.onType(target.value)}
      onBlur={() => {
        draft.onLeave();
        seal();
      }}
    />
  );
}

/** What is no JSON yet is kept as text: the schema says what it thinks of it. */
function readJson(text: string): unknown {
  if (text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const writeJson = (value: unknown): string =>
  value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value, null, 2);
