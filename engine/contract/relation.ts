/**
 * The relational IR. Every node lowers to it, every target consumes it.
 *
 * A plan is a directed acyclic graph of immutable plain objects; two consumers of one result hold
 * the same object, so identity is sharing. Passes build new objects with `withInputs`.
 */
import type { Call, Expression, JoinSide, Literal, SortKey, WindowCall } from './expression.ts';
import type { SinkTarget } from './file-target.ts';
import type { NodeId } from './ids.ts';
import type { Schema } from './schema.ts';
import type { ColumnBound, SourceSpec } from './source-spec.ts';

/** The step and output port that a relation computes; errors and row counts are reported there. */
export interface Origin {
  readonly node: NodeId;
  readonly port: string;
}

interface RelationBase {
  readonly origin?: Origin;
}

export interface Scan extends RelationBase {
  readonly kind: 'scan';
  readonly source: SourceSpec;
  /** `rejects`: the rows of the same source that could not be read. */
  readonly output: 'rows' | 'rejects';
  /** Columns to read, in this order; absent means all of the source's. */
  readonly columns?: readonly string[];
  readonly bounds?: readonly ColumnBound[];
}

export interface Filter extends RelationBase {
  readonly kind: 'filter';
  readonly input: Relation;
  /** Rows where this is TRUE stay. */
  readonly condition: Expression;
}

export interface NamedExpression {
  readonly name: string;
  readonly expression: Expression;
}

export interface Project extends RelationBase {
  readonly kind: 'project';
  readonly input: Relation;
  readonly columns: readonly NamedExpression[];
}

export interface AggregateCall {
  readonly name: string;
  readonly call: Call;
}

/** Output: keys, then aggregates. Without keys: exactly one row. */
export interface Aggregate extends RelationBase {
  readonly kind: 'aggregate';
  /**
   * Set by the physical plan. `open`: a sample of the keys has yet to tell whether each partition is
   * aggregated first. `partial` and `final`: the halves of such a split. `whole`: rows meet as they are.
   * `ranked`: quantiles of `VALUE`, whose values are put in order in ranges where they are many.
   */
  readonly phase?: 'open' | 'partial' | 'final' | 'whole' | 'ranked';
  readonly input: Relation;
  readonly keys: readonly NamedExpression[];
  readonly aggregates: readonly AggregateCall[];
}

export type JoinType = 'inner' | 'left' | 'right' | 'full' | 'semi' | 'anti' | 'cross';
export type JoinExpectation = 'one-to-one' | 'one-to-many' | 'many-to-one' | 'many-to-many';

/** `broadcast`: every task reads the whole right side. `shuffle`: both sides are hashed by the keys. `single`: one task. */
export type JoinStrategy = 'broadcast' | 'shuffle' | 'single';

export interface JoinKey {
  /** Over the left input's columns (no `side`). */
  readonly left: Expression;
  /** Over the right input's columns (no `side`). */
  readonly right: Expression;
}

export interface JoinColumn {
  readonly name: string;
  readonly side: JoinSide;
  readonly column: string;
}

export interface Join extends RelationBase {
  readonly kind: 'join';
  readonly left: Relation;
  readonly right: Relation;
  readonly type: JoinType;
  /** Equality of keys; null matches nothing. */
  readonly on: readonly JoinKey[];
  /** Further condition; its columns carry `side`. */
  readonly condition?: Expression;
  /** Output columns; for semi and anti joins of the left side only. */
  readonly columns: readonly JoinColumn[];
  readonly expect?: JoinExpectation;
  /** Set by `chooseJoinStrategies` once the size of the right side is known. */
  readonly strategy?: JoinStrategy;
}

export interface AsofJoin extends RelationBase {
  readonly kind: 'asof-join';
  readonly left: Relation;
  readonly right: Relation;
  readonly type: 'inner' | 'left';
  readonly on: readonly JoinKey[];
  /** `backward`: the last right row at or before the left one. */
  readonly nearest: {
    readonly left: Expression;
    readonly right: Expression;
    readonly direction: 'backward' | 'forward';
  };
  readonly columns: readonly JoinColumn[];
  readonly strategy?: JoinStrategy;
}

export interface Sort extends RelationBase {
  readonly kind: 'sort';
  readonly input: Relation;
  /** Ties keep the input's order. */
  readonly by: readonly SortKey[];
}

export interface Limit extends RelationBase {
  readonly kind: 'limit';
  readonly input: Relation;
  /** Set by the physical plan: works on each partition by itself. */
  readonly local?: boolean;
  readonly rows: number;
  readonly offset: number;
}

/** The first rows of every group in the given order; ties keep the input's order. */
export interface TopN extends RelationBase {
  readonly kind: 'top-n';
  readonly input: Relation;
  /** Set by the physical plan: works on each partition by itself. */
  readonly local?: boolean;
  readonly per: readonly Expression[];
  readonly by: readonly SortKey[];
  readonly rows: number;
  readonly offset: number;
}

export interface Distinct extends RelationBase {
  readonly kind: 'distinct';
  readonly input: Relation;
  /** Set by the physical plan: works on each partition by itself. */
  readonly local?: boolean;
  /** Set by the physical plan, as an aggregate's phase of that name. */
  readonly phase?: 'open' | 'whole';
  /** Absent: all columns. */
  readonly keys?: readonly string[];
  readonly keep: 'first' | 'last';
  /** Which row of a group is first; absent: the input's order. */
  readonly order: readonly SortKey[];
  /** `duplicates`: the rows that the other output leaves out. */
  readonly output: 'kept' | 'duplicates';
}

/** All rows of all inputs, in input order, by position. Schemas must be equal but for castable types. */
export interface Union extends RelationBase {
  readonly kind: 'union';
  readonly inputs: readonly Relation[];
}

export interface NamedWindow {
  readonly name: string;
  readonly window: WindowCall;
}

/** Input columns, then one column per expression. */
export interface Window extends RelationBase {
  readonly kind: 'window';
  readonly input: Relation;
  /** Set by the physical plan: numbers the rows of each stored partition by itself. */
  readonly numbering?: boolean;
  readonly expressions: readonly NamedWindow[];
}

/** Output: row columns, then for each value (in order) one column per aggregate. */
export interface Pivot extends RelationBase {
  readonly kind: 'pivot';
  readonly input: Relation;
  readonly rows: readonly string[];
  readonly column: string;
  readonly aggregates: readonly AggregateCall[];
  /** The values that become columns; absent until they are discovered from the data. */
  readonly values?: readonly Literal[];
}

/** Columns not listed stay; each row becomes one row per listed column. */
export interface Unpivot extends RelationBase {
  readonly kind: 'unpivot';
  readonly input: Relation;
  readonly columns: readonly string[];
  readonly nameTo: string;
  readonly valueTo: string;
  readonly dropNulls: boolean;
}

/** One row per element of a list column, in place. */
export interface Unnest extends RelationBase {
  readonly kind: 'unnest';
  readonly input: Relation;
  readonly column: string;
  /** Keep rows whose list is null or empty, with a null element. */
  readonly keepEmpty: boolean;
  /** Adds the 1-based position (BIGINT) under this name, after the exploded column. */
  readonly positionName?: string;
}

export interface Sample extends RelationBase {
  readonly kind: 'sample';
  readonly input: Relation;
  readonly method: 'first' | 'random' | 'stratified';
  readonly amount: { readonly rows: number } | { readonly fraction: number };
  readonly by: readonly string[];
  readonly seed: number;
}

/** A query in DuckDB SQL over named inputs; opaque to every pass and to every other target. */
export interface Sql extends RelationBase {
  readonly kind: 'sql';
  readonly inputs: readonly { readonly name: string; readonly relation: Relation }[];
  readonly query: string;
  /** JSON path of the param that holds the query. */
  readonly param: string;
  /** Pipeline parameters whose values stand in the query by now. */
  readonly parameters?: readonly string[];
  /** Run the query on each partition of the (single) input instead of on all rows at once. */
  readonly perPartition: boolean;
}

export interface Sink extends RelationBase {
  readonly kind: 'sink';
  readonly input: Relation;
  readonly target: SinkTarget;
}

/** How rows of a relation are spread over partitions. */
export type Distribution =
  | { readonly kind: 'single' }
  | { readonly kind: 'broadcast' }
  | { readonly kind: 'hash'; readonly keys: readonly Expression[]; readonly partitions: number }
  | { readonly kind: 'range'; readonly by: readonly SortKey[]; readonly partitions: number }
  /** Partitions stay as they are but are stored first, so that their row counts and bytes are known. */
  | { readonly kind: 'materialise' };

/** Changes the distribution. Physical plans only: inserted by `insertExchanges`. */
export interface Exchange extends RelationBase {
  readonly kind: 'exchange';
  readonly input: Relation;
  readonly distribution: Distribution;
  /** Partitions after the first ones that hold this many rows need not be computed. */
  readonly stopAfter?: number;
}

/** Rows stored by a stage. Physical plans only: put in place by `splitStages`. */
export interface StageOutput extends RelationBase {
  readonly kind: 'stage-output';
  readonly stage: string;
  readonly schema: Schema;
  /** How the rows were spread over the stored partitions. */
  readonly distribution: Distribution;
  /** How the stored partitions are read: one by one, or all of them by every task. */
  readonly read: 'partition' | 'all';
  /** The ones that are read where all are; absent: all. */
  readonly partitions?: readonly number[];
  /** They were stored in an order that many threads happened to make. */
  readonly inAnyOrder?: true;
}

export type Relation =
  | Scan
  | Filter
  | Project
  | Aggregate
  | Join
  | AsofJoin
  | Sort
  | Limit
  | TopN
  | Distinct
  | Union
  | Window
  | Pivot
  | Unpivot
  | Unnest
  | Sample
  | Sql
  | Sink
  | Exchange
  | StageOutput;

export type RelationKind = Relation['kind'];

/** The inputs of a relation, in order. */
export function inputsOf(relation: Relation): readonly Relation[] {
  switch (relation.kind) {
    case 'scan':
    case 'stage-output':
      return [];
    case 'join':
    case 'asof-join':
      return [relation.left, relation.right];
    case 'union':
      return relation.inputs;
    case 'sql':
      return relation.inputs.map((input) => input.relation);
    case 'filter':
    case 'project':
    case 'aggregate':
    case 'sort':
    case 'limit':
    case 'top-n':
    case 'distinct':
    case 'window':
    case 'pivot':
    case 'unpivot':
    case 'unnest':
    case 'sample':
    case 'sink':
    case 'exchange':
      return [relation.input];
  }
}

/** The same relation over other inputs; the same object if no input changed. */
export function withInputs(relation: Relation, inputs: readonly Relation[]): Relation {
  const before = inputsOf(relation);
  if (before.length !== inputs.length) {
    throw new Error(`${relation.kind} takes ${before.length} inputs, got ${inputs.length}`);
  }
  if (before.every((input, i) => input === inputs[i])) return relation;
  const [first, second] = inputs as [Relation, Relation];
  switch (relation.kind) {
    case 'scan':
    case 'stage-output':
      return relation;
    case 'join':
    case 'asof-join':
      return { ...relation, left: first, right: second };
    case 'union':
      return { ...relation, inputs };
    case 'sql':
      return {
        ...relation,
        inputs: relation.inputs.map((input, i) => ({ ...input, relation: inputs[i] as Relation })),
      };
    default:
      return { ...relation, input: first };
  }
}

/**
 * Rewrites a graph from its leaves up, each relation once, keeping shared relations shared.
 * `rewrite` gets a relation whose inputs are already rewritten.
 */
export function transformUp(
  roots: readonly Relation[],
  rewrite: (relation: Relation) => Relation,
): Relation[] {
  const done = new Map<Relation, Relation>();
  const visit = (relation: Relation): Relation => {
    const known = done.get(relation);
    if (known !== undefined) return known;
    const result = rewrite(withInputs(relation, inputsOf(relation).map(visit)));
    done.set(relation, result);
    return result;
  };
  return roots.map(visit);
}

/** Every relation below the roots once, inputs before consumers. */
export function walk(roots: readonly Relation[]): Relation[] {
  const seen = new Set<Relation>();
  const visit = (relation: Relation): void => {
    if (seen.has(relation)) return;
    inputsOf(relation).forEach(visit);
    seen.add(relation);
  };
  roots.forEach(visit);
  return [...seen];
}

/** How many relations (and roots) use each relation. */
export function countConsumers(roots: readonly Relation[]): Map<Relation, number> {
  const counts = new Map<Relation, number>();
  const add = (relation: Relation): void => {
    counts.set(relation, (counts.get(relation) ?? 0) + 1);
  };
  for (const relation of walk(roots)) inputsOf(relation).forEach(add);
  roots.forEach(add);
  return counts;
}
