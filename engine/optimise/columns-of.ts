/** Output column names, read off the structure of a plan. */
import type { Relation, Scan, Sql } from '../contract/relation.ts';
import { inputsOf } from '../contract/relation.ts';
import { internalError } from '../contract/errors.ts';
import { sameName } from '../contract/schema.ts';
import { expandPivot } from '../logical/expand-pivot.ts';

export interface ColumnNames {
  readonly columnsOf: (relation: Relation) => readonly string[];
  /** Tells the names of a query; holds for every one that differs in its inputs' bodies only. */
  readonly learn: (query: Sql, names: readonly string[]) => void;
  readonly isKnown: (query: Sql) => boolean;
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
  const keyOf = ({ query, inputs }: Sql): string =>
    JSON.stringify([query, inputs.map((input) => [input.name, columnsOf(input.relation)])]);

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
      case 'pivot':
        return columnsOf(expandPivot(relation));
      case 'sql': {
        const names = learnt.get(keyOf(relation));
        if (names === undefined) {
          throw internalError('The column names of a query were asked before it was bound.');
        }
        return names;
      }
    }
  };

  return {
    columnsOf,
    learn: (query, names) => void learnt.set(keyOf(query), names),
    isKnown: (query) => learnt.has(keyOf(query)),
  };
}
