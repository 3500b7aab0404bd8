/** What is done with the code: copied, saved, taken as a whole. */
import { Copy, Download, FolderArchive } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ExportedFile, ExportedProject } from '../../engine/export/project.ts';
import { fileStem } from '../platform/host.ts';
import { useStudio } from '../session/studio.ts';
import { Button } from '../ui/Button.tsx';

export interface HandOverProps {
  /** Of the pipeline. */
  readonly name: string;
  /** Undefined: there is nothing to hand over. */
  readonly project: ExportedProject | undefined;
  /** The one that is shown. */
  readonly file: ExportedFile | undefined;
}

export function HandOver({ name, project, file }: HandOverProps) {
  const { t } = useTranslation('export');
  const { workspace, notify } = useStudio();
  const { host } = workspace;
  const fileName = file?.path.split('/').at(-1) ?? '';

  const copy = async (text: string): Promise<void> => {
    const copied = await host.copyText(text);
    notify(
      copied
        ? { kind: 'success', text: t('copied', { name: fileName }) }
        : { kind: 'warning', text: t('not-copied') },
    );
  };
  const downloadAll = async ({ target, files }: ExportedProject): Promise<void> => {
    const { zipProject } = await import('./zip-project.ts');
    const folder = `${fileStem(name)}-${target}`;
    const content = new Blob([zipProject(folder, files)], { type: 'application/zip' });
    host.download(content, `${folder}.zip`);
  };
  return (
    <>
      <Button
        icon={<Copy aria-hidden />}
        disabled={file === undefined}
        onClick={() => void copy(file?.text ?? '')}
      >
        {t('copy')}
      </Button>
      <Button
        icon={<Download aria-hidden />}
        disabled={file === undefined}
        onClick={() =>
          host.download(new Blob([file?.text ?? ''], { type: 'text/plain' }), fileName)
        }
      >
        {t('download')}
      </Button>
      <Button
        kind="primary"
        icon={<FolderArchive aria-hidden />}
        disabled={project === undefined}
        onClick={() => {
          if (project !== undefined) void downloadAll(project);
        }}
      >
        {t('download-all')}
      </Button>
    </>
  );
}
