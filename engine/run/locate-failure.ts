/**
 * Says at which step a task failed, and where in its params. DuckDB's run-time errors carry no place,
 * so that the pieces of the task's expressions are looked at for those that can raise such an error.
 */
import type { EngineError } from '../contract/errors.ts';
import { EngineFailure, toEngineError } from '../contract/errors.ts';
import type { Expression, Span } from '../contract/expression.ts';
import { ex } from '../contract/expression.ts';
import type { NodeId } from '../contract/ids.ts';
import type { Relation } from '../contract/relation.ts';
import { walk } from '../contract/relation.ts';
import { childrenOf, mapChildren, mayFail } from '../expression/analyse.ts';

/** A piece of the plan that can raise errors. */
interface Suspect {
  readonly node: NodeId;
  readonly expression?: Expression;
  readonly place?: Pick<Span, 'param'> & Partial<Span>;
}

/** The failure with the step it comes from, where one can be told. */
export function locateFailure(thrown: unknown, relation: Relation): unknown {
  if (!(thrown instanceof EngineFailure)) return thrown;
  const error = toEngineError(thrown);
  if (error.node !== undefined || error.kind === 'cancelled') return thrown;
  const found = suspects(error, walk([relation]));
  const nodes = [...new Set(found.map(({ node }) => node))];
  const [node] = nodes;
  if (node === undefined) return thrown;
  const among = nodes.length > 1 ? ` (one of the steps ${nodes.join(', ')})` : '';
  return new EngineFailure(
    {
      ...withoutStatementPlace(error),
      ...placeOf(found),
      message: `${error.message}${among}`,
      node,
    },
    { cause: thrown },
  );
}

/** A position in the statement that the engine made says nothing to who did not write it. */
function withoutStatementPlace(error: EngineError): EngineError {
  if (error.param !== undefined) return error;
  const { start: _, end: __, ...rest } = error;
  return rest;
}

/** The place, if there is only one; else the param, if there is only one. */
function placeOf(found: readonly Suspect[]): Partial<Span> {
  const [first, ...others] = found;
  if (first?.place === undefined) return {};
  const { param, start, end } = first.place;
  if (others.length > 0) {
    const same = others.every((other) => other.node === first.node && other.place?.param === param);
    return same ? { param } : {};
  }
  return {
    param,
    ...(start === undefined ? {} : { start }),
    ...(end === undefined ? {} : { end }),
  };
}

/** Of servers and their connections; steps between have nothing to do with them. */
const DATABASE_CODES = /^(?:database-|credential-|query-writes$|table-not-found$)/;

const readsDatabase = (relation: Relation): boolean =>
  relation.kind === 'scan' && relation.source.format.startsWith('database');

/** What can have failed, inputs first. */
function suspects(error: EngineError, relations: readonly Relation[]): readonly Suspect[] {
  if (error.location?.file !== undefined) return stepsOf(relations, ['scan']);
  if (DATABASE_CODES.test(error.code)) return stepsOf(relations.filter(readsDatabase), ['scan']);
  if (error.kind !== 'user') {
    const [last] = relations.slice(-1);
    const holding = stepsOf(relations, HOLDS_ROWS);
    return holding.length > 0 || last === undefined ? holding : stepsOf([last], [last.kind]);
  }
  const all = relations.flatMap(failingParts);
  if (all.length === 0) return stepsOf(relations.slice(-1), undefined);
  const likely = all.filter(
    ({ expression }) => expression === undefined || raises(expression, error),
  );
  const chosen = likely.length > 0 ? likely : all;
  const [, column] = /casting from source column (.+)$/m.exec(error.message) ?? [];
  const ofColumn = chosen.filter(
    ({ expression }) =>
      expression?.kind === 'cast' &&
      expression.operand.kind === 'column' &&
      expression.operand.name === column,
  );
  return ofColumn.length > 0 ? ofColumn : chosen;
}

/** Kinds that keep many rows at once, and so run out of memory. */
const HOLDS_ROWS: readonly Relation['kind'][] = [
  ...(['join', 'asof-join', 'aggregate', 'sort', 'top-n', 'distinct', 'window', 'pivot'] as const),
];

const stepsOf = (
  relations: readonly Relation[],
  kinds: readonly Relation['kind'][] | undefined,
): Suspect[] =>
  relations
    .filter(({ kind }) => kinds === undefined || kinds.includes(kind))
    .flatMap(({ origin }) => (origin === undefined ? [] : [{ node: origin.node }]));

/** Each piece of a relation's expressions that can fail by itself, its operands aside. */
function failingParts(relation: Relation): Suspect[] {
  const { origin } = relation;
  if (relation.kind === 'sql') {
    return origin === undefined ? [] : [{ node: origin.node, place: { param: relation.param } }];
  }
  const found: Suspect[] = [];
  const visit = (expression: Expression): void => {
    const { span } = expression;
    const node = expression.node ?? origin?.node;
    if (node !== undefined && mayFail(mapChildren(expression, () => ex.null('INTEGER')))) {
      found.push({ node, expression, ...(span === undefined ? {} : { place: span }) });
    }
    childrenOf(expression).forEach(visit);
  };
  expressionsOf(relation).forEach(visit);
  return found;
}

const OPERATOR_NAMES: readonly (readonly [RegExp, string])[] = [
  [/\baddition\b/, '+'],
  [/\bsubtraction\b/, '-'],
  [/\bmultiplication\b/, '*'],
  [/\bmodulo\b/, '%'],
  [/\bdivision\b/, '//'],
];

/** Whether an expression of this kind raises errors like this one. */
function raises(expression: Expression, { code, message }: EngineError): boolean {
  // What the parser does not know may be anything.
  if (expression.kind === 'opaque' || expression.kind === 'window') return true;
  switch (code) {
    case 'bad-cast':
      return expression.kind === 'cast';
    case 'overflow': {
      const [, operator] = OPERATOR_NAMES.find(([name]) => name.test(message)) ?? [];
      if (expression.kind === 'binary') return operator === undefined || expression.op === operator;
      return expression.kind === 'call' || expression.kind === 'unary';
    }
    case 'invalid-input':
    case 'out-of-range':
      return expression.kind === 'call' || expression.kind === 'like';
    default:
      return true;
  }
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
    case 'pivot':
      return relation.aggregates.map((aggregate) => aggregate.call);
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
