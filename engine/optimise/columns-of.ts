/** Output column names, read off the structure of a plan. */
import type { Pivot, Relation, Scan, Sql } from '../contract/relation.ts';
import { inputsOf } from '../contract/relation.ts';
import { internalError } from '../contract/errors.ts';
import { sameName } from '../contract/schema.ts';

/** A relation whose column names only a binder knows. */
export type NamedByBinder = Pivot | Sql;

export const isNamedByBinder = (relation: Relation): relation is NamedByBinder =>
  relation.kind === 'sql' || relation.kind === 'pivot';

export interface ColumnNames {
  readonly columnsOf: (relation: Relation) => readonly string[];
  /** Tells the names of a query or pivot; holds for every one that differs in its inputs' bodies only. */
  readonly learn: (relation: NamedByBinder, names: readonly string[]) => void;
  readonly isKnown: (relation: NamedByBinder) => boolean;
}

export function createColumnNames(sourceColumns: (scan: Scan) => readonly string[]): ColumnNames {
  const cache = new WeakMap<Relation, readonly string[]>();
  const learnt = new Map<string, readonly string[]>();

  const columnsOf = (relation: Relation): readonly string[] => {
    const known = cache.get(relation);
    if (known !== undefined) return known;
    const names = compute(relation);
    cache.set(relation, names);
    return names;
  };

  // A query's output names follow from its text and its inputs' names, whatever computes those.
  const keyOf = (relation: NamedByBinder): string =>
    relation.kind === 'sql'
      ? JSON.stringify([
          'sql',
          relation.query,
          relation.inputs.map((input) => [input.name, columnsOf(input.relation)]),
        ])
      : JSON.stringify([
          'pivot',
          relation.rows,
          relation.column,
          relation.aggregates.map((aggregate) => aggregate.name),
          relation.values?.map((value) => [value.type, value.value]) ?? null,
        ]);

  const compute = (relation: Relation): readonly string[] => {
    switch (relation.kind) {
      case 'scan':
        return relation.columns ?? sourceColumns(relation);
      case 'stage-output':
        return relation.schema.map((column) => column.name);
      case 'project':
        return relation.columns.map((column) => column.name);
      case 'aggregate':
        return [...relation.keys, ...relation.aggregates].map((column) => column.name);
      case 'join':
      case 'asof-join':
        return relation.columns.map((column) => column.name);
      case 'window':
        return [
          ...columnsOf(relation.input),
          ...relation.expressions.map((expression) => expression.name),
        ];
      case 'unpivot':
        return [
          ...columnsOf(relation.input).filter(
            (name) => !relation.columns.some((column) => sameName(column, name)),
          ),
          relation.nameTo,
          relation.valueTo,
        ];
      case 'unnest':
        return columnsOf(relation.input).flatMap((name) =>
          relation.positionName !== undefined && sameName(name, relation.column)
            ? [name, relation.positionName]
            : [name],
        );
      case 'union':
      case 'filter':
      case 'sort':
      case 'limit':
      case 'top-n':
      case 'distinct':
      case 'sample':
      case 'sink':
      case 'exchange': {
        const [first] = inputsOf(relation);
        if (first === undefined) throw internalError(`${relation.kind} without an input`);
        return columnsOf(first);
      }
      case 'sql':
      case 'pivot': {
        const names = learnt.get(keyOf(relation));
        if (names === undefined) {
          throw internalError(
            `the column names of a ${relation.kind} were asked before it was bound`,
          );
        }
        return names;
      }
    }
  };

  return {
    columnsOf,
    learn: (relation, names) => void learnt.set(keyOf(relation), names),
    isKnown: (relation) => learnt.has(keyOf(relation)),
  };
}
