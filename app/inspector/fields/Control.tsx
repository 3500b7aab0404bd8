/** The widget of a field. */
import { Suspense, lazy } from 'react';
import { isText, referenceOf } from '../form/field.ts';
import type { Widget } from '../form/field.ts';
import { useForm } from '../form/FormContext.ts';
import { BooleanField, ChoiceField } from './ChoiceField.tsx';
import { CredentialField } from './CredentialField.tsx';
import { ColumnField } from './ColumnField.tsx';
import { ColumnsField } from './ColumnsField.tsx';
import { ConditionField } from './ConditionField.tsx';
import { ExpressionField } from './ExpressionField.tsx';
import { JsonField } from './JsonField.tsx';
import { MapField } from './MapField.tsx';
import { NumberField } from './NumberField.tsx';
import { ObjectField } from './ObjectField.tsx';
import { PathField } from './PathField.tsx';
import { RecordsField } from './RecordsField.tsx';
import { ReferenceField } from './ReferenceField.tsx';
import { ShortField } from './ShortField.tsx';
import { TextField } from './TextField.tsx';
import { TypeField } from './TypeField.tsx';
import { ValuesField } from './ValuesField.tsx';
import type { WidgetProps } from './widget-props.ts';

const InlineTable = lazy(async () => ({
  default: (await import('./InlineTable.tsx')).InlineTable,
}));

export function Control(props: WidgetProps) {
  const { parameters } = useForm();
  const reference = referenceOf(props.value);
  const isReference =
    reference !== undefined &&
    !isText(props.widget) &&
    (Object.hasOwn(parameters, reference) || !takesText(props.widget));
  if (isReference) return <ReferenceField {...props} />;
  const { widget } = props;
  switch (widget.kind) {
    case 'text':
    case 'name':
      return <TextField {...props} widget={widget} />;
    case 'number':
    case 'scalar':
      return <NumberField {...props} widget={widget} />;
    case 'boolean':
      return <BooleanField {...props} widget={widget} />;
    case 'choice':
      return <ChoiceField {...props} widget={widget} />;
    case 'expression':
    case 'sql':
      return <ExpressionField {...props} widget={widget} />;
    case 'condition':
      return <ConditionField {...props} widget={widget} />;
    case 'column':
      return <ColumnField {...props} widget={widget} />;
    case 'columns':
      return <ColumnsField {...props} widget={widget} />;
    case 'type':
      return <TypeField {...props} widget={widget} />;
    case 'path':
      return <PathField {...props} widget={widget} />;
    case 'values':
      return <ValuesField {...props} widget={widget} />;
    case 'records':
      return <RecordsField {...props} widget={widget} />;
    case 'object':
      return <ObjectField {...props} widget={widget} />;
    case 'map':
      return <MapField {...props} widget={widget} />;
    case 'short':
      return <ShortField {...props} widget={widget} />;
    case 'table-rows':
      return (
        <Suspense fallback={null}>
          <InlineTable {...props} widget={widget} />
        </Suspense>
      );
    case 'credential':
      return (
        <Suspense fallback={null}>
          <CredentialField {...props} widget={widget} />
        </Suspense>
      );
    case 'json':
      return <JsonField {...props} widget={widget} />;
  }
}

/** Where `$text` may just be a text. */
const takesText = ({ kind }: Widget): boolean =>
  kind === 'text' || kind === 'name' || kind === 'column' || kind === 'scalar' || kind === 'number';
