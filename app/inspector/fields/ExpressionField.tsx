/** A SQL expression or a whole query, with the columns, functions and parameters that it may use. */
import { findColumn, scalar } from '../../../engine/contract/schema.ts';
import type { Schema } from '../../../engine/contract/schema.ts';
import { ExpressionEditor } from '../expression/ExpressionEditor.tsx';
import { emptyValue } from '../form/field.ts';
import type { FormApi } from '../form/FormContext.ts';
import { useForm } from '../form/FormContext.ts';
import { columnsOfPort, inputColumns, inputTables } from '../form/step-schemas.ts';
import { asArray, asRecord } from './list-edits.ts';
import { textOf } from './widget-props.ts';
import type { WidgetProps } from './widget-props.ts';

export function ExpressionField(props: WidgetProps<'expression' | 'condition' | 'sql'>) {
  const form = useForm();
  const { widget, title, name, path, value, placeholder, problems, focusAt, describedBy } = props;
  const isQuery = widget.kind === 'sql';
  const severalInputs = new Set(form.schemas.inputs.map(({ port }) => port)).size > 1;
  return (
    <ExpressionEditor
      value={textOf(value)}
      onChange={(text) => props.onChange(text === '' ? emptyValue(props, '') : text)}
      onBlur={form.seal}
      label={name ?? title}
      kind={isQuery ? 'query' : 'expression'}
      columns={isQuery ? inputColumns(form.schemas) : columnsFor(form, path)}
      {...(isQuery || severalInputs ? { tables: tablesFor(form, isQuery) } : {})}
      parameters={form.parameters}
      multiline={isQuery || (!props.compact && widget.kind !== 'expression')}
      readOnly={form.readOnly}
      problems={problems}
      focusAt={focusAt}
      {...(placeholder === undefined ? {} : { placeholder })}
      describedBy={describedBy}
    />
  );
}

/** A join's condition names its sides, a query its inputs' steps. */
const tablesFor = ({ schemas }: FormApi, isQuery: boolean): Readonly<Record<string, Schema>> =>
  isQuery
    ? inputTables(schemas)
    : Object.fromEntries(
        schemas.inputs.map(({ port }) => [port, columnsOfPort(schemas, port)] as const),
      );

/** The input's columns; of a derived column also those made above it. */
function columnsFor({ type, schemas, params }: FormApi, path: WidgetProps['path']): Schema {
  const columns = inputColumns(schemas);
  const [list, index] = path;
  if (type !== 'columns.derive' || typeof index !== 'number') return columns;
  const outputs = columnsOfPort(schemas, 'output');
  const made = asArray(params()[String(list)])
    .slice(0, index)
    .map((entry) => textOf(asRecord(entry)['name']))
    .filter((name) => name !== '' && findColumn(columns, name) === undefined)
    .map((name) => findColumn(outputs, name) ?? { name, type: scalar('NULL') });
  return made.length === 0 ? columns : [...columns, ...made];
}
