/** A DuckDB type. */
import { SCALAR_TYPES } from '../../../engine/contract/schema.ts';
import { Suggest } from '../../ui/Suggest.tsx';
import { emptyValue } from '../form/field.ts';
import { useForm } from '../form/FormContext.ts';
import { controlAttributes, textOf } from './widget-props.ts';
import type { WidgetProps } from './widget-props.ts';

/** Types that people ask for, most usual first; others may be typed. */
const USUAL = [
  'VARCHAR',
  'INTEGER',
  'BIGINT',
  'DOUBLE',
  'DECIMAL(18,2)',
  'BOOLEAN',
  'DATE',
  'TIMESTAMP',
];

const TYPES = [
  ...USUAL,
  ...SCALAR_TYPES.filter((name) => name !== 'NULL' && !USUAL.includes(name)),
  'VARCHAR[]',
].map((value) => ({ value }));

export function TypeField(props: WidgetProps<'type'>) {
  const { seal } = useForm();
  return (
    <Suggest
      {...controlAttributes(props)}
      mono
      value={textOf(props.value)}
      placeholder={props.placeholder ?? ''}
      items={TYPES}
      onChange={(text) => props.onChange(text === '' ? emptyValue(props, '') : text)}
      onBlur={seal}
    />
  );
}
