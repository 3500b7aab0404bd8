/** Which output the results panel shows for a selection. */
import type { NodeRegistry } from '../../engine/contract/node-definition.ts';
import type { PipelineDocument } from '../../engine/document/schema.ts';
import { inputList, parseInput } from '../../engine/document/schema.ts';
import { outPorts } from '../document/edges.ts';

/**
 * `node.port` of the step's rows; of a step without outputs the rows that go into it. Undefined when
 * there is nothing to show.
 */
export function targetOf(
  document: PipelineDocument,
  step: string | undefined,
  port: string | undefined,
  registry: NodeRegistry,
): string | undefined {
  const node = step === undefined ? undefined : document.nodes[step];
  if (step === undefined || node === undefined) return undefined;
  const ports = outPorts(node, registry);
  const [first] = ports;
  if (first !== undefined)
    return `${step}.${port !== undefined && ports.includes(port) ? port : first}`;
  // A chart has rows without giving them out: its points.
  if (node.type === 'output.chart') return node.inputs === undefined ? undefined : step;
  const [input] = Object.values(node.inputs ?? {}).flatMap(inputList);
  if (input === undefined) return undefined;
  const source = parseInput(input);
  return targetOf(document, source.node, source.port, registry);
}
