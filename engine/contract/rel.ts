/** Builder of relations for nodes: thin, named after the relation, with the usual defaults. */
import type { Expression, SortKey } from './expression.ts';
import { ex } from './expression.ts';
import type { SinkTarget } from './file-target.ts';
import type {
  Aggregate,
  AggregateCall,
  AsofJoin,
  Distinct,
  Filter,
  Join,
  Limit,
  NamedExpression,
  NamedWindow,
  Pivot,
  Project,
  Relation,
  Sample,
  Scan,
  Sink,
  Sort,
  Sql,
  TopN,
  Union,
  Unnest,
  Unpivot,
  Window,
} from './relation.ts';
import type { ColumnBound, SourceSpec } from './source-spec.ts';
import type { Literal } from './expression.ts';

export const rel = {
  scan: (
    source: SourceSpec,
    options: {
      readonly output?: Scan['output'];
      readonly columns?: readonly string[];
      readonly bounds?: readonly ColumnBound[];
    } = {},
  ): Scan => ({ kind: 'scan', source, output: 'rows', ...options }),
  filter: (input: Relation, condition: Expression): Filter => ({
    kind: 'filter',
    input,
    condition,
  }),
  project: (input: Relation, columns: readonly NamedExpression[]): Project => ({
    kind: 'project',
    input,
    columns,
  }),
  /** Columns by name, unchanged. */
  select: (input: Relation, names: readonly string[]): Project => ({
    kind: 'project',
    input,
    columns: names.map((name) => ({ name, expression: ex.column(name) })),
  }),
  aggregate: (
    input: Relation,
    keys: readonly NamedExpression[],
    aggregates: readonly AggregateCall[],
  ): Aggregate => ({ kind: 'aggregate', input, keys, aggregates }),
  join: (join: Omit<Join, 'kind'>): Join => ({ kind: 'join', ...join }),
  asofJoin: (join: Omit<AsofJoin, 'kind'>): AsofJoin => ({ kind: 'asof-join', ...join }),
  sort: (input: Relation, by: readonly SortKey[]): Sort => ({ kind: 'sort', input, by }),
  limit: (input: Relation, rows: number, offset = 0): Limit => ({
    kind: 'limit',
    input,
    rows,
    offset,
  }),
  topN: (topN: Omit<TopN, 'kind'>): TopN => ({ kind: 'top-n', ...topN }),
  distinct: (distinct: Omit<Distinct, 'kind'>): Distinct => ({ kind: 'distinct', ...distinct }),
  union: (inputs: readonly Relation[]): Union => ({ kind: 'union', inputs }),
  window: (input: Relation, expressions: readonly NamedWindow[]): Window => ({
    kind: 'window',
    input,
    expressions,
  }),
  pivot: (
    input: Relation,
    pivot: {
      readonly rows: readonly string[];
      readonly column: string;
      readonly aggregates: readonly AggregateCall[];
      readonly values?: readonly Literal[];
    },
  ): Pivot => ({ kind: 'pivot', input, ...pivot }),
  unpivot: (input: Relation, unpivot: Omit<Unpivot, 'kind' | 'input' | 'origin'>): Unpivot => ({
    kind: 'unpivot',
    input,
    ...unpivot,
  }),
  unnest: (input: Relation, unnest: Omit<Unnest, 'kind' | 'input' | 'origin'>): Unnest => ({
    kind: 'unnest',
    input,
    ...unnest,
  }),
  sample: (input: Relation, sample: Omit<Sample, 'kind' | 'input' | 'origin'>): Sample => ({
    kind: 'sample',
    input,
    ...sample,
  }),
  sql: (sql: Omit<Sql, 'kind'>): Sql => ({ kind: 'sql', ...sql }),
  sink: (input: Relation, target: SinkTarget): Sink => ({ kind: 'sink', input, target }),
};
