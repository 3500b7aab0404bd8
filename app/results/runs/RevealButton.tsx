/** Where a file lies that a run left on the computer. */
import { Copy, FolderOpen } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Computer } from '../../platform/computer.ts';
import { useStudio } from '../../session/studio.ts';
import { Button } from '../../ui/Button.tsx';

export interface RevealButtonProps {
  readonly computer: Computer;
  /** As the pipeline that is open names it. */
  readonly path: string;
}

export function RevealButton({ computer, path }: RevealButtonProps) {
  const { t } = useTranslation('host');
  const { workspace, notify } = useStudio();
  // A host without a screen of its own can only say where it is.
  const shows = computer.info.features.dialogs;
  const reveal = async (): Promise<void> => {
    const { file } = workspace.store.getState();
    const document = file?.handle?.kind === 'host' ? file.handle : undefined;
    const answer = await computer.reveal(document, path);
    if (!answer.ok) {
      const { message, hint = '' } = answer.error;
      notify({ kind: 'error', text: t('reveal-failed', { path }), hint: `${message} ${hint}` });
    } else if (answer.value !== undefined) {
      const copied = await workspace.host.copyText(answer.value);
      if (copied) notify({ kind: 'success', text: t('path-copied', { path: answer.value }) });
      else
        notify({ kind: 'info', text: t('path-not-copied', { path: answer.value }), stays: true });
    }
  };
  const label = t(shows ? 'reveal' : 'copy-path');
  return (
    <Button
      icon={shows ? <FolderOpen aria-hidden /> : <Copy aria-hidden />}
      aria-label={`${label}: ${path}`}
      onClick={() => void reveal()}
    >
      {label}
    </Button>
  );
}
