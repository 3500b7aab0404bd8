/** What is wrong with a step's settings, live. */
import { useMemo } from 'react';
import type { NodeDefinition } from '../../../engine/contract/node-definition.ts';
import { placedDiagnostics } from '../../session/placed-diagnostics.ts';
import { useDocument, useSession } from '../../session/studio.ts';
import { engineProblems, schemaProblems } from './problems.ts';
import type { Problem } from './problems.ts';
import { useStable } from './use-stable.ts';

export function useStepProblems(step: string, definition: NodeDefinition): readonly Problem[] {
  const params = useDocument(({ document }) => document.nodes[step]?.params);
  const parameters = useDocument(({ document }) => document.parameters);
  const given = useSession((state) => state.parameters);
  const diagnostics = useSession(placedDiagnostics);
  const ofSchema = useMemo(
    () => schemaProblems(parameters, given, params ?? {}, definition),
    [parameters, given, params, definition],
  );
  const ofEngine = useMemo(() => engineProblems(diagnostics, step), [diagnostics, step]);
  return useStable(useMemo(() => [...ofSchema, ...ofEngine], [ofSchema, ofEngine]));
}
