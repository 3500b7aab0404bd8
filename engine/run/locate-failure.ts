/** Says at which step a task failed. DuckDB's run-time errors carry no place. */
import { EngineFailure, toEngineError } from '../contract/errors.ts';
import type { Expression } from '../contract/expression.ts';
import type { NodeId } from '../contract/ids.ts';
import type { Relation } from '../contract/relation.ts';
import { walk } from '../contract/relation.ts';
import { mayFail } from '../expression/analyse.ts';

/** The failure with the step it comes from, where one can be told. */
export function locateFailure(thrown: unknown, relation: Relation): unknown {
  if (!(thrown instanceof EngineFailure)) return thrown;
  const error = toEngineError(thrown);
  if (error.node !== undefined || error.kind === 'cancelled') return thrown;
  const found = suspects(relation, error.location?.file !== undefined);
  const [node] = found;
  if (node === undefined) return thrown;
  const among = found.length > 1 ? ` (one of the steps ${found.join(', ')})` : '';
  return new EngineFailure(
    { ...error, message: `${error.message}${among}`, node },
    { cause: thrown },
  );
}

/** Steps that can have failed, the likeliest first: readers for files, else those that compute. */
function suspects(relation: Relation, inFile: boolean): NodeId[] {
  const relations = walk([relation]).toReversed();
  const scans = relations.filter(({ kind }) => kind === 'scan');
  const computing = relations.filter((each) => expressionsOf(each).some(mayFail));
  const chosen = inFile ? scans : computing.length > 0 ? computing : relations;
  const nodes = chosen.flatMap(({ origin }) => (origin === undefined ? [] : [origin.node]));
  const distinct = [...new Set(nodes)];
  return computing.length > 0 || inFile ? distinct : distinct.slice(0, 1);
}

function expressionsOf(relation: Relation): readonly Expression[] {
  switch (relation.kind) {
    case 'filter':
      return [relation.condition];
    case 'project':
      return relation.columns.map((column) => column.expression);
    case 'aggregate':
      return [
        ...relation.keys.map((key) => key.expression),
        ...relation.aggregates.map((aggregate) => aggregate.call),
      ];
    case 'window':
      return relation.expressions.map((expression) => expression.window);
    case 'sort':
    case 'top-n':
      return relation.by.map((key) => key.expression);
    case 'join':
      return [
        ...relation.on.flatMap((key) => [key.left, key.right]),
        ...(relation.condition === undefined ? [] : [relation.condition]),
      ];
    case 'asof-join':
      return relation.on.flatMap((key) => [key.left, key.right]);
    case 'scan':
    case 'limit':
    case 'distinct':
    case 'union':
    case 'pivot':
    case 'unpivot':
    case 'unnest':
    case 'sample':
    case 'sql':
    case 'sink':
    case 'exchange':
    case 'stage-output':
      return [];
  }
}
