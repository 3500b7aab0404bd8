/** The inputs of a step with the columns that are renamed in them. */
import type { BoundInput, NodeDefinition } from '../../contract/node-definition.ts';
import { findColumn, nameKey, sameName } from '../../contract/schema.ts';
import type { Schema } from '../../contract/schema.ts';
import type { Reference } from './references.ts';

/** New names of columns by `nameKey` of the old ones. */
export type Renames = ReadonlyMap<string, string>;

export const NO_RENAMES: Renames = new Map();

/** One edge into a step, before and after the rename. */
export interface InputEdge {
  readonly port: string;
  readonly index: number;
  /** What the edge brought before. */
  readonly before: BoundInput;
  /** What it brings now; the same object where nothing changed. */
  readonly after: BoundInput;
  readonly renames: Renames;
}

const ofPort = (edges: readonly InputEdge[], port: string): InputEdge | undefined =>
  edges.find((edge) => edge.port === port);

/** The edge whose columns a place of the params names. */
const edgeOf = (
  definition: NodeDefinition,
  edges: readonly InputEdge[],
  port: string | undefined,
): InputEdge | undefined => ofPort(edges, port ?? definition.ports.in[0]?.name ?? '');

export const newNameIn = (
  definition: NodeDefinition,
  edges: readonly InputEdge[],
  name: string,
  port: string | undefined,
): string | undefined => edgeOf(definition, edges, port)?.renames.get(nameKey(name));

/** The input that a reference of an expression reads: `left.a` and `right.a` say it themselves. */
export function edgeOfReference(
  definition: NodeDefinition,
  edges: readonly InputEdge[],
  { name, qualifier, qualifies }: Reference,
): InputEdge | undefined {
  const singles = edges.filter(({ index }) => index === 0);
  const hasSides = definition.ports.in.length > 1;
  if (qualifier !== undefined) {
    return hasSides ? singles.find(({ port }) => sameName(port, qualifier)) : undefined;
  }
  if (!hasSides) return singles[0];
  if (qualifies === true && singles.some(({ port }) => sameName(port, name))) return undefined;
  // A bare name belongs to the side that has it.
  return singles.find(({ before }) => findColumn(before.schema, name) !== undefined);
}

/** Names by which a query may know the table of an edge. */
export const tableNames = ({ node, port }: BoundInput): readonly string[] => [
  node,
  `${node}_${port}`,
];

/** Positions at which two schemas differ by name, if that is all by which they do. */
export function renamesBetween(
  before: Schema,
  after: Schema,
  sameTypes: boolean,
): Renames | undefined {
  if (!sameTypes || before.length !== after.length) return undefined;
  const renames = new Map<string, string>();
  for (const [i, { name }] of before.entries()) {
    const other = after[i]?.name ?? name;
    if (other !== name) renames.set(nameKey(name), other);
  }
  return renames;
}
