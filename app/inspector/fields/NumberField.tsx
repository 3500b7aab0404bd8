/** Numbers, and scalars of several types; a text that is none is kept, so that it can be corrected. */
import { emptyValue } from '../form/field.ts';
import inputs from '../../ui/inputs.module.css';
import { useForm } from '../form/FormContext.ts';
import { readDigits, readNumber, readScalar, writeScalar } from './read-scalar.ts';
import { useDraft } from './use-draft.ts';
import { ValueSuggest } from './ValueSuggest.tsx';
import { controlAttributes } from './widget-props.ts';
import type { WidgetProps } from './widget-props.ts';

export function NumberField(props: WidgetProps<'number' | 'scalar'>) {
  const { seal } = useForm();
  const { widget, value, placeholder, onChange } = props;
  const isScalar = widget.kind === 'scalar' && widget.text !== 'digits';
  const read = (text: string): unknown => {
    if (text.trim() === '') return emptyValue(props, '');
    if (widget.kind === 'number') return readNumber(text);
    return widget.text === 'digits' ? readDigits(text) : readScalar(text);
  };
  const write = (given: unknown): string =>
    isScalar && given !== '' ? writeScalar(given) : plain(given);
  const draft = useDraft(value, read, write, onChange);
  const onBlur = (): void => {
    draft.onLeave();
    seal();
  };
  if (widget.kind === 'scalar' && widget.valuesOf !== undefined) {
    return (
      <ValueSuggest
        {...controlAttributes(props)}
        valuesOf={widget.valuesOf}
        text={draft.text}
        placeholder={placeholder}
        onType={draft.onType}
        onPick={onChange}
        onBlur={onBlur}
      />
    );
  }
  return (
    <input
      {...controlAttributes(props)}
      className={inputs.input}
      inputMode={isScalar ? undefined : 'decimal'}
      value={draft.text}
      placeholder={placeholder}
      autoComplete="off"
      spellCheck={false}
      onChange={({ target }) => draft.onType(target.value)}
      onBlur={onBlur}
    />
  );
}

const plain = (value: unknown): string =>
  typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);
