/** The canvas's state as React Flow takes it. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useDocument, useSession } from '../session/studio.ts';
import { useCanvas, useCanvasState } from './canvas.ts';
import { createFlowEdges } from './flow-edges.ts';
import type { FlowEdge } from './flow-edges.ts';
import { createFlowNodes } from './flow-nodes.ts';
import type { FlowNode } from './flow-nodes.ts';

export function useFlow(): { readonly nodes: FlowNode[]; readonly edges: FlowEdge[] } {
  const { t } = useTranslation('canvas');
  const { studio, viewOf, positionsOf } = useCanvas();
  const document = useDocument((state) => state.document);
  const selected = useSession((state) => state.selection);
  const live = useCanvasState((state) => state.live);
  const sizes = useCanvasState((state) => state.sizes);
  const boxed = useCanvasState((state) => state.boxed);
  const marked = useCanvasState((state) => state.marked);

  const nodesOf = useMemo(
    () =>
      createFlowNodes(viewOf, {
        step: t('step'),
        incomplete: t('incomplete'),
        note: t('note'),
        group: t('group'),
      }),
    [viewOf, t],
  );
  const edgesOf = useMemo(
    () =>
      createFlowEdges(viewOf, studio.registry, (source, target) =>
        t('edge-label', { source, target }),
      ),
    [viewOf, studio, t],
  );

  const selection = boxed ?? selected;
  const nodes = useMemo(
    () => nodesOf({ document, positions: positionsOf(document), live, sizes, selection, marked }),
    [nodesOf, positionsOf, document, live, sizes, selection, marked],
  );
  const edges = useMemo(() => edgesOf(document, marked), [edgesOf, document, marked]);
  return { nodes, edges };
}
