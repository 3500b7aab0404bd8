/** Steps to add: a click, Enter or a drag onto the canvas. */
import { useActions } from '../session/actions.ts';
import { useTranslation } from 'react-i18next';
import { useCanvas } from './canvas.ts';
import { addStep } from './step-operations.ts';
import { StepSearch } from './StepSearch.tsx';

export function Palette() {
  const { t } = useTranslation('canvas');
  const canvas = useCanvas();
  useActions([
    {
      id: 'canvas.search-steps',
      title: t('search-steps'),
      group: t('actions'),
      keys: '/',
      run: () => document.querySelector<HTMLElement>('[data-search-steps]')?.focus(),
    },
  ]);
  return (
    <StepSearch
      isDraggable
      keys="/"
      onPick={(type) => {
        const step = addStep(canvas, type);
        if (step !== undefined) canvas.flow?.show(step, false);
      }}
    />
  );
}
