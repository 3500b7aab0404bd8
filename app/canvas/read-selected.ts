/** What a new step reads when nothing else is said: what is selected. Pure. */
import type { NodeDefinition, NodeRegistry } from '../../engine/contract/node-definition.ts';
import type { DocumentNode, PipelineDocument } from '../../engine/document/schema.ts';
import { outPorts } from '../document/edges.ts';
import type { PortAt } from './connect-rules.ts';

/**
 * Outputs of the selected steps: as many as the new one has room for, in the order of the selection.
 * One that takes a single input reads the step whose rows are shown, which is the last.
 * @param selected with the port of the last step that is shown
 */
export function readOnAdding(
  document: PipelineDocument,
  selected: { readonly selection: readonly string[]; readonly port?: string | undefined },
  { ports }: NodeDefinition,
  registry: NodeRegistry,
): readonly PortAt[] {
  const { selection, port: shown } = selected;
  const outputs = selection.flatMap((step, index): PortAt[] => {
    const node = document.nodes[step];
    const names = node === undefined ? [] : outPorts(node, registry);
    const isShown = index === selection.length - 1 && shown !== undefined && names.includes(shown);
    const port = isShown ? shown : names[0];
    return port === undefined ? [] : [{ step, port, side: 'output' }];
  });
  if (ports.in.some(({ many }) => many)) return outputs;
  return ports.in.length > 1 ? outputs.slice(0, ports.in.length) : outputs.slice(-1);
}

/** Several outputs at the inputs of a step: one each, or all at the one that takes many. */
export function inputsReading(
  reads: readonly PortAt[],
  ports: NodeDefinition['ports']['in'],
): NonNullable<DocumentNode['inputs']> {
  const texts = reads.map(({ step, port }) => `${step}.${port}`);
  const many = ports.find((port) => port.many);
  if (many !== undefined) return { [many.name]: texts };
  return Object.fromEntries(
    ports.flatMap(({ name }, index) => {
      const text = texts[index];
      return text === undefined ? [] : [[name, text] as const];
    }),
  );
}
