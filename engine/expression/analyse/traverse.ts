/** One table of what stands below each kind of expression; every walk is built on it. */
import type { Call, Expression, FrameBound, SortKey } from '../../contract/expression.ts';
import type { NodeId } from '../../contract/ids.ts';

type Rewrite = (child: Expression) => Expression;

/** The same array when no element changed. */
function mapSame<T>(items: readonly T[], rewrite: (item: T) => T): readonly T[] {
  const result = items.map(rewrite);
  return result.some((item, i) => item !== items[i]) ? result : items;
}

/** The same object when no part of it changed. */
function update<T extends object>(value: T, changes: Partial<T>): T {
  const changed = (Object.keys(changes) as (keyof T)[]).some((key) => changes[key] !== value[key]);
  return changed ? { ...value, ...changes } : value;
}

const mapKeys = (keys: readonly SortKey[], rewrite: Rewrite): readonly SortKey[] =>
  mapSame(keys, (key) => update(key, { expression: rewrite(key.expression) }));

const mapBound = (bound: FrameBound, rewrite: Rewrite): FrameBound =>
  bound.kind === 'preceding' || bound.kind === 'following'
    ? update(bound, { offset: rewrite(bound.offset) })
    : bound;

const mapCall = (call: Call, rewrite: Rewrite): Call =>
  update(call, {
    args: mapSame(call.args, rewrite),
    ...(call.orderBy === undefined ? {} : { orderBy: mapKeys(call.orderBy, rewrite) }),
    ...(call.filter === undefined ? {} : { filter: rewrite(call.filter) }),
  });

/**
 * The expression with each direct child rewritten, in the order of the text; the same object when
 * nothing changed. A window call's function is not a child, its arguments are.
 */
export function mapChildren(expression: Expression, rewrite: Rewrite): Expression {
  switch (expression.kind) {
    case 'column':
    case 'literal':
    case 'parameter':
    case 'opaque':
      return expression;
    case 'call':
      return mapCall(expression, rewrite);
    case 'window': {
      const { frame } = expression;
      return update(expression, {
        call: mapCall(expression.call, rewrite),
        partitionBy: mapSame(expression.partitionBy, rewrite),
        orderBy: mapKeys(expression.orderBy, rewrite),
        ...(frame === undefined
          ? {}
          : {
              frame: update(frame, {
                start: mapBound(frame.start, rewrite),
                end: mapBound(frame.end, rewrite),
              }),
            }),
      });
    }
    case 'unary':
    case 'cast':
    case 'is':
    case 'field':
      return update(expression, { operand: rewrite(expression.operand) });
    case 'binary':
      return update(expression, {
        left: rewrite(expression.left),
        right: rewrite(expression.right),
      });
    case 'case':
      return update(expression, {
        ...(expression.operand === undefined ? {} : { operand: rewrite(expression.operand) }),
        branches: mapSame(expression.branches, (branch) =>
          update(branch, { when: rewrite(branch.when), then: rewrite(branch.then) }),
        ),
        ...(expression.otherwise === undefined ? {} : { otherwise: rewrite(expression.otherwise) }),
      });
    case 'between':
      return update(expression, {
        operand: rewrite(expression.operand),
        low: rewrite(expression.low),
        high: rewrite(expression.high),
      });
    case 'in':
      return update(expression, {
        operand: rewrite(expression.operand),
        list: mapSame(expression.list, rewrite),
      });
    case 'like':
      return update(expression, {
        operand: rewrite(expression.operand),
        pattern: rewrite(expression.pattern),
        ...(expression.escape === undefined ? {} : { escape: rewrite(expression.escape) }),
      });
    case 'list':
      return update(expression, { items: mapSame(expression.items, rewrite) });
    case 'struct':
      return update(expression, {
        fields: mapSame(expression.fields, (field) =>
          update(field, { value: rewrite(field.value) }),
        ),
      });
    case 'index':
      return update(expression, {
        operand: rewrite(expression.operand),
        index: rewrite(expression.index),
      });
    case 'slice':
      return update(expression, {
        operand: rewrite(expression.operand),
        ...(expression.from === undefined ? {} : { from: rewrite(expression.from) }),
        ...(expression.to === undefined ? {} : { to: rewrite(expression.to) }),
      });
    case 'lambda':
      return update(expression, { body: rewrite(expression.body) });
    case 'interval':
      return update(expression, { value: rewrite(expression.value) });
  }
}

/** The direct children, in the order of the text. */
export function childrenOf(expression: Expression): readonly Expression[] {
  const children: Expression[] = [];
  mapChildren(expression, (child) => {
    children.push(child);
    return child;
  });
  return children;
}

/** Rewrites from the leaves up; what does not change keeps its identity. */
export const mapExpression = (
  expression: Expression,
  rewrite: (expression: Expression) => Expression,
): Expression => rewrite(mapChildren(expression, (child) => mapExpression(child, rewrite)));

/** The expression with the step that it comes from said at every piece that does not say one yet. */
export const withNode = (expression: Expression, node: NodeId | undefined): Expression =>
  node === undefined
    ? expression
    : mapExpression(expression, (each) => (each.node === undefined ? { ...each, node } : each));

/** Whether the test holds for the expression or anything in it. */
export const someExpression = (
  expression: Expression,
  test: (expression: Expression) => boolean,
): boolean =>
  test(expression) || childrenOf(expression).some((child) => someExpression(child, test));

/** Calls in an expression, window functions too. */
export function callsIn(expression: Expression): readonly Call[] {
  const calls: Call[] = [];
  someExpression(expression, (each) => {
    if (each.kind === 'call') calls.push(each);
    if (each.kind === 'window') calls.push(each.call);
    return false;
  });
  return calls;
}
