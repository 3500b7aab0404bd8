/** Checks of the whole graph, once steps and edges are known. */
import { formatPath } from '../document/json-path.ts';
import { isRecord } from '../document/schema-walk.ts';
import type { NodeId } from '../contract/ids.ts';
import type { Graph, GraphNode } from './graph.ts';
import { upstreamOf } from './order.ts';
import type { Report } from './steps.ts';

export const isSink = (node: GraphNode): boolean => node.definition.category === 'output';

export function reportCycles(cycles: readonly (readonly NodeId[])[], report: Report): void {
  for (const cycle of cycles) {
    const [first] = cycle;
    if (first === undefined) continue;
    report({
      severity: 'error',
      code: 'cycle',
      message: `The steps form a cycle: ${[...cycle, first].join(' → ')}.`,
      hint: 'Remove one of these edges: data must flow one way.',
      node: first,
    });
  }
}

/** Two sinks that write one path would overwrite each other. */
export function reportSharedTargets(graph: Graph, report: Report): void {
  const writers = new Map<string, NodeId>();
  for (const node of graph.nodes.values()) {
    if (node.disabled || !isSink(node) || !isRecord(node.params)) continue;
    const path = node.params['path'];
    if (typeof path !== 'string') continue;
    const target = normalisePath(path);
    const first = writers.get(target);
    if (first === undefined) {
      writers.set(target, node.id);
      continue;
    }
    report({
      severity: 'error',
      code: 'shared-output',
      message: `The step "${first}" writes "${path}" already.`,
      hint: 'Give each output a path of its own.',
      node: node.id,
      param: formatPath(['path']),
    });
  }
}

/** One spelling for one file: `/` as separator, without `.`, doubled slashes and `folder/..`. */
export function normalisePath(path: string): string {
  const [, scheme = '', rest = ''] = /^([a-z][a-z0-9+.-]+:\/\/)?(.*)$/is.exec(path) ?? [];
  const absolute = /^[\\/]/.test(rest) ? '/' : '';
  const parts: string[] = [];
  for (const part of rest.split(/[\\/]+/)) {
    if (part === '' || part === '.') continue;
    const climbs = part === '..';
    if (climbs && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (!climbs || absolute === '') parts.push(part);
  }
  return scheme.toLowerCase() + absolute + parts.join('/');
}

/** Steps whose rows reach no sink are previewed but not run. */
export function reportUnused(graph: Graph, report: Report): void {
  const sinks = [...graph.nodes.values()].filter((node) => isSink(node) && !node.disabled);
  const used = upstreamOf(
    graph,
    sinks.map((node) => node.id),
  );
  for (const node of graph.nodes.values()) {
    if (node.disabled || isSink(node) || used.has(node.id)) continue;
    report({
      severity: 'info',
      code: 'unused-node',
      message: 'No output reads from this step: a run leaves it out.',
      hint: 'Connect it to an output step to have its rows written.',
      node: node.id,
    });
  }
}
