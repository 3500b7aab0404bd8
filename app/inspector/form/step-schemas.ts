/** The columns that go into a step and come out of it, as the engine last bound them. */
import { useRef } from 'react';
import type { NodeRegistry } from '../../../engine/contract/node-definition.ts';
import type { Schema } from '../../../engine/contract/schema.ts';
import { nameKey, sameSchema } from '../../../engine/contract/schema.ts';
import { inputList, parseInput } from '../../../engine/document/schema.ts';
import type { PipelineDocument } from '../../../engine/document/schema.ts';
import { outPorts } from '../../document/edges.ts';
import { useDocument, useSession, useStudio } from '../../session/studio.ts';

export interface PortSchema {
  readonly port: string;
  /** `node.port` that an input comes from; of an output: itself. */
  readonly source: string;
  /** Absent while it is not known. */
  readonly schema?: Schema;
}

export interface StepSchemas {
  /** One for each edge, in the order of the ports. */
  readonly inputs: readonly PortSchema[];
  readonly outputs: readonly PortSchema[];
}

export function stepSchemas(
  document: PipelineDocument,
  step: string,
  schemas: ReadonlyMap<string, Schema>,
  registry: NodeRegistry,
): StepSchemas {
  const node = document.nodes[step];
  if (node === undefined) return { inputs: [], outputs: [] };
  const at = (port: string, source: string): PortSchema => {
    const schema = schemas.get(source);
    return { port, source, ...(schema === undefined ? {} : { schema }) };
  };
  return {
    inputs: Object.entries(node.inputs ?? {}).flatMap(([port, input]) =>
      inputList(input).map((text) => at(port, fullPort(document, text, registry))),
    ),
    outputs: outPorts(node, registry).map((port) => at(port, `${step}.${port}`)),
  };
}

function fullPort(document: PipelineDocument, text: string, registry: NodeRegistry): string {
  const { node, port } = parseInput(text);
  const source = document.nodes[node];
  return `${node}.${port ?? (source === undefined ? 'output' : (outPorts(source, registry)[0] ?? 'output'))}`;
}

/** The same object until something in it has changed. */
export function useStepSchemas(step: string): StepSchemas {
  const { registry } = useStudio();
  const document = useDocument((state) => state.document);
  const schemas = useSession(({ check }) => check.schemas);
  const found = stepSchemas(document, step, schemas, registry);
  const kept = useRef(found);
  if (!sameStepSchemas(kept.current, found)) kept.current = found;
  return kept.current;
}

const sameStepSchemas = (a: StepSchemas, b: StepSchemas): boolean =>
  samePorts(a.inputs, b.inputs) && samePorts(a.outputs, b.outputs);

const samePorts = (a: readonly PortSchema[], b: readonly PortSchema[]): boolean =>
  a.length === b.length &&
  a.every((one, i) => {
    const other = b[i];
    if (other === undefined || one.port !== other.port || one.source !== other.source) return false;
    if (one.schema === other.schema) return true;
    return (
      one.schema !== undefined && other.schema !== undefined && sameSchema(one.schema, other.schema)
    );
  });

/** Columns of a port of either side; of the first input (for a source: its first output) when absent. */
export function columnsOfPort({ inputs, outputs }: StepSchemas, port: string | undefined): Schema {
  const found =
    port === undefined
      ? (inputs[0] ?? outputs[0])
      : (inputs.find((one) => one.port === port) ?? outputs.find((one) => one.port === port));
  return found?.schema ?? [];
}

/** Columns of all inputs, a name once. */
export function inputColumns({ inputs }: StepSchemas): Schema {
  const seen = new Set<string>();
  return inputs
    .flatMap(({ schema }) => schema ?? [])
    .filter(({ name }) => {
      const key = nameKey(name);
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    });
}

/** Inputs as the tables of a query: named by their step, with the port where a step gives several. */
export function inputTables({ inputs }: StepSchemas): Readonly<Record<string, Schema>> {
  const stepOf = (source: string): string => parseInput(source).node;
  return Object.fromEntries(
    inputs.map(({ source, schema }) => {
      const { node, port } = parseInput(source);
      const isOnly = inputs.filter((other) => stepOf(other.source) === node).length === 1;
      return [isOnly ? node : `${node}_${port ?? ''}`, schema ?? []];
    }),
  );
}
