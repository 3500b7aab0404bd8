/** A list of objects: one row each, with what is seldom needed behind a button. */
import { Plus } from 'lucide-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { nameKey } from '../../../engine/contract/schema.ts';
import { Button } from '../../ui/Button.tsx';
import { emptyValue } from '../form/field.ts';
import { useForm } from '../form/FormContext.ts';
import { startsWith } from '../form/param-path.ts';
import { columnsOfPort } from '../form/step-schemas.ts';
import { ChooseColumns } from './ChooseColumns.tsx';
import { JoinKeyHelp } from './JoinKeyHelp.tsx';
import { asArray, asRecord, editList, editTable } from './list-edits.ts';
import type { ListEdit } from './list-edits.ts';
import styles from './lists.module.css';
import { layOut, newEntry } from './record-layout.ts';
import { RecordButtons, RecordDetails, RecordRow } from './RecordRow.tsx';
import { SortableRows } from './SortableRows.tsx';
import { useOpenRows } from './use-open-rows.ts';
import { textOf } from './widget-props.ts';
import type { WidgetProps } from './widget-props.ts';

export function RecordsField(props: WidgetProps<'records'>) {
  const { t } = useTranslation('inspector');
  const { seal, focus, problems, params, setAll } = useForm();
  const box = useRef<HTMLDivElement>(null);
  const { widget, title, path, fallback } = props;
  const { fields, style } = widget;
  const entries = asArray(props.value ?? fallback).map(asRecord);
  const pointed =
    focus !== undefined && startsWith(focus.path, path) ? focus.path[path.length] : undefined;
  const rows = useOpenRows({ entries, fields, style, path, problems, pointed });

  const edit = (change: ListEdit): void => {
    const next = editList(entries, change);
    seal();
    // The cells of a table go with its columns.
    if (style === 'table-columns') setAll({ ...params(), ...editTable(params(), next, change) });
    else props.onChange(next.length === 0 ? emptyValue(props, []) : next);
    seal();
  };
  const add = (): void => {
    edit({ kind: 'add', item: newEntry(fields, style) });
    // The row is there with the next frame.
    requestAnimationFrame(() => {
      const inputs = box.current?.querySelectorAll<HTMLElement>('[data-entry]') ?? [];
      [...inputs].at(-1)?.querySelector<HTMLElement>('input, select, textarea')?.focus();
    });
  };
  const [first] = fields;
  const titles = layOut(fields, style, {});
  return (
    <div ref={box} role="group" aria-label={title}>
      {entries.length === 0 || titles.stacked ? null : (
        <div className={styles.titles} aria-hidden>
          <div className={styles.cells} data-style={style} style={cells(titles.main.length)}>
            {titles.main.map((field) => (
              <span key={field.key}>{field.title}</span>
            ))}
          </div>
        </div>
      )}
      <SortableRows
        count={entries.length}
        reveal={typeof pointed === 'number' ? pointed : undefined}
        row={(index) => (
          <RecordRow widget={widget} path={[...path, index]} entry={entries[index] ?? {}} />
        )}
        buttons={(index) => (
          <RecordButtons
            widget={widget}
            path={[...path, index]}
            entry={entries[index] ?? {}}
            open={rows.isOpen(index)}
            onOpen={() => rows.toggle(index)}
          />
        )}
        below={(index) => (
          <RecordDetails
            widget={widget}
            path={[...path, index]}
            entry={entries[index] ?? {}}
            open={rows.isOpen(index)}
          />
        )}
        onMove={(from, to) => edit({ kind: 'move', from, to })}
        onRemove={(at) => edit({ kind: 'remove', at })}
      />
      {style === 'join-keys' ? (
        <JoinKeyHelp entries={entries} onAdd={(item) => edit({ kind: 'add', item })} />
      ) : null}
      <div className={styles.actions}>
        <Button icon={<Plus aria-hidden />} onClick={add}>
          {t('add-entry')}
        </Button>
        {style === 'plain' && first?.widget.kind === 'column' ? (
          <ChooseEntries
            {...props}
            entries={entries}
            column={first.key}
            port={first.widget.port}
            onChoose={(all) => edit({ kind: 'all', all })}
          />
        ) : null}
      </div>
    </div>
  );
}

const cells = (count: number) => ({ '--cells': count }) as Readonly<Record<string, number>>;

interface ChooseEntriesProps extends WidgetProps<'records'> {
  readonly entries: readonly Readonly<Record<string, unknown>>[];
  /** The field that names an entry's column. */
  readonly column: string;
  readonly port: string | undefined;
  readonly onChoose: (entries: readonly unknown[]) => void;
}

/** Entries for many columns at once; those that are there keep what was set in them. */
function ChooseEntries({ entries, column, port, widget, onChoose }: ChooseEntriesProps) {
  const { seal, schemas } = useForm();
  const keyOf = (entry: Readonly<Record<string, unknown>>): string =>
    nameKey(textOf(entry[column]));
  const chosen = new Set(entries.map(keyOf));
  return (
    <ChooseColumns
      columns={columnsOfPort(schemas, port)}
      chosen={chosen}
      onClosed={seal}
      onChange={(names, ticked) => {
        const keys = new Set(names.map(nameKey));
        const fresh = names
          .filter((name) => !chosen.has(nameKey(name)))
          .map((name) => ({ ...newEntry(widget.fields, widget.style), [column]: name }));
        onChoose(
          ticked ? [...entries, ...fresh] : entries.filter((entry) => !keys.has(keyOf(entry))),
        );
      }}
    />
  );
}
