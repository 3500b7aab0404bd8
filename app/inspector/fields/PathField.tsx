/** The file that a step reads or writes: typed, one of those given, or picked; and whether it is there. */
import { Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button.tsx';
import { emptyValue } from '../form/field.ts';
import { useForm } from '../form/FormContext.ts';
import { followExtension } from './follow-extension.ts';
import { asArray, moveItem, removeItem } from './list-edits.ts';
import styles from './lists.module.css';
import { PathInput } from './PathInput.tsx';
import { SortableRows } from './SortableRows.tsx';
import { SourceFiles } from './SourceFiles.tsx';
import { textOf } from './widget-props.ts';
import type { WidgetProps } from './widget-props.ts';

export function PathField(props: WidgetProps<'path'>) {
  const { type } = useForm();
  const isList = Array.isArray(props.value);
  const reads = type.startsWith('input.');
  return (
    <div>
      {isList ? <PathList {...props} /> : <OnePath {...props} />}
      {reads ? <SourceFiles /> : null}
    </div>
  );
}

function OnePath(props: WidgetProps<'path'>) {
  const { t } = useTranslation('inspector');
  const { type, seal, params, setAll } = useForm();
  const { value, widget, onChange } = props;
  const change = (text: string): void => {
    const format = type === 'output.file' ? followExtension(params(), text) : undefined;
    if (format === undefined) onChange(text === '' ? emptyValue(props, '') : text);
    else setAll({ ...params(), path: text, format });
  };
  return (
    <>
      <PathInput {...props} text={textOf(value)} onText={change} />
      {widget.many && textOf(value) !== '' ? (
        <div className={styles.actions}>
          <Button
            kind="quiet"
            icon={<Plus aria-hidden />}
            onClick={() => {
              seal();
              onChange([value, '']);
              seal();
            }}
          >
            {t('add-path')}
          </Button>
        </div>
      ) : null}
    </>
  );
}

function PathList(props: WidgetProps<'path'>) {
  const { t } = useTranslation('inspector');
  const { seal } = useForm();
  const { id, title, value, onChange } = props;
  const paths = asArray(value);
  const change = (next: readonly unknown[]): void => {
    seal();
    // One path alone is written as such.
    onChange(next.length === 1 ? next[0] : next);
    seal();
  };
  return (
    <div role="group" aria-label={title}>
      <SortableRows
        count={paths.length}
        row={(index) => (
          <PathInput
            {...props}
            id={`${id}-${index}`}
            name={title}
            text={textOf(paths[index])}
            onText={(text) => onChange(paths.map((path, i) => (i === index ? text : path)))}
          />
        )}
        onMove={(from, to) => change(moveItem(paths, from, to))}
        onRemove={(index) => change(removeItem(paths, index))}
      />
      <div className={styles.actions}>
        <Button
          icon={<Plus aria-hidden />}
          onClick={() => {
            seal();
            onChange([...paths, '']);
            seal();
          }}
        >
          {t('add-path')}
        </Button>
      </div>
    </div>
  );
}
