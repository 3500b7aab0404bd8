/** One of a few values; and yes or no where leaving it open says something else. */
import { useTranslation } from 'react-i18next';
import inputs from '../../ui/inputs.module.css';
import { choiceLabel } from '../form/field.ts';
import { useForm } from '../form/FormContext.ts';
import { controlAttributes, textOf } from './widget-props.ts';
import type { WidgetProps } from './widget-props.ts';

export function ChoiceField(props: WidgetProps<'choice'>) {
  return (
    <Choice
      {...props}
      values={props.widget.values
        // In a row the default stands for itself: there is no room to say that it is one.
        .filter((value) => !props.compact || value !== props.fallback || value === props.value)
        .map((value) => ({ value, label: choiceLabel(props.widget, value) }))}
      fallbackLabel={
        typeof props.fallback === 'string' ? choiceLabel(props.widget, props.fallback) : undefined
      }
      onPick={(value) => props.onChange(value)}
    />
  );
}

export function BooleanField(props: WidgetProps<'boolean'>) {
  const { t } = useTranslation('inspector');
  const { seal } = useForm();
  const { value, fallback, required, onChange } = props;
  const isPlain = value === undefined || typeof value === 'boolean';
  if (isPlain && (required || fallback !== undefined)) {
    return (
      <input
        {...controlAttributes(props)}
        type="checkbox"
        className={inputs.checkbox}
        checked={(value ?? fallback) === true}
        onChange={({ target }) => {
          onChange(target.checked === fallback ? undefined : target.checked);
          seal();
        }}
      />
    );
  }
  return (
    <Choice
      {...props}
      values={[
        { value: 'true', label: t('yes') },
        { value: 'false', label: t('no') },
      ]}
      onPick={(picked) => onChange(picked === undefined ? undefined : picked === 'true')}
    />
  );
}

interface ChoiceProps extends WidgetProps {
  readonly values: readonly { readonly value: string; readonly label: string }[];
  /** What counts while nothing is chosen. */
  readonly fallbackLabel?: string | undefined;
  readonly onPick: (value: string | undefined) => void;
}

function Choice({ values, fallbackLabel, onPick, ...props }: ChoiceProps) {
  const { t } = useTranslation('inspector');
  const { seal } = useForm();
  const { value, required, fallback, compact } = props;
  const text = textOf(value);
  const emptyLabel = (): string => {
    if (fallbackLabel !== undefined)
      return compact ? fallbackLabel : t('default', { value: fallbackLabel });
    if (fallback !== undefined) return props.placeholder ?? '';
    if (required) return t('choose');
    return compact ? '' : t('not-set');
  };
  const isKnown = text === '' || values.some((one) => one.value === text);
  return (
    <select
      {...controlAttributes(props)}
      className={inputs.input}
      value={text}
      onChange={({ target }) => {
        onPick(target.value === '' ? undefined : target.value);
        seal();
      }}
    >
      {required && value !== undefined ? null : <option value="">{emptyLabel()}</option>}
      {isKnown ? null : <option value={text}>{text}</option>}
      {values.map((one) => (
        <option key={one.value} value={one.value}>
          {one.label}
        </option>
      ))}
    </select>
  );
}
