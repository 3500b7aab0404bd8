/** The hidden input behind "Open data files", and the shortcut. Always in the page, so that scripts find it too. */
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useActions } from '../session/actions.ts';
import { OPEN_DATA } from '../session/shortcuts.ts';
import { useStudio } from '../session/studio.ts';
import { filesOfInput } from './given-files.ts';
import { openFiles } from './lazy-open-files.ts';
import { DATA_FILES_INPUT, usePickDataFiles } from './use-pick-data-files.ts';

export function DataFilesInput() {
  const { t } = useTranslation('start');
  const studio = useStudio();
  const input = useRef<HTMLInputElement>(null);
  useActions([
    {
      id: 'files.open-data',
      title: t('open-data-files'),
      group: t('actions'),
      keys: OPEN_DATA,
      run: usePickDataFiles(),
    },
  ]);
  return (
    <input
      ref={input}
      id={DATA_FILES_INPUT}
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
