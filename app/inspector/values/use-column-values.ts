/** Values of a column of the step's input as suggestions; asked for when they are to be seen. */
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { findColumn } from '../../../engine/contract/schema.ts';
import type { ColumnType } from '../../../engine/contract/schema.ts';
import { useStudio } from '../../session/studio.ts';
import { useForm } from '../form/FormContext.ts';
import type { StepSchemas } from '../form/step-schemas.ts';
import type { ValueItem, ValueItems } from './value-items.ts';

export interface ColumnValueItems extends ValueItems {
  readonly onOpen: () => void;
}

interface Found {
  /** The column that it is about. */
  readonly of: string;
  /** Absent: on its way. */
  readonly values?: ValueItems;
}

const NONE: readonly ValueItem[] = [];

/** @param columnOf the column's name, as it is now */
export function useColumnValues(columnOf: () => string): ColumnValueItems {
  const { t } = useTranslation('inspector');
  const studio = useStudio();
  const { schemas } = useForm();
  const [found, setFound] = useState<Found>();
  const last = useRef('');
  const isOf = found !== undefined && found.of === keyOf(schemas, columnOf());
  const onOpen = (): void => {
    const column = columnOf();
    const target = findSource(schemas, column)?.target;
    if (target === undefined) return;
    const of = keyOf(schemas, column);
    last.current = of;
    // What was found before may be of steps that have changed; what is remembered is here at once.
    setFound({ of });
    void import('./suggest-values.ts')
      .then(({ suggestValues }) => suggestValues(studio, target, column, t))
      .catch((): ValueItems => ({ items: NONE, note: t('values-failed') }))
      .then((values) => {
        if (last.current === of) setFound({ of, values });
      });
  };
  const values = isOf ? (found.values ?? { items: NONE, note: t('values-loading') }) : undefined;
  return { items: values?.items ?? NONE, note: values?.note, onOpen };
}

const keyOf = (schemas: StepSchemas, column: string): string =>
  `${findSource(schemas, column)?.target ?? ''} ${column}`;

interface ColumnSource {
  /** `node.port`. */
  readonly target: string;
  readonly type: ColumnType;
}

/** The input that has a column; undefined where none is known to have it. */
export function findSource({ inputs }: StepSchemas, column: string): ColumnSource | undefined {
  for (const { source, schema } of inputs) {
    const type = schema === undefined ? undefined : findColumn(schema, column)?.type;
    if (type !== undefined) return { target: source, type };
  }
  return undefined;
}
