/** One path or glob; the files of the session are offered. */
import { Suspense, useMemo } from 'react';
import { formatBytes } from '../../ui/format.ts';
import { useSession, useStudio } from '../../session/studio.ts';
import { Suggest } from '../../ui/Suggest.tsx';
import { useForm } from '../form/FormContext.ts';
import styles from './lists.module.css';
import { PathButton } from './PathButton.tsx';
import { controlAttributes } from './widget-props.ts';
import type { WidgetProps } from './widget-props.ts';

export interface PathInputProps extends Pick<
  WidgetProps,
  'id' | 'name' | 'describedBy' | 'invalid' | 'placeholder'
> {
  readonly text: string;
  readonly onText: (text: string) => void;
}

export function PathInput({ text, onText, placeholder, ...control }: PathInputProps) {
  const { type, seal } = useForm();
  const files = useSession((state) => state.files);
  const { computer } = useStudio();
  const items = useMemo(
    () =>
      type.startsWith('input.')
        ? files.map(({ path, file }) => ({ value: path, detail: formatBytes(file.size) }))
        : [],
    [files, type],
  );
  const box = (
    <Suggest
      {...controlAttributes(control)}
      value={text}
      placeholder={placeholder ?? ''}
      items={items}
      onChange={onText}
      onBlur={seal}
    />
  );
  if (computer === undefined) return box;
  return (
    <div className={styles.withButton}>
      {box}
      <Suspense>
        <PathButton computer={computer} text={text} onText={onText} />
      </Suspense>
    </div>
  );
}
