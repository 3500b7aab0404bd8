/** One column, picked or typed. */
import { useMemo } from 'react';
import { formatType } from '../../../engine/contract/schema.ts';
import type { Schema } from '../../../engine/contract/schema.ts';
import { Suggest } from '../../ui/Suggest.tsx';
import { emptyValue } from '../form/field.ts';
import { useForm } from '../form/FormContext.ts';
import { columnsOfPort } from '../form/step-schemas.ts';
import { controlAttributes, textOf } from './widget-props.ts';
import type { WidgetProps } from './widget-props.ts';

export function ColumnField(props: WidgetProps<'column'>) {
  const { seal, schemas } = useForm();
  const columns = columnsOfPort(schemas, props.widget.port);
  const items = useColumnItems(columns);
  return (
    <Suggest
      {...controlAttributes(props)}
      value={textOf(props.value)}
      placeholder={props.placeholder ?? ''}
      completes
      items={items}
      onChange={(text) => props.onChange(text === '' ? emptyValue(props, '') : text)}
      onBlur={seal}
    />
  );
}

export const useColumnItems = (columns: Schema) =>
  useMemo(
    () => columns.map(({ name, type }) => ({ value: name, detail: formatType(type) })),
    [columns],
  );
