/** What kind of port one is, and what flows there. Pure. */
import type { NodeRegistry } from '../../engine/contract/node-definition.ts';
import { formatType } from '../../engine/contract/schema.ts';
import type { Schema } from '../../engine/contract/schema.ts';
import { inputList, parseInput } from '../../engine/document/schema.ts';
import type { PipelineDocument } from '../../engine/document/schema.ts';
import { outPorts } from '../document/edges.ts';
import type { PortAt } from './connect-rules.ts';
import type { StepView } from './step-view.ts';

/**
 * `rows`: what a step is for. `rejects`: what did not fit. `aside`: rows that the first output did not
 * take, such as the dropped ones. `many`: an input for any number of edges.
 */
export type PortKind = 'rows' | 'rejects' | 'aside' | 'many';

export function portKind(view: StepView, side: PortAt['side'], port: string): PortKind {
  if (side === 'input') return view.many.includes(port) ? 'many' : 'rows';
  if (port === 'rejects') return 'rejects';
  return view.outputs[0] === port ? 'rows' : 'aside';
}

export type PortNamePlace = 'above' | 'below';

/**
 * Where a port's name stands: `above` the edge that leaves there, or `below` it, so that the names of two
 * ports stand outside of their edges. Undefined: it is not shown, as it says nothing.
 */
export function portNamePlace(
  ports: readonly string[],
  side: PortAt['side'],
  port: string,
): PortNamePlace | undefined {
  const index = ports.indexOf(port);
  if (ports.length < 2 || (side === 'output' && index === 0 && port === 'output')) return undefined;
  return index === ports.length - 1 ? 'below' : 'above';
}

/** An output, with its port named. */
export interface OutputAt {
  readonly step: string;
  readonly port: string;
}

/** The outputs whose rows come to a port: an output's own, or those that an input reads. */
export function outputsAt(
  document: PipelineDocument,
  registry: NodeRegistry,
  { step, port, side }: PortAt,
): OutputAt[] {
  if (side === 'output') return [{ step, port }];
  return inputList(document.nodes[step]?.inputs?.[port]).map((text) => {
    const input = parseInput(text);
    const source = document.nodes[input.node];
    const [first = 'output'] = source === undefined ? [] : outPorts(source, registry);
    return { step: input.node, port: input.port ?? first };
  });
}

export const schemaAt = (
  schemas: ReadonlyMap<string, Schema>,
  { step, port }: OutputAt,
): Schema | undefined => schemas.get(`${step}.${port}`);

/** The first columns as words, for those who do not see the card. */
export const columnWords = (schema: Schema, most: number): string =>
  schema
    .slice(0, most)
    .map(({ name, type }) => `${name} ${formatType(type)}`)
    .join(', ');
