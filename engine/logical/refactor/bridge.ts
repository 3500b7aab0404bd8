/** Rename steps on edges: the new name where a step cannot give it, the old one where one needs it. */
import { ex } from '../../contract/expression.ts';
import { nodeId } from '../../contract/ids.ts';
import type { BoundInput } from '../../contract/node-definition.ts';
import { rel } from '../../contract/rel.ts';
import { nameKey } from '../../contract/schema.ts';
import { RENAME_STEP } from '../../document/column-rename.ts';
import { inputList, parseInput } from '../../document/schema.ts';
import type { PipelineDocument } from '../../document/schema.ts';
import { internalError } from '../../contract/errors.ts';
import type { Refactoring } from './refactoring.ts';
import type { InputEdge, Renames } from './step-inputs.ts';
import { NO_RENAMES } from './step-inputs.ts';

/** What a rename step of that id gives. */
export async function renamed(
  input: Pick<BoundInput, 'relation' | 'schema'>,
  names: Renames,
  id: string,
  { trial }: Refactoring,
): Promise<BoundInput> {
  const node = nodeId(id);
  const relation = {
    ...rel.project(
      input.relation,
      input.schema.map(({ name }) => ({
        name: names.get(nameKey(name)) ?? name,
        expression: ex.column(name),
      })),
    ),
    origin: { node, port: RENAME_STEP.output },
  };
  const bound = await trial.binder.bind(relation);
  if (!bound.ok) throw internalError('A rename step could not be bound.');
  return { node, port: RENAME_STEP.output, relation, schema: bound.schema };
}

/** The edge with the names it had, through a rename step. */
export async function bridged(
  edge: InputEdge,
  id: string,
  refactoring: Refactoring,
): Promise<InputEdge> {
  const back = new Map(
    edge.before.schema.map(({ name }, i) => [nameKey(edge.after.schema[i]?.name ?? name), name]),
  );
  const after = await renamed(edge.after, back, id, refactoring);
  return { ...edge, after, renames: NO_RENAMES };
}

/** `rename`, or the first of `rename_2`, `rename_3`, ... that is free. */
export function freeStepId(document: PipelineDocument, taken: ReadonlySet<string>): string {
  const isFree = (id: string): boolean => !Object.hasOwn(document.nodes, id) && !taken.has(id);
  let id = 'rename';
  for (let n = 2; !isFree(id); n += 1) id = `rename_${n}`;
  return id;
}

/** The text of an edge in the document. */
export const edgeText = (
  document: PipelineDocument,
  node: string,
  port: string,
  index: number,
): string | undefined => inputList(document.nodes[node]?.inputs?.[port])[index];

/** Edges of the document that read an output, in document order. */
export function readersOf(
  { document, graph }: Refactoring,
  node: string,
  port: string,
): { readonly node: string; readonly port: string; readonly index: number }[] {
  const first = graph.nodes.get(nodeId(node))?.outPorts[0];
  return Object.entries(document.nodes).flatMap(([reader, { inputs = {} }]) =>
    Object.entries(inputs).flatMap(([inPort, input]) =>
      inputList(input).flatMap((text, index) => {
        const source = parseInput(text);
        const isIt = source.node === node && (source.port ?? first) === port;
        return isIt ? [{ node: reader, port: inPort, index }] : [];
      }),
    ),
  );
}
