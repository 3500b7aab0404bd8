/** Column lineage, read off the expressions: which source columns an output column is made of. */
import type { Expression } from '../contract/expression.ts';
import type { NodeId } from '../contract/ids.ts';
import type { Origin, Relation } from '../contract/relation.ts';
import { inputsOf } from '../contract/relation.ts';
import { nameKey } from '../contract/schema.ts';
import { freeColumns } from '../expression/analyse.ts';
import { expandPivot } from './expand-pivot.ts';

/** A column of a source, as the step that reads it names it. */
export interface SourceColumn {
  /** Absent for a relation that no step made. */
  readonly node?: NodeId;
  readonly port?: string;
  readonly column: string;
}

export interface ColumnLineage {
  /** In order of first use. */
  readonly sources: readonly SourceColumn[];
  /** False where text that only DuckDB understands is on the way: then there may be fewer sources. */
  readonly exact: boolean;
}

type Lineage = ReadonlyMap<string, ColumnLineage>;

/**
 * Lineage of every output column, by its name.
 * @param columnsOf output column names of a relation
 * @param boundary relations that count as sources, and what they are called; absent: scans
 */
export function lineageOf(
  relation: Relation,
  columnsOf: (relation: Relation) => readonly string[],
  boundary: ReadonlyMap<Relation, Origin> = new Map(),
): Lineage {
  const done = new Map<Relation, Lineage>();
  const visit = (part: Relation): Lineage => {
    const known = done.get(part);
    if (known !== undefined) return known;
    const origin = boundary.get(part);
    const lineage =
      origin === undefined
        ? ownLineage(part, inputsOf(part).map(visit), columnsOf)
        : sourceLineage(origin, columnsOf(part));
    done.set(part, lineage);
    return lineage;
  };
  return visit(relation);
}

const sourceLineage = (origin: Partial<Origin>, columns: readonly string[]): Lineage =>
  new Map(columns.map((column) => [column, { sources: [{ ...origin, column }], exact: true }]));

const NOTHING: ColumnLineage = { sources: [], exact: true };

const sourceId = (source: SourceColumn): string =>
  JSON.stringify([source.node, source.port, nameKey(source.column)]);

function merge(parts: readonly ColumnLineage[]): ColumnLineage {
  const sources = new Map<string, SourceColumn>();
  for (const part of parts) {
    for (const source of part.sources) {
      if (!sources.has(sourceId(source))) sources.set(sourceId(source), source);
    }
  }
  return { sources: [...sources.values()], exact: parts.every((part) => part.exact) };
}

/** Lookup by name without regard to case. */
const columnOf = (input: Lineage, name: string): ColumnLineage => {
  const exact = input.get(name);
  if (exact !== undefined) return exact;
  const key = nameKey(name);
  for (const [other, lineage] of input) if (nameKey(other) === key) return lineage;
  return NOTHING;
};

function lineageOfExpression(expression: Expression, input: Lineage): ColumnLineage {
  const { names, all } = freeColumns(expression);
  if (all) return { ...merge([...input.values()]), exact: false };
  const merged = merge(names.map((name) => columnOf(input, name)));
  return expression.kind === 'opaque' ? { ...merged, exact: false } : merged;
}

function ownLineage(
  relation: Relation,
  inputs: readonly Lineage[],
  columnsOf: (relation: Relation) => readonly string[],
): Lineage {
  const [input = new Map<string, ColumnLineage>()] = inputs;
  const of = (expression: Expression): ColumnLineage => lineageOfExpression(expression, input);
  switch (relation.kind) {
    case 'scan':
    case 'stage-output':
      return sourceLineage(relation.origin ?? {}, columnsOf(relation));
    case 'project':
      return new Map(relation.columns.map((item) => [item.name, of(item.expression)]));
    case 'aggregate':
      return new Map([
        ...relation.keys.map((key) => [key.name, of(key.expression)] as const),
        ...relation.aggregates.map((item) => [item.name, of(item.call)] as const),
      ]);
    case 'pivot':
      return relation.values === undefined
        ? new Map(relation.rows.map((name) => [name, columnOf(input, name)]))
        : ownLineage(expandPivot({ ...relation, values: relation.values }), inputs, columnsOf);
    case 'window':
      return new Map([
        ...input,
        ...relation.expressions.map((item) => [item.name, of(item.window)] as const),
      ]);
    case 'join':
    case 'asof-join':
      return new Map(
        relation.columns.map(({ name, side, column }) => [
          name,
          columnOf(inputs[side === 'left' ? 0 : 1] ?? new Map(), column),
        ]),
      );
    case 'union': {
      const columns = inputs.map((each) => [...each.values()]);
      return new Map(
        [...input.keys()].map((name, i) => [name, merge(columns.flatMap((each) => each[i] ?? []))]),
      );
    }
    case 'unpivot': {
      const listed = new Set(relation.columns.map(nameKey));
      return new Map([
        ...[...input].filter(([name]) => !listed.has(nameKey(name))),
        [relation.nameTo, NOTHING],
        [relation.valueTo, merge(relation.columns.map((name) => columnOf(input, name)))],
      ]);
    }
    case 'unnest':
      return relation.positionName === undefined
        ? input
        : new Map([...input, [relation.positionName, columnOf(input, relation.column)]]);
    case 'sql': {
      const all = merge(inputs.flatMap((each) => [...each.values()]));
      return new Map(columnsOf(relation).map((name) => [name, { ...all, exact: false }]));
    }
    case 'filter':
    case 'sort':
    case 'limit':
    case 'top-n':
    case 'distinct':
    case 'sample':
    case 'sink':
    case 'exchange':
      return input;
  }
}
