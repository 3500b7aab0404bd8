import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { Schema } from '../../../engine/contract/schema.ts';
import { isNumeric } from '../../../engine/contract/schema.ts';
import type { Cell } from '../../../engine/values/cell.ts';
import { drawnText } from '../grid/cell-text.ts';
import { shortType } from '../grid/short-type.ts';
import { failureColumns } from './failure-columns.ts';
import styles from './FailingRows.module.css';

export type FailureRow = readonly Cell[];

export interface FailureTableProps {
  readonly title: string;
  readonly schema: Schema;
  readonly rows: readonly FailureRow[];
  /** What fails is computed of them. */
  readonly columns: readonly string[];
}

/** A few rows, with the values that fail marked. */
export function FailureTable({ title, schema, rows, columns }: FailureTableProps) {
  const { t } = useTranslation('results');
  const id = useId();
  const shown = failureColumns(schema, columns);
  const left = schema.length - shown.length;
  return (
    <section className={styles.rows} aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      <div className={styles.scroller}>
        <table className={styles.table} aria-labelledby={id}>
          <thead>
            <tr>
              {shown.map(({ index, name, isConcerned }) => (
                <th key={name} scope="col" data-concerned={isConcerned}>
                  {name}
                  <small>{schema[index] === undefined ? '' : shortType(schema[index].type)}</small>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, at) => (
              <tr key={at}>
                {shown.map(({ index, name, isConcerned }) => {
                  const cell = row[index] ?? null;
                  const type = schema[index]?.type;
                  return (
                    <td
                      key={name}
                      data-concerned={isConcerned}
                      data-null={cell === null}
                      data-numeric={type !== undefined && isNumeric(type)}
                    >
                      {cell !== null && 'text' in cell && cell.text === ''
                        ? t('empty-text')
                        : drawnText(cell)}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {left > 0 ? <p className={styles.left}>{t('more-columns', { count: left })}</p> : null}
    </section>
  );
}
