/** Commands that connect and disconnect steps. */
import { inputList } from '../../../engine/document/schema.ts';
import type { Command } from '../command.ts';
import type { Edge } from '../edges.ts';
import { setEdges } from './steps.ts';

export interface Connection {
  readonly source: string;
  readonly sourcePort: string;
  readonly target: string;
  readonly targetPort: string;
}

/** @param many the port takes many edges: the new one is added; else it replaces the one there */
export const connect = (
  { source, sourcePort, target, targetPort }: Connection,
  many: boolean,
): Command => ({
  label: { key: 'connect', values: { source, target } },
  change: (draft) => {
    const text = `${source}.${sourcePort}`;
    const before = inputList(draft.nodes[target]?.inputs?.[targetPort]);
    setEdges(draft, target, targetPort, many ? [...new Set([...before, text])] : [text]);
  },
});

/** Moves the end of an edge to another port, as one entry of the history. */
export const reconnect = (edge: Edge, to: Connection, many: boolean): Command => ({
  label: { key: 'reconnect', values: { source: to.source, target: to.target } },
  change: (draft) => {
    disconnect([edge]).change(draft);
    connect(to, many).change(draft);
  },
});

export const disconnect = (
  edges: readonly Pick<Edge, 'source' | 'target' | 'targetPort' | 'index'>[],
): Command => ({
  label: {
    key: 'disconnect',
    values: { source: edges[0]?.source ?? '', target: edges[0]?.target ?? '', count: edges.length },
  },
  change: (draft) => {
    const ports = new Map<string, Set<number>>();
    for (const { target, targetPort, index } of edges) {
      const key = JSON.stringify([target, targetPort]);
      ports.set(key, (ports.get(key) ?? new Set()).add(index));
    }
    for (const [key, indexes] of ports) {
      const [target, port] = JSON.parse(key) as [string, string];
      const before = inputList(draft.nodes[target]?.inputs?.[port]);
      setEdges(
        draft,
        target,
        port,
        before.filter((_, index) => !indexes.has(index)),
      );
    }
  },
});
