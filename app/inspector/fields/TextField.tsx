/** Plain texts: names too. */
import { emptyValue } from '../form/field.ts';
import inputs from '../../ui/inputs.module.css';
import { useForm } from '../form/FormContext.ts';
import { controlAttributes, textOf } from './widget-props.ts';
import type { WidgetProps } from './widget-props.ts';

export function TextField(props: WidgetProps<'text' | 'name'>) {
  const { seal } = useForm();
  const { widget, value, placeholder, onChange } = props;
  const keepsEmpty = widget.kind === 'text' && widget.empty;
  return (
    <input
      {...controlAttributes(props)}
      className={inputs.input}
      value={textOf(value)}
      placeholder={placeholder}
      autoComplete="off"
      spellCheck={false}
      onChange={({ target }) =>
        onChange(target.value === '' && !keepsEmpty ? emptyValue(props, '') : target.value)
      }
      onBlur={seal}
    />
  );
}
