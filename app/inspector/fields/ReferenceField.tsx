/** A setting that a parameter of the pipeline stands for as a whole. */
import { useTranslation } from 'react-i18next';
import { DollarSign } from 'lucide-react';
import { Suggest } from '../../ui/Suggest.tsx';
import { useForm } from '../form/FormContext.ts';
import styles from './ReferenceField.module.css';
import { controlAttributes, textOf } from './widget-props.ts';
import type { WidgetProps } from './widget-props.ts';

export function ReferenceField(props: WidgetProps) {
  const { t } = useTranslation('inspector');
  const { seal, parameters } = useForm();
  const items = Object.entries(parameters).map(([name, { type }]) => ({
    value: `$${name}`,
    detail: type,
  }));
  return (
    <div className={styles.reference} title={t('is-parameter')}>
      <DollarSign size={13} aria-hidden />
      <Suggest
        {...controlAttributes(props)}
        mono
        value={textOf(props.value)}
        items={items}
        onChange={(text) => props.onChange(text === '' ? undefined : text)}
        onBlur={seal}
      />
    </div>
  );
}
