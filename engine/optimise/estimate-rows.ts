/**
 * Expected sizes of results, from the sizes of sources and the shape of the plan. The guesses are
 * the usual textbook ones (Selinger et al., 1979): they choose between plans, never a result.
 */
import type { Expression } from '../contract/expression.ts';
import type { Join, Relation, Scan } from '../contract/relation.ts';
import { nameKey } from '../contract/schema.ts';
import type { Schema } from '../contract/schema.ts';
import { conjuncts } from '../expression/analyse.ts';
import type { Estimate } from './rule.ts';
import { typeWidth } from './type-width.ts';

/** Rows of a scan, where the source tells. */
export type ScanEstimate = (scan: Scan) => Estimate | undefined;

/** Of a source that tells nothing: large enough never to be taken for a small table. */
const UNKNOWN_ROWS = 1_000_000;
const UNKNOWN_WIDTH = 8;

const EQUALITY = 0.1;
const RANGE = 0.25;
const OTHER = 0.5;
const NOT_NULL = 0.9;
const DISTINCT = 0.5;
const SEMI_MATCH = 0.5;
const ELEMENTS_PER_LIST = 4;
const UNMATCHED_RESIDUAL = 0.25;

/**
 * Expected rows. Exact for sources that know theirs and for what only limits or unites those.
 * @param scanEstimate the size of a scan's source
 */
export function estimateRows(relation: Relation, scanEstimate: ScanEstimate): number {
  return createRowEstimator(scanEstimate)(relation);
}

/** `estimateRows` that remembers: for many questions about one plan. */
export function createRowEstimator(scanEstimate: ScanEstimate): (relation: Relation) => number {
  const known = new WeakMap<Relation, number>();
  const rowsOf = (relation: Relation): number => {
    const before = known.get(relation);
    if (before !== undefined) return before;
    const rows = Math.max(0, compute(relation, rowsOf, scanEstimate));
    known.set(relation, rows);
    return rows;
  };
  return rowsOf;
}

/** Expected bytes: rows times the typical width of the columns. */
export const estimateBytes = (rows: number, schema: Schema): number =>
  rows * schema.reduce((sum, column) => sum + typeWidth(column.type), 0);

/** Bytes by the number of columns alone, for comparing results before their types are known. */
export const roughBytes = (rows: number, columns: number): number =>
  rows * Math.max(1, columns) * UNKNOWN_WIDTH;

function compute(
  relation: Relation,
  rowsOf: (relation: Relation) => number,
  scanEstimate: ScanEstimate,
): number {
  switch (relation.kind) {
    case 'scan':
      return scanEstimate(relation)?.rows ?? ownRows(relation);
    case 'stage-output':
      return UNKNOWN_ROWS;
    case 'filter':
      return rowsOf(relation.input) * selectivity(relation.condition);
    case 'aggregate':
      return relation.keys.length === 0 ? 1 : groups(rowsOf(relation.input), relation.keys.length);
    case 'pivot':
      return relation.rows.length === 0 ? 1 : groups(rowsOf(relation.input), relation.rows.length);
    case 'join':
      return joinRows(relation, rowsOf(relation.left), rowsOf(relation.right));
    case 'asof-join':
      return rowsOf(relation.left);
    case 'limit':
      return capped(rowsOf(relation.input), relation);
    case 'top-n': {
      const input = rowsOf(relation.input);
      if (relation.per.length === 0) return capped(input, relation);
      return Math.min(input, groups(input, relation.per.length) * relation.rows);
    }
    case 'distinct': {
      const kept = rowsOf(relation.input) * DISTINCT;
      return relation.keys === undefined
        ? kept
        : Math.min(kept, groups(rowsOf(relation.input), relation.keys.length));
    }
    case 'union':
      return relation.inputs.reduce((sum, input) => sum + rowsOf(input), 0);
    case 'unpivot':
      return rowsOf(relation.input) * relation.columns.length;
    case 'unnest':
      return rowsOf(relation.input) * ELEMENTS_PER_LIST;
    case 'sample': {
      const input = rowsOf(relation.input);
      if ('fraction' in relation.amount) return input * Math.min(1, relation.amount.fraction);
      const strata = relation.method === 'stratified' ? groups(input, relation.by.length) : 1;
      return Math.min(input, relation.amount.rows * strata);
    }
    case 'sql':
      return Math.max(0, ...relation.inputs.map((input) => rowsOf(input.relation)));
    case 'project':
    case 'window':
    case 'sort':
    case 'sink':
    case 'exchange':
      return rowsOf(relation.input);
  }
}

const ownRows = ({ source }: Scan): number =>
  source.format === 'inline' ? source.rows.length : UNKNOWN_ROWS;

const capped = (input: number, range: { readonly rows: number; readonly offset: number }): number =>
  Math.max(0, Math.min(range.rows, input - range.offset));

/** About the square root of the rows for one key, more for each further one. */
const groups = (rows: number, keys: number): number =>
  Math.min(rows, Math.ceil(rows ** (1 - 0.5 ** Math.max(1, keys))));

function joinRows(join: Join, left: number, right: number): number {
  const matched = join.on.length === 0 ? left * right : Math.max(left, right);
  const inner = join.condition === undefined ? matched : matched * UNMATCHED_RESIDUAL;
  switch (join.type) {
    case 'inner':
    case 'cross':
      return left === 0 || right === 0 ? 0 : inner;
    case 'left':
      return Math.max(left, right === 0 ? 0 : inner);
    case 'right':
      return Math.max(right, left === 0 ? 0 : inner);
    case 'full':
      return Math.max(left, right, inner);
    case 'semi':
      return right === 0 ? 0 : left * SEMI_MATCH;
    case 'anti':
      return right === 0 ? left : left * (1 - SEMI_MATCH);
  }
}

/** Expected share of rows for which the condition is TRUE; conjuncts count as independent. */
export function selectivity(condition: Expression): number {
  const parts = conjuncts(condition);
  if (parts.length > 1) {
    return combineRanges(parts).reduce((share, part) => share * part, 1);
  }
  switch (condition.kind) {
    case 'literal':
      return condition.value?.toLowerCase() === 'true' ? 1 : 0;
    case 'binary':
      return ofBinary(condition.op, condition.left, condition.right);
    case 'between':
      return condition.negated ? 1 - RANGE : RANGE;
    case 'in': {
      const share = Math.min(OTHER, EQUALITY * condition.list.length);
      return condition.negated ? 1 - share : share;
    }
    case 'is': {
      const share =
        condition.test === 'null' || condition.test === 'unknown' ? 1 - NOT_NULL : OTHER;
      return condition.negated ? 1 - share : share;
    }
    case 'like':
      return condition.negated ? 1 - RANGE : RANGE;
    case 'unary':
      return condition.op === 'not' ? 1 - selectivity(condition.operand) : OTHER;
    default:
      return OTHER;
  }
}

function ofBinary(op: string, left: Expression, right: Expression): number {
  switch (op) {
    case '=':
    case '==':
    case 'is not distinct from':
      return EQUALITY;
    case '<>':
    case '!=':
    case 'is distinct from':
      return 1 - EQUALITY;
    case '<':
    case '<=':
    case '>':
    case '>=':
      return RANGE;
    case 'or': {
      const [a, b] = [selectivity(left), selectivity(right)];
      return a + b - a * b;
    }
    default:
      return OTHER;
  }
}

/** The two ends of one range count once, as BETWEEN does. */
function combineRanges(parts: readonly Expression[]): readonly number[] {
  const ranged = new Set<string>();
  return parts.map((part) => {
    const isRange = part.kind === 'binary' && ['<', '<=', '>', '>='].includes(part.op);
    if (!isRange || part.left.kind !== 'column') return selectivity(part);
    const column = nameKey(part.left.name);
    if (ranged.has(column)) return 1;
    ranged.add(column);
    return selectivity(part);
  });
}
