/** The pipeline as rows of a tree: groups, steps in the order of the data, their connections. Pure. */
import type { NodeRegistry } from '../../engine/contract/node-definition.ts';
import type { CanvasGroup, PipelineDocument } from '../../engine/document/schema.ts';
import { edgesOf } from '../document/edges.ts';
import type { Edge } from '../document/edges.ts';
import { groupTree, stepsOf } from './groups.ts';
import { depthsOf } from './positions.ts';

export type OutlineItem =
  | { readonly kind: 'group'; readonly id: string; readonly title: string }
  | { readonly kind: 'step'; readonly id: string }
  | { readonly kind: 'edge'; readonly edge: Edge; readonly direction: 'from' | 'to' };

export interface OutlineRow {
  readonly key: string;
  /** Key of the row that it stands below. */
  readonly parent: string | undefined;
  readonly level: number;
  readonly position: number;
  readonly siblings: number;
  /** Undefined without children. */
  readonly expanded: boolean | undefined;
  readonly item: OutlineItem;
}

interface Branch {
  readonly key: string;
  readonly item: OutlineItem;
  readonly children: readonly Branch[];
}

/** @param open keys of rows that are open; groups are open unless listed as `closed:<key>` */
export function outlineRows(
  document: PipelineDocument,
  registry: NodeRegistry,
  open: ReadonlySet<string>,
): OutlineRow[] {
  const rows: OutlineRow[] = [];
  const visit = (branches: readonly Branch[], level: number, parent: string | undefined): void => {
    for (const [index, { key, item, children }] of branches.entries()) {
      const isOpen = item.kind === 'group' ? !open.has(`closed:${key}`) : open.has(key);
      rows.push({
        key,
        parent,
        level,
        position: index + 1,
        siblings: branches.length,
        expanded: children.length === 0 ? undefined : isOpen,
        item,
      });
      if (isOpen) visit(children, level + 1, key);
    }
  };
  visit(branchesOf(document, registry), 1, undefined);
  return rows;
}

function branchesOf(document: PipelineDocument, registry: NodeRegistry): Branch[] {
  const depths = depthsOf(document);
  const inOrder = Object.keys(document.nodes).sort(
    (a, b) => (depths.get(a) ?? 0) - (depths.get(b) ?? 0),
  );
  const edges = edgesByStep(edgesOf(document, registry));
  const step = (id: string): Branch => ({
    key: `step:${id}`,
    item: { kind: 'step', id },
    children: (edges.get(id) ?? []).map((edge) => ({
      key: `edge:${id}:${edge.id}`,
      item: { kind: 'edge', edge, direction: edge.source === id ? 'to' : 'from' },
      children: [],
    })),
  });
  const { outerFirst, parents } = groupTree(document.canvas?.groups);
  /** Groups that stand in one, then the steps that are in none of them. */
  const below = (parent: CanvasGroup | undefined): Branch[] => {
    const groups = outerFirst.filter(({ id }) => parents.get(id) === parent);
    const framed = new Set(groups.flatMap(stepsOf));
    const own = new Set(parent === undefined ? inOrder : stepsOf(parent));
    return [
      ...groups.map((group): Branch => ({
        key: `group:${group.id}`,
        item: { kind: 'group', id: group.id, title: group.title },
        children: below(group),
      })),
      ...inOrder.filter((id) => own.has(id) && !framed.has(id)).map(step),
    ];
  };
  return below(undefined);
}

function edgesByStep(edges: readonly Edge[]): ReadonlyMap<string, readonly Edge[]> {
  const found = new Map<string, Edge[]>();
  const add = (id: string, edge: Edge): void => {
    const list = found.get(id);
    if (list === undefined) found.set(id, [edge]);
    else list.push(edge);
  };
  for (const edge of edges) add(edge.target, edge);
  for (const edge of edges) if (edge.source !== edge.target) add(edge.source, edge);
  return found;
}
