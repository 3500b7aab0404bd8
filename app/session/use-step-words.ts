/** Words for the steps of the open document where findings are listed, and the way to one. */
import type { Diagnostic } from '../../engine/contract/diagnostic.ts';
import { stepTitle } from '../document/commands/steps.ts';
import { useDocument, useStudio } from './studio.ts';

/**
 * @param pipeline what the pipeline itself is called
 * @param onLeave before the step is shown
 */
export function useStepWords(pipeline: string, onLeave: () => void) {
  const { reveal } = useStudio();
  const document = useDocument((state) => state.document);
  return {
    titleOf: (node: string | undefined): string =>
      node === undefined ? pipeline : stepTitle(document, node),
    typeOf: (node: string | undefined): string | undefined => document.nodes[node ?? '']?.type,
    onGo: (node: string, finding: Diagnostic): void => {
      onLeave();
      reveal({ ...finding, node });
    },
  };
}
