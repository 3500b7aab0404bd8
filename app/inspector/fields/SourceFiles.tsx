/** Which given files a source stands for; where there are none, how to give them. */
import { CircleCheck, FilePlus, Link, TriangleAlert } from 'lucide-react';
import { useRef } from 'react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/react/shallow';
import { pickFiles } from '../../platform/pick-files.ts';
import type { GivenFile, SourceState } from '../../session/session-store.ts';
import { useSession, useStudio } from '../../session/studio.ts';
import { Button } from '../../ui/Button.tsx';
import { useForm } from '../form/FormContext.ts';
import styles from './SourceFiles.module.css';

const NAMED = 3;

export function SourceFiles() {
  const { step } = useForm();
  const sources = useSession(
    useShallow((state) => state.sources.filter(({ node }) => node === step)),
  );
  return (
    <div className={styles.files}>
      {sources.map((source) => (
        <Source key={source.pattern} source={source} />
      ))}
    </div>
  );
}

function Source({ source }: { readonly source: SourceState }) {
  const { t } = useTranslation('inspector');
  const studio = useStudio();
  const form = useForm();
  const { pattern, files, problem } = source;
  const isGlob = /[*?[{]/.test(pattern);
  /** Another file is another path, as one change; where the path cannot say so, it stands for the file. */
  const replace = (given: readonly Picked[]): void => {
    const [only] = given;
    const name = given.length === 1 ? only?.file.name : undefined;
    const taken = studio.session.getState().files.some(({ path }) => path === name);
    const named = name !== undefined && !taken && form.params()['path'] === pattern;
    if (only === undefined || !named || isGlob || name === baseName(pattern)) {
      studio.addFiles(relinked(pattern, given, isGlob));
      return;
    }
    studio.addFiles([{ path: name, ...only }]);
    form.seal();
    form.set(['path'], name);
    form.seal();
  };
  if (problem === undefined) {
    const names = files.slice(0, NAMED).join(', ');
    return (
      <p className={styles.found}>
        <CircleCheck size={13} aria-hidden />
        <span>
          {files.length > NAMED
            ? t('files-found-more', { names, count: files.length - NAMED })
            : t('files-found', { names })}
        </span>
        <Picker
          label={t('replace-file')}
          icon={<Link aria-hidden />}
          multiple={isGlob}
          onFiles={replace}
        />
      </p>
    );
  }
  return (
    <div className={styles.missing}>
      <p>
        <TriangleAlert size={13} aria-hidden /> {problem}
      </p>
      <Picker
        label={isGlob ? t('pick-files') : t('pick-file')}
        icon={<FilePlus aria-hidden />}
        multiple={isGlob}
        onFiles={(given) => studio.addFiles(relinked(pattern, given, isGlob))}
      />
    </div>
  );
}

/** A file takes the place of the one that the path names, whatever its own name is. */
const relinked = (pattern: string, files: readonly Picked[], isGlob: boolean): GivenFile[] =>
  files.map((picked) => ({
    path: isGlob ? picked.file.name : pattern.replace(/^(?:\.{0,2}\/)+/, ''),
    ...picked,
  }));

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

type Picked = Omit<GivenFile, 'path'>;

interface PickerProps {
  readonly label: string;
  readonly icon: ReactNode;
  readonly multiple: boolean;
  readonly onFiles: (files: readonly Picked[]) => void;
}

function Picker({ label, icon, multiple, onFiles }: PickerProps) {
  const input = useRef<HTMLInputElement>(null);
  const pick = async (): Promise<void> => {
    const picked = await pickFiles(multiple);
    if (picked === undefined) input.current?.click();
    else if (picked.length > 0) onFiles(picked);
  };
  return (
    <>
      <Button icon={icon} onClick={() => void pick()}>
        {label}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        multiple={multiple}
        data-relink
        onChange={({ target }) => {
          onFiles([...(target.files ?? [])].map((file) => ({ file })));
          target.value = '';
        }}
      />
    </>
  );
}
