/** Opens the system's dialog for data files, and what is picked in it. */
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { pickFiles } from '../platform/pick-files.ts';
import { useStudio } from '../session/studio.ts';
import { openFiles } from './lazy-open-files.ts';

/** Of the input that stands in where the browser has no dialog that gives handles. */
export const DATA_FILES_INPUT = 'open-data-files';

export function usePickDataFiles(): () => void {
  const { t } = useTranslation('start');
  const studio = useStudio();
  return useCallback(() => {
    const { computer } = studio;
    if (computer !== undefined && computer.store.getState().stopped === undefined) {
      void import('./open-host-files.ts').then(({ openHostFiles }) =>
        openHostFiles(studio, computer, t),
      );
      return;
    }
    void pickFiles(true).then(async (picked) => {
      if (picked === undefined) document.getElementById(DATA_FILES_INPUT)?.click();
      else if (picked.length > 0) {
        const files = picked.map(({ file, handle }) => ({ path: file.name, file, handle }));
        await openFiles(studio, { files }, t);
      }
    });
  }, [studio, t]);
}
