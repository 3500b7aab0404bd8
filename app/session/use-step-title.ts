/** What steps are called. */
import { useCallback } from 'react';
import { stepTitle } from '../document/commands/steps.ts';
import { useDocument } from './studio.ts';

/** The caption of a step, else its id; also of one that is gone. */
export function useStepTitle(): (step: string) => string {
  const document = useDocument((state) => state.document);
  return useCallback((step) => stepTitle(document, step), [document]);
}
