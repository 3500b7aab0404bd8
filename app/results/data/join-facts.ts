/** What a join does to the number of rows. Pure. */
import type { NodeRegistry } from '../../../engine/contract/node-definition.ts';
import type { PipelineDocument } from '../../../engine/document/schema.ts';
import { inputList, parseInput } from '../../../engine/document/schema.ts';
import { outPorts } from '../../document/edges.ts';

/** Rows by what they are. */
export interface JoinFacts {
  readonly left: number;
  readonly output: number;
  readonly leftUnmatched: number;
  readonly rightUnmatched: number;
}

/** Outputs whose rows tell what a join does; undefined for other steps and unconnected ones. */
export function joinOutputs(
  document: PipelineDocument,
  step: string,
  registry: NodeRegistry,
): Readonly<Record<keyof JoinFacts, string>> | undefined {
  const node = document.nodes[step];
  const [input] = inputList(node?.inputs?.['left']);
  if (node?.type !== 'combine.join' || node.disabled === true || input === undefined) {
    return undefined;
  }
  const { node: source, port } = parseInput(input);
  const before = document.nodes[source];
  const first = before === undefined ? undefined : outPorts(before, registry)[0];
  return {
    left: `${source}.${port ?? first ?? 'output'}`,
    output: `${step}.output`,
    leftUnmatched: `${step}.left_unmatched`,
    rightUnmatched: `${step}.right_unmatched`,
  };
}

/** Undefined while not everything was counted. */
export function joinFacts(
  outputs: Readonly<Record<keyof JoinFacts, string>>,
  counts: ReadonlyMap<string, number>,
): JoinFacts | undefined {
  const [left, output, leftUnmatched, rightUnmatched] = [
    counts.get(outputs.left),
    counts.get(outputs.output),
    counts.get(outputs.leftUnmatched),
    counts.get(outputs.rightUnmatched),
  ];
  return left === undefined ||
    output === undefined ||
    leftUnmatched === undefined ||
    rightUnmatched === undefined
    ? undefined
    : { left, output, leftUnmatched, rightUnmatched };
}

/** Rows out for each row of the left side; undefined without any. */
export const fanOut = ({ left, output }: JoinFacts): number | undefined =>
  left === 0 ? undefined : output / left;
