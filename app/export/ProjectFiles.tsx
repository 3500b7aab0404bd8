/** The files of a project to look at, one at a time. */
import { Suspense, lazy } from 'react';
import { useTranslation } from 'react-i18next';
import type { ExportedFile, ExportedProject } from '../../engine/export/project.ts';
import { Message } from '../ui/Message.tsx';
import { Tabs } from '../ui/Tabs.tsx';

const CodeView = lazy(async () => ({ default: (await import('./CodeView.tsx')).CodeView }));

export interface ProjectFilesProps {
  readonly project: ExportedProject;
  readonly file: ExportedFile;
  readonly onChoose: (path: string) => void;
}

export function ProjectFiles({ project, file, onChoose }: ProjectFilesProps) {
  const { t } = useTranslation('export');
  const { path, text } = file;
  return (
    <Tabs
      label={t('files')}
      value={path}
      tabs={project.files.map((each) => ({ value: each.path, label: each.path }))}
      onChange={onChoose}
    >
      <Suspense fallback={<Message kind="loading" title={t('writing')} />}>
        <CodeView path={path} text={text} label={t('file-text', { path })} />
      </Suspense>
    </Tabs>
  );
}
