/** The cells of a table that stands in the pipeline itself. Paste takes rows from a spreadsheet. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { Plus, X } from 'lucide-react';
import { useRef } from 'react';
import type { ClipboardEvent, KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useDocument } from '../../session/studio.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { emptyValue } from '../form/field.ts';
import { useForm } from '../form/FormContext.ts';
import { pasteCells, readCell, tableColumns, writeCell } from './inline-cells.ts';
import type { TableColumn } from './inline-cells.ts';
import styles from './InlineTable.module.css';
import { asArray, removeItem } from './list-edits.ts';
import { useDraft } from './use-draft.ts';
import type { WidgetProps } from './widget-props.ts';

const ROW = 27;

export function InlineTable(props: WidgetProps<'table-rows'>) {
  const { t } = useTranslation('inspector');
  const { step, seal, set } = useForm();
  const given = useDocument(({ document }) => document.nodes[step]?.params['columns']);
  const columns = tableColumns(given);
  const rows = asArray(props.value).map(asArray);
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 6,
  });
  const change = (next: readonly unknown[]): void => {
    seal();
    props.onChange(next.length === 0 ? emptyValue(props, []) : next);
    seal();
  };
  const focusCell = (row: number, column: number): void => {
    virtualizer.scrollToIndex(row);
    requestAnimationFrame(() =>
      scroller.current?.querySelector<HTMLElement>(`[data-cell="${row},${column}"]`)?.focus(),
    );
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const [row, column] = cellOf(event.target);
    const down =
      event.key === 'ArrowDown' || event.key === 'Enter' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (row === undefined || column === undefined || down === 0) return;
    event.preventDefault();
    if (row + down >= 0 && row + down < rows.length) focusCell(row + down, column);
  };
  const onPaste = (event: ClipboardEvent<HTMLElement>): void => {
    const [row, column] = cellOf(event.target);
    const text = event.clipboardData.getData('text/plain');
    if (row === undefined || column === undefined || !/[\t\n]/.test(text.trim())) return;
    event.preventDefault();
    change(pasteCells(rows, columns, row, column, text));
  };
  if (columns.length === 0) return <p className={styles.note}>{t('table-no-columns')}</p>;
  const template = { gridTemplateColumns: `repeat(${columns.length}, minmax(80px, 1fr)) 24px` };
  return (
    <div role="group" aria-label={props.title}>
      <div ref={scroller} className={styles.scroller} onKeyDown={onKeyDown} onPaste={onPaste}>
        <div className={styles.head} style={template} aria-hidden>
          {columns.map(({ name }, index) => (
            <span key={index}>{name}</span>
          ))}
        </div>
        <div className={styles.space} style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map(({ index, start }) => (
            <div
              key={index}
              className={styles.row}
              style={{ ...template, transform: `translateY(${start}px)` }}
            >
              {columns.map((column, at) => (
                <Cell
                  key={at}
                  place={`${index},${at}`}
                  label={t('cell', { column: column.name, row: index + 1 })}
                  column={column}
                  value={rows[index]?.[at]}
                  onBlur={seal}
                  onChange={(value) => set([...props.path, index, at], value)}
                />
              ))}
              <IconButton
                size="small"
                label={t('remove')}
                onClick={() => change(removeItem(rows, index))}
              >
                <X aria-hidden />
              </IconButton>
            </div>
          ))}
        </div>
      </div>
      <Button
        icon={<Plus aria-hidden />}
        onClick={() => {
          change([...rows, columns.map(() => null)]);
          focusCell(rows.length, 0);
        }}
      >
        {t('add-row')}
      </Button>
    </div>
  );
}

function cellOf(target: EventTarget): readonly (number | undefined)[] {
  const place = target instanceof HTMLElement ? target.dataset['cell'] : undefined;
  return place === undefined ? [] : place.split(',').map(Number);
}

interface CellProps {
  readonly place: string;
  readonly label: string;
  readonly column: TableColumn;
  readonly value: unknown;
  readonly onBlur: () => void;
  readonly onChange: (value: unknown) => void;
}

function Cell({ place, label, column, value, onBlur, onChange }: CellProps) {
  const { t } = useTranslation('inspector');
  const draft = useDraft(
    value ?? null,
    (text): unknown => readCell(text, column.type),
    (one) => writeCell(one, column.type),
    onChange,
  );
  return (
    <input
      className={styles.cell}
      data-cell={place}
      data-number={column.isNumber}
      aria-label={label}
      value={draft.text}
      placeholder={value === null || value === undefined ? t('null') : ''}
      spellCheck={false}
      onChange={({ target }) => draft.onType(target.value)}
      onBlur={() => {
        draft.onLeave();
        onBlur();
      }}
    />
  );
}
