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
  /** The output that it reads, in full; of a source, and of several, undefined. */
  readonly input: string | undefined;
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
    const [first, ...others] = Object.values(node.inputs ?? {}).flatMap(inputList);
    const input =
      first === undefined || others.length > 0 ? undefined : inFull(first, document, registry);
    const rowsIn = input === undefined ? undefined : counts.get(input);
    const sum = outputs.reduce<number | undefined>(
      (total, { rows }) => (total === undefined || rows === undefined ? undefined : total + rows),
      0,
    );
    const balanced = rowsIn === undefined || sum === undefined ? undefined : rowsIn === sum;
    return [{ node: id, input, rowsIn, outputs, balanced, rejects }];
  });
}

/** An input with its port named. */
function inFull(input: string, document: PipelineDocument, registry: NodeRegistry): string {
  const { node, port } = parseInput(input);
  const source = document.nodes[node];
  const first = source === undefined ? undefined : outPorts(source, registry)[0];
  return `${node}.${port ?? first ?? 'output'}`;
}

export const isCounted = ({ input, rowsIn, outputs }: Balance): boolean =>
  outputs.every(({ rows }) => rows !== undefined) &&
  (input === undefined) === (rowsIn === undefined);

/** All outputs whose counts the sums need. */
export const outputsOf = (found: readonly Balance[]): readonly string[] => [
  ...new Set(
    found.flatMap(({ node, input, outputs }) => [
      ...(input === undefined ? [] : [input]),
      ...outputs.map(({ port }) => `${node}.${port}`),
    ]),
  ),
];
