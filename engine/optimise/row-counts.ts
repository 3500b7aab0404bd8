/**
 * How many rows a relation has, in terms of the few counts that have to be taken from the data: columns
 * and order add and remove none, a limit is arithmetic, and what a step rejects is what it does not keep.
 */
import type { Expression } from '../contract/expression.ts';
import type { Distinct, Filter, Join, Relation, Scan } from '../contract/relation.ts';
import { isRowWise } from './reads.ts';

export type RowCount =
  | { readonly kind: 'exact'; readonly rows: number }
  /** To be counted. */
  | { readonly kind: 'counted'; readonly relation: Relation }
  | { readonly kind: 'sum'; readonly parts: readonly RowCount[] }
  | { readonly kind: 'product'; readonly parts: readonly RowCount[] }
  | { readonly kind: 'difference'; readonly all: RowCount; readonly without: RowCount }
  | {
      readonly kind: 'limit';
      readonly input: RowCount;
      readonly rows: number;
      readonly offset: number;
    };

/** @param sourceRows exact rows of a scan's source, where they are known */
export function createRowCounts(
  sourceRows: (scan: Scan) => number | undefined,
): (relation: Relation) => RowCount {
  const known = new Map<Relation, RowCount>();
  const visit = (relation: Relation): RowCount => {
    const before = known.get(relation);
    if (before !== undefined) return before;
    const count = countOf(relation, visit, sourceRows);
    known.set(relation, count);
    return count;
  };
  return visit;
}

type Visit = (relation: Relation) => RowCount;

function countOf(
  relation: Relation,
  visit: Visit,
  sourceRows: (scan: Scan) => number | undefined,
): RowCount {
  switch (relation.kind) {
    case 'scan': {
      const rows = relation.bounds === undefined ? sourceRows(relation) : undefined;
      return rows === undefined ? counted(relation) : exact(rows);
    }
    case 'sort':
    case 'window':
    case 'sink':
      return visit(relation.input);
    case 'project':
      return relation.columns.every(({ expression }) => isRowWise(expression))
        ? visit(relation.input)
        : counted(relation);
    case 'filter':
      return countOfFilter(relation, visit);
    case 'distinct':
      return countOfDistinct(relation, visit);
    case 'join':
      return countOfJoin(relation, visit);
    case 'asof-join':
      return relation.type === 'left' ? visit(relation.left) : counted(relation);
    case 'aggregate':
      return relation.keys.length === 0 ? exact(1) : counted(relation);
    case 'limit':
      return limit(visit(relation.input), relation.rows, relation.offset);
    case 'top-n':
      return relation.per.length === 0
        ? limit(visit(relation.input), relation.rows, relation.offset)
        : counted(relation);
    case 'sample':
      return relation.method !== 'stratified' && 'rows' in relation.amount
        ? limit(visit(relation.input), relation.amount.rows, 0)
        : counted(relation);
    case 'union':
      return { kind: 'sum', parts: relation.inputs.map(visit) };
    case 'unpivot':
      return relation.dropNulls
        ? counted(relation)
        : { kind: 'product', parts: [visit(relation.input), exact(relation.columns.length)] };
    default:
      return counted(relation);
  }
}

const exact = (rows: number): RowCount => ({ kind: 'exact', rows });
const counted = (relation: Relation): RowCount => ({ kind: 'counted', relation });
const limit = (input: RowCount, rows: number, offset: number): RowCount => ({
  kind: 'limit',
  input,
  rows,
  offset,
});
const difference = (all: RowCount, without: Relation): RowCount => ({
  kind: 'difference',
  all,
  without: counted(without),
});

function countOfFilter(filter: Filter, visit: Visit): RowCount {
  if (isBoolean(filter.condition, false)) return exact(0);
  const condition = complementOf(filter.condition);
  return condition === undefined
    ? counted(filter)
    : difference(visit(filter.input), { kind: 'filter', input: filter.input, condition });
}

/** The condition of the rows that a filter leaves out, where it can be told: `not coalesce(c, false)`, or `not c`. */
function complementOf(condition: Expression): Expression | undefined {
  if (condition.kind !== 'unary' || condition.op !== 'not') return undefined;
  const { operand } = condition;
  if (isNeverNull(operand)) return operand;
  if (operand.kind !== 'call' || operand.name !== 'coalesce') return undefined;
  const [kept, otherwise] = operand.args;
  return operand.args.length === 2 && isBoolean(otherwise, false) ? kept : undefined;
}

const isBoolean = (expression: Expression | undefined, value: boolean): boolean =>
  expression?.kind === 'literal' &&
  expression.type === 'BOOLEAN' &&
  expression.value === String(value);

function isNeverNull(expression: Expression): boolean {
  switch (expression.kind) {
    case 'is':
      return true;
    case 'literal':
      return expression.value !== null;
    case 'unary':
      return expression.op === 'not' && isNeverNull(expression.operand);
    case 'binary':
      return (
        (expression.op === 'and' || expression.op === 'or') &&
        isNeverNull(expression.left) &&
        isNeverNull(expression.right)
      );
    default:
      return false;
  }
}

function countOfDistinct(distinct: Distinct, visit: Visit): RowCount {
  if (distinct.output === 'kept') return counted(distinct);
  return difference(visit(distinct.input), { ...distinct, output: 'kept' });
}

function countOfJoin(join: Join, visit: Visit): RowCount {
  if (join.type === 'cross' && join.condition === undefined) {
    return { kind: 'product', parts: [visit(join.left), visit(join.right)] };
  }
  // What has a partner is what is not left without one, which the step shows at another output.
  if (join.type === 'semi') return difference(visit(join.left), { ...join, type: 'anti' });
  return counted(join);
}

/** The relations to count before the count is known. */
export function uncounted(count: RowCount, isKnown: (relation: Relation) => boolean): Relation[] {
  const found = new Set<Relation>();
  const seen = new Set<RowCount>();
  const visit = (part: RowCount): void => {
    if (seen.has(part)) return;
    seen.add(part);
    if (part.kind === 'counted') {
      if (!isKnown(part.relation)) found.add(part.relation);
    } else partsOf(part).forEach(visit);
  };
  visit(count);
  return [...found];
}

function partsOf(count: RowCount): readonly RowCount[] {
  switch (count.kind) {
    case 'exact':
    case 'counted':
      return [];
    case 'sum':
    case 'product':
      return count.parts;
    case 'difference':
      return [count.all, count.without];
    case 'limit':
      return [count.input];
  }
}

/** @param rowsOf rows of relations that were counted */
export function evaluateCount(
  count: RowCount,
  rowsOf: (relation: Relation) => number | undefined,
): number | undefined {
  const done = new Map<RowCount, number | undefined>();
  const visit = (part: RowCount): number | undefined => {
    if (done.has(part)) return done.get(part);
    const rows = compute(part);
    done.set(part, rows);
    return rows;
  };
  const compute = (part: RowCount): number | undefined => {
    if (part.kind === 'exact') return part.rows;
    if (part.kind === 'counted') return rowsOf(part.relation);
    const rows: number[] = [];
    for (const each of partsOf(part)) {
      const found = visit(each);
      if (found === undefined) return undefined;
      rows.push(found);
    }
    const [first = 0, second = 0] = rows;
    switch (part.kind) {
      case 'sum':
        return rows.reduce((total, each) => total + each, 0);
      case 'product':
        return rows.reduce((total, each) => total * each, 1);
      case 'difference':
        return first - second;
      case 'limit':
        return Math.max(0, Math.min(part.rows, first - part.offset));
    }
  };
  return visit(count);
}

/**
 * What a relation to be counted has, given what the whole has; undefined where that does not tell.
 * @param rowsOf rows of relations that were counted
 */
export function solveCount(
  count: RowCount,
  rows: number,
  rowsOf: (relation: Relation) => number | undefined,
): { readonly relation: Relation; readonly rows: number } | undefined {
  if (count.kind === 'counted') return { relation: count.relation, rows };
  if (count.kind !== 'difference') return undefined;
  const all = evaluateCount(count.all, rowsOf);
  const without = evaluateCount(count.without, rowsOf);
  if (all !== undefined) return solveCount(count.without, all - rows, rowsOf);
  return without === undefined ? undefined : solveCount(count.all, rows + without, rowsOf);
}
