/** The files of a project to look at, one at a time, and where its rows may be others. */
import { Suspense, lazy, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Diagnostic } from '../../engine/contract/diagnostic.ts';
import type { ExportedFile, ExportedProject } from '../../engine/export/project.ts';
import { groupFindings } from '../document/group-findings.ts';
import { Message } from '../ui/Message.tsx';
import { Tabs } from '../ui/Tabs.tsx';
import { Differences } from './Differences.tsx';

const CodeView = lazy(async () => ({ default: (await import('./CodeView.tsx')).CodeView }));

/** No file has it for a name: the tab of what differs. */
const DIFFERENCES = '/';

export interface ProjectFilesProps {
  readonly project: ExportedProject;
  readonly diagnostics: readonly Diagnostic[];
  /** What is shown where it is not what differs. */
  readonly file: ExportedFile;
  readonly path: string | undefined;
  readonly onChoose: (path: string) => void;
  readonly onClose: () => void;
}

export function ProjectFiles(props: ProjectFilesProps) {
  const { project, diagnostics, file, path, onChoose, onClose } = props;
  const { t } = useTranslation('export');
  const groups = useMemo(() => groupFindings(diagnostics), [diagnostics]);
  const differs = groups.length > 0 && path === DIFFERENCES;
  const files = project.files.map((each) => ({ value: each.path, label: each.path }));
  const differences = { value: DIFFERENCES, label: t('differs', { count: groups.length }) };
  return (
    <Tabs
      label={t('files')}
      value={differs ? DIFFERENCES : file.path}
      tabs={groups.length === 0 ? files : [...files, differences]}
      onChange={onChoose}
    >
      {differs ? (
        <Differences groups={groups} target={project.target} onClose={onClose} />
      ) : (
        <Suspense fallback={<Message kind="loading" title={t('writing')} />}>
          <CodeView path={file.path} text={file.text} label={t('file-text', { path: file.path })} />
        </Suspense>
      )}
    </Tabs>
  );
}
