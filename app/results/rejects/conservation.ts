/** Rows in = rows out + rejects: the sum for every step that parts its rows. */
import type { NodeRegistry } from '../../../engine/contract/node-definition.ts';
import type { PipelineDocument } from '../../../engine/document/schema.ts';
import { inputList, parseInput } from '../../../engine/document/schema.ts';
import { outPorts } from '../../document/edges.ts';

/** Steps whose outputs together hold exactly the rows that came in. */
const CONSERVING: ReadonlySet<string> = new Set([
  'rows.filter',
  'rows.distinct',
  'rows.split',
  'columns.cast',
]);

/** Output ports with rows that could not be used or fell out. */
const REJECTS = 'rejects';

export interface PortCount {
  readonly port: string;
  /** Undefined: the run did not count them. */
  readonly rows: number | undefined;
}

export interface Balance {
  readonly node: string;
  /** Undefined for a source, or when it was not counted. */
  readonly rowsIn: number | undefined;
  readonly outputs: readonly PortCount[];
  /** Undefined while not everything was counted. */
  readonly balanced: boolean | undefined;
  /** Whether the step has an output of rejects. */
  readonly rejects: boolean;
}

/**
 * @param steps those to look at
 * @param counts rows by `node.port`
 */
export function balances(
  document: PipelineDocument,
  steps: Iterable<string>,
  counts: ReadonlyMap<string, number>,
  registry: NodeRegistry,
): readonly Balance[] {
  return [...steps].flatMap((id) => {
    const node = document.nodes[id];
    if (node === undefined || node.disabled === true) return [];
    const ports = outPorts(node, registry);
    const rejects = ports.includes(REJECTS);
    if (!rejects && !CONSERVING.has(node.type)) return [];
    const outputs = ports.map((port) => ({ port, rows: counts.get(`${id}.${port}`) }));
    const inputs = Object.values(node.inputs ?? {}).flatMap(inputList);
    const rowsIn =
      inputs.length === 1 ? rowsOf(inputs[0] ?? '', document, counts, registry) : undefined;
    const sum = outputs.reduce<number | undefined>(
      (total, { rows }) => (total === undefined || rows === undefined ? undefined : total + rows),
      0,
    );
    const balanced = rowsIn === undefined || sum === undefined ? undefined : rowsIn === sum;
    return [{ node: id, rowsIn, outputs, balanced, rejects }];
  });
}

function rowsOf(
  input: string,
  document: PipelineDocument,
  counts: ReadonlyMap<string, number>,
  registry: NodeRegistry,
): number | undefined {
  const { node, port } = parseInput(input);
  const source = document.nodes[node];
  const first = source === undefined ? undefined : outPorts(source, registry)[0];
  return counts.get(`${node}.${port ?? first ?? 'output'}`);
}
