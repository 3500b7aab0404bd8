/** Which ports may be connected, and why not. Pure. */
import type { NodeRegistry } from '../../engine/contract/node-definition.ts';
import { inputList, parseInput } from '../../engine/document/schema.ts';
import type { PipelineDocument } from '../../engine/document/schema.ts';
import type { Text } from '../document/command.ts';
import type { Connection } from '../document/commands/connections.ts';
import { stepTitle } from '../document/commands/steps.ts';
import { downstreamOf, inPorts, outPorts, upstreamOf } from '../document/edges.ts';

export interface PortAt {
  readonly step: string;
  readonly port: string;
  readonly side: 'input' | 'output';
}

export type Verdict =
  | {
      readonly ok: true;
      readonly connection: Connection;
      /** The port takes many edges. */
      readonly many: boolean;
      /** `step.port` whose edge would go, as the port takes one. */
      readonly replaces?: string;
    }
  | { readonly ok: false; readonly reason: Text };

const no = (key: string, values: Text['values'] = {}): Verdict => ({
  ok: false,
  reason: { key: `no-connection.${key}`, values },
});

/**
 * Judges connections that start at one port: what is the same for all of them is found out once.
 * A connection may be drawn from either end.
 */
export function connectionsFrom(
  document: PipelineDocument,
  registry: NodeRegistry,
  from: PortAt,
): (to: PortAt) => Verdict {
  const outward = from.side === 'output';
  const circular = outward ? upstreamOf(document, from.step) : downstreamOf(document, from.step);
  return (to) => {
    if (to.side === from.side) return no(outward ? 'two-outputs' : 'two-inputs');
    if (to.step === from.step) return no('itself');
    const title = stepTitle(document, to.step);
    if (circular.has(to.step)) return no(outward ? 'cycle' : 'cycle-back', { title });
    const [source, target] = outward ? [from, to] : [to, from];
    return judge(document, registry, {
      source: source.step,
      sourcePort: source.port,
      target: target.step,
      targetPort: target.port,
    });
  };
}

function judge(
  document: PipelineDocument,
  registry: NodeRegistry,
  connection: Connection,
): Verdict {
  const { source, sourcePort, target, targetPort } = connection;
  const reader = document.nodes[target];
  const giver = document.nodes[source];
  if (reader === undefined || giver === undefined) return no('gone');
  const port = inPorts(reader, registry).find(({ name }) => name === targetPort);
  if (port === undefined || !outPorts(giver, registry).includes(sourcePort)) return no('gone');
  const [first] = outPorts(giver, registry);
  const before = inputList(reader.inputs?.[targetPort]);
  const isThere = before.some((text) => {
    const input = parseInput(text);
    return input.node === source && (input.port ?? first) === sourcePort;
  });
  if (isThere) return no('connected');
  const [replaced] = before;
  const many = port.many ?? false;
  return many || replaced === undefined
    ? { ok: true, connection, many }
    : { ok: true, connection, many, replaces: replaced };
}

/** The ports of a step on the side that a connection from `from` can end at. */
export function oppositePorts(
  document: PipelineDocument,
  registry: NodeRegistry,
  step: string,
  from: PortAt,
): PortAt[] {
  const node = document.nodes[step];
  if (node === undefined) return [];
  return from.side === 'output'
    ? inPorts(node, registry).map(({ name }) => ({ step, port: name, side: 'input' }))
    : outPorts(node, registry).map((port) => ({ step, port, side: 'output' }));
}

/**
 * The verdict for a connection dropped on a step as a whole: its first port that is free, else the
 * first that would do, else why none does.
 */
export function connectionToStep(
  document: PipelineDocument,
  registry: NodeRegistry,
  step: string,
  from: PortAt,
): Verdict {
  const judgeTo = connectionsFrom(document, registry, from);
  const verdicts = oppositePorts(document, registry, step, from).map(judgeTo);
  const title = stepTitle(document, step);
  return (
    verdicts.find((verdict) => verdict.ok && verdict.replaces === undefined) ??
    verdicts.find((verdict) => verdict.ok) ??
    verdicts[0] ??
    no(step === from.step ? 'itself' : from.side === 'output' ? 'no-inputs' : 'no-outputs', {
      title,
    })
  );
}

export interface ConnectionChoice {
  readonly to: PortAt;
  readonly title: string;
  readonly verdict: Verdict;
}

/** Every port that a step's port could be connected to: free ones first, those with a reason last. */
export function connectionChoices(
  document: PipelineDocument,
  registry: NodeRegistry,
  from: PortAt,
): ConnectionChoice[] {
  const judgeTo = connectionsFrom(document, registry, from);
  const choices = Object.keys(document.nodes)
    .filter((step) => step !== from.step)
    .flatMap((step) => oppositePorts(document, registry, step, from))
    .map((to) => ({ to, title: stepTitle(document, to.step), verdict: judgeTo(to) }));
  const rank = ({ verdict }: ConnectionChoice): number =>
    verdict.ok ? (verdict.replaces === undefined ? 0 : 1) : 2;
  return choices.sort((a, b) => rank(a) - rank(b));
}
