/** The hidden input behind every "Open data files". Always in the page, so that scripts find it too. */
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useActions } from '../session/actions.ts';
import { useStudio } from '../session/studio.ts';
import { filesOfInput } from './given-files.ts';
import { openFiles } from './open-files.ts';

const ID = 'open-data-files';

/** Opens the system's dialog. */
export const pickDataFiles = (): void => document.getElementById(ID)?.click();

export function DataFilesInput() {
  const { t } = useTranslation('start');
  const studio = useStudio();
  const input = useRef<HTMLInputElement>(null);
  useActions([
    {
      id: 'files.open-data',
      title: t('open-data-files'),
      group: t('actions'),
      keys: 'Mod+Shift+O',
      run: pickDataFiles,
    },
  ]);
  return (
    <input
      ref={input}
      id={ID}
      type="file"
      multiple
      hidden
      aria-label={t('open-data-files')}
      onChange={({ currentTarget }) => {
        const files = filesOfInput(currentTarget);
        // The same file can be picked again.
        currentTarget.value = '';
        void openFiles(studio, { files }, t);
      }}
    />
  );
}
