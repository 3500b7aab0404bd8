/** Plain texts: names too. */
import { useMemo } from 'react';
import inputs from '../../ui/inputs.module.css';
import { Suggest } from '../../ui/Suggest.tsx';
import { emptyValue } from '../form/field.ts';
import { useForm } from '../form/FormContext.ts';
import { controlAttributes, textOf } from './widget-props.ts';
import type { WidgetProps } from './widget-props.ts';

export function TextField(props: WidgetProps<'text' | 'name'>) {
  const { seal } = useForm();
  const { widget, value, placeholder, onChange } = props;
  const keepsEmpty = widget.kind === 'text' && widget.empty;
  const offers = widget.kind === 'text' ? widget.offers : undefined;
  const items = useMemo(() => offers?.map((one) => ({ value: one })), [offers]);
  const change = (text: string): void =>
    onChange(text === '' && !keepsEmpty ? emptyValue(props, '') : text);
  if (items !== undefined) {
    return (
      <Suggest
        {...controlAttributes(props)}
        value={textOf(value)}
        placeholder={placeholder ?? ''}
        items={items}
        onChange={change}
        onBlur={seal}
      />
    );
  }
  return (
    <input
      {...controlAttributes(props)}
      className={inputs.input}
      value={textOf(value)}
      placeholder={placeholder}
      autoComplete="off"
      spellCheck={false}
      onChange={({ target }) => change(target.value)}
      onBlur={seal}
    />
  );
}
