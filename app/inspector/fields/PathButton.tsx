/** Picks the file that a path names, on the computer behind the studio. */
import { FolderOpen } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Computer } from '../../platform/computer.ts';
import { useStudio } from '../../session/studio.ts';
import { IconButton } from '../../ui/Button.tsx';
import { useForm } from '../form/FormContext.ts';

export interface PathButtonProps {
  readonly computer: Computer;
  readonly text: string;
  readonly onText: (text: string) => void;
}

export function PathButton({ computer, text, onText }: PathButtonProps) {
  const { t } = useTranslation('host');
  const studio = useStudio();
  const { type, seal } = useForm();
  const pick = async (): Promise<void> => {
    const { file } = studio.workspace.store.getState();
    const document = file?.handle?.kind === 'host' ? file.handle : undefined;
    const name = text.slice(text.lastIndexOf('/') + 1);
    const [picked] = type.startsWith('input.')
      ? await computer.pickFiles(type === 'input.database-file' ? 'any' : 'data', false)
      : [await computer.pickTarget('data', name, false)];
    if (picked === undefined) return;
    const path = await computer.pathOf(document, picked);
    if (!path.ok) throw new Error(path.error.message);
    seal();
    onText(path.value);
    seal();
  };
  const onClick = (): void =>
    void pick().catch((thrown: unknown) => {
      const hint = thrown instanceof Error ? thrown.message : String(thrown);
      studio.notify({ kind: 'error', text: t('open-failed'), hint });
    });
  return (
    <IconButton label={t('browse')} onClick={onClick}>
      <FolderOpen aria-hidden />
    </IconButton>
  );
}
