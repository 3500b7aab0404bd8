import type { ColumnOrigin } from '../../../engine/contract/column-lineage.ts';
import { useDocument, useSession, useStudio } from '../../session/studio.ts';
import type { Answer } from '../use-answer.ts';
import { useAnswer } from '../use-answer.ts';

/** @param target undefined asks nothing */
export function useLineage(target: string | undefined): Answer<readonly ColumnOrigin[]> {
  const { engine } = useStudio();
  const document = useDocument((state) => state.document);
  const parameters = useSession((state) => state.parameters);
  const sources = useSession((state) => state.sources);
  const isReady = useSession((state) => state.engine.status === 'ready');
  return useAnswer(
    target === undefined || !isReady
      ? undefined
      : () => engine.lineage({ document, parameters, target }),
    [target, document.nodes, document.parameters, parameters, sources, isReady],
  );
}
