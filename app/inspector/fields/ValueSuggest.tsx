/** A scalar that is a value of a column: typed as one, or picked among those that it has. */
import { isNumeric } from '../../../engine/contract/schema.ts';
import type { ColumnType } from '../../../engine/contract/schema.ts';
import { Suggest } from '../../ui/Suggest.tsx';
import { useForm } from '../form/FormContext.ts';
import { findSource, useColumnValues } from '../values/use-column-values.ts';
import type { ValueItem } from '../values/value-items.ts';
import { readScalar } from './read-scalar.ts';
import type { controlAttributes } from './widget-props.ts';

export type ValueSuggestProps = ReturnType<typeof controlAttributes> & {
  /** The setting of the step that names the column. */
  readonly valuesOf: string;
  readonly text: string;
  readonly placeholder: string | undefined;
  readonly onType: (text: string) => void;
  readonly onPick: (value: unknown) => void;
  readonly onBlur: () => void;
};

export function ValueSuggest({
  valuesOf,
  text,
  placeholder = '',
  onType,
  onPick,
  ...attributes
}: ValueSuggestProps) {
  const { params, schemas } = useForm();
  const columnOf = (): string => String(params()[valuesOf] ?? '');
  const { items, note, onOpen } = useColumnValues(columnOf);
  return (
    <Suggest
      {...attributes}
      value={text}
      placeholder={placeholder}
      items={items}
      note={note}
      onOpen={onOpen}
      onChange={onType}
      onPick={(typed, item) => {
        if (item === undefined) onType(typed);
        else onPick(valueOf(item, findSource(schemas, columnOf())?.type));
      }}
    />
  );
}

/** Of a number or a truth value as such; else its text, whatever that looks like. */
function valueOf({ value, isNull }: ValueItem, type: ColumnType | undefined): unknown {
  if (isNull) return null;
  const isText = type === undefined || !(isNumeric(type) || isBoolean(type));
  return isText ? value : readScalar(value);
}

const isBoolean = (type: ColumnType): boolean => type.kind === 'scalar' && type.name === 'BOOLEAN';
