/** An entry of a list of objects: its row, the buttons at its end, and what stands below. */
import { ChevronDown, ChevronRight, FunctionSquare } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Path } from '../../../engine/document/json-path.ts';
import { IconButton } from '../../ui/Button.tsx';
import type { Widget } from '../form/field.ts';
import { FieldList } from '../form/FieldList.tsx';
import { FieldView } from '../form/FieldView.tsx';
import { useForm } from '../form/FormContext.ts';
import { problemsAt, problemsIn } from '../form/problems.ts';
import { ProblemList } from '../form/ProblemList.tsx';
import styles from './lists.module.css';
import { layOut, withAutoName } from './record-layout.ts';
import { textOf } from './widget-props.ts';

interface RecordProps {
  readonly widget: Extract<Widget, { readonly kind: 'records' }>;
  /** Of the entry. */
  readonly path: Path;
  readonly entry: Readonly<Record<string, unknown>>;
}

export function RecordRow({ widget, path, entry }: RecordProps) {
  const { set } = useForm();
  const { fields, style } = widget;
  const { main, stacked } = layOut(fields, style, entry);
  const change = (key: string, value: unknown): void => {
    const next = { ...entry, [key]: value };
    const named = withAutoName(entry, next, fields);
    // One key alone is set where it is, so that keys typed into one box are one change.
    if (key === 'name' || named === next) set([...path, key], value);
    else set(path, defined(named));
  };
  return (
    <div
      data-entry
      data-style={style}
      className={stacked ? styles.stacked : styles.cells}
      style={{ '--cells': main.length } as Readonly<Record<string, number>>}
    >
      {main.map((field) => (
        <FieldView
          compact
          key={field.key}
          field={field}
          path={[...path, field.key]}
          value={entry[field.key]}
          onChange={(value) => change(field.key, value)}
        />
      ))}
    </div>
  );
}

const defined = (entry: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== undefined));

interface OpenProps extends RecordProps {
  readonly open: boolean;
}

export function RecordButtons({
  widget,
  path,
  entry,
  open,
  onOpen,
}: OpenProps & { readonly onOpen: () => void }) {
  const { t } = useTranslation('inspector');
  const { set, seal } = useForm();
  if (widget.style === 'sort-keys') {
    const isExpression = entry['expression'] !== undefined;
    const [from, to] = isExpression ? ['expression', 'column'] : ['column', 'expression'];
    return (
      <IconButton
        size="small"
        label={t('use-expression')}
        pressed={isExpression}
        onClick={() => {
          const rest = Object.entries(entry).filter(([key]) => key !== from);
          seal();
          set(path, { [to]: textOf(entry[from]), ...Object.fromEntries(rest) });
          seal();
        }}
      >
        <FunctionSquare aria-hidden />
      </IconButton>
    );
  }
  if (layOut(widget.fields, widget.style, entry).more.length === 0) return null;
  return (
    <IconButton size="small" label={t('more-settings')} aria-expanded={open} onClick={onOpen}>
      {open ? <ChevronDown aria-hidden /> : <ChevronRight aria-hidden />}
    </IconButton>
  );
}

export function RecordDetails({ widget, path, entry, open }: OpenProps) {
  const { problems } = useForm();
  const { main, extra, more } = layOut(widget.fields, widget.style, entry);
  const own = [
    ...problemsAt(problems, path),
    ...main.flatMap(({ key }) => problemsIn(problems, [...path, key])),
  ];
  const details = open ? [...extra, ...more] : extra;
  return (
    <>
      {own.length === 0 ? null : (
        <div className={styles.problems}>
          <ProblemList problems={own} />
        </div>
      )}
      {details.length === 0 ? null : (
        <div className={styles.details}>
          <FieldList fields={details} path={path} values={entry} />
        </div>
      )}
    </>
  );
}
