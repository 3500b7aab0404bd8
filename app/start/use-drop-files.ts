/** Files dropped at a place of the canvas become source steps there. */
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { CanvasPoint } from '../../engine/document/schema.ts';
import { useStudio } from '../session/studio.ts';
import { filesOfDrop } from './given-files.ts';
import { openFiles } from './lazy-open-files.ts';

export function useDropFiles(): (items: DataTransfer, at: CanvasPoint) => void {
  const { t } = useTranslation('start');
  const studio = useStudio();
  return useCallback(
    (items, at) => void filesOfDrop(items).then((dropped) => openFiles(studio, dropped, t, at)),
    [studio, t],
  );
}
