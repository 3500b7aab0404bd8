/** Where steps stand; steps without a place of their own are put in columns by their depth. */
import { inputList, parseInput } from '../../engine/document/schema.ts';
import type { CanvasPoint, PipelineDocument } from '../../engine/document/schema.ts';
import { STEP_WIDTH } from './geometry.ts';

const COLUMN = STEP_WIDTH + 88;
const ROW = 104;

type Positions = ReadonlyMap<string, CanvasPoint>;

/**
 * Positions of all steps. Those that the document does not place stand below the placed ones, in
 * columns: a step is one column to the right of the last one that it reads.
 */
export function createPositions(): (document: PipelineDocument) => Positions {
  let nodes: PipelineDocument['nodes'] | undefined;
  let placed: Readonly<Record<string, CanvasPoint>> | undefined;
  let known: Positions = new Map();
  return (document) => {
    const positions = document.canvas?.positions;
    if (document.nodes === nodes && positions === placed && known.size > 0) return known;
    ({ nodes } = document);
    placed = positions;
    known = positionsOf(document);
    return known;
  };
}

export function positionsOf(document: PipelineDocument): Positions {
  const placed = document.canvas?.positions ?? {};
  const ids = Object.keys(document.nodes);
  const missing = ids.filter((id) => placed[id] === undefined);
  const found = new Map<string, CanvasPoint>();
  for (const id of ids) {
    const position = placed[id];
    if (position !== undefined) found.set(id, position);
  }
  if (missing.length === 0) return found;
  const top = found.size === 0 ? 0 : Math.max(...[...found.values()].map(([, y]) => y)) + ROW;
  const depths = depthsOf(document);
  const used = new Map<number, number>();
  for (const id of missing) {
    const depth = depths.get(id) ?? 0;
    const row = used.get(depth) ?? 0;
    used.set(depth, row + 1);
    found.set(id, [depth * COLUMN, top + row * ROW]);
  }
  return found;
}

/** Longest way from a source, in edges. Cycles, which a damaged document may have, end where they close. */
export function depthsOf(document: PipelineDocument): ReadonlyMap<string, number> {
  const depths = new Map<string, number>();
  const open = new Set<string>();
  const visit = (id: string): number => {
    const known = depths.get(id);
    if (known !== undefined) return known;
    if (open.has(id)) return 0;
    open.add(id);
    let depth = 0;
    for (const input of Object.values(document.nodes[id]?.inputs ?? {})) {
      for (const text of inputList(input)) {
        const { node } = parseInput(text);
        if (Object.hasOwn(document.nodes, node)) depth = Math.max(depth, visit(node) + 1);
      }
    }
    open.delete(id);
    depths.set(id, depth);
    return depth;
  };
  for (const id of Object.keys(document.nodes)) visit(id);
  return depths;
}
