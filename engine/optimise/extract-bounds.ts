/**
 * Comparisons of a column with a constant, in a filter over a Parquet scan, as bounds of the scan:
 * row groups whose statistics exclude them are not read. The filter stays.
 *
 * A bound must mean what DuckDB's comparison means, so only pairs of types that DuckDB compares
 * exactly, and without casting the column, give one.
 */
import type { Expression, Literal } from '../contract/expression.ts';
import type { Scan } from '../contract/relation.ts';
import type { ColumnBound } from '../contract/source-spec.ts';
import { findColumn } from '../contract/schema.ts';
import { conjuncts } from '../expression/analyse.ts';
import { boundValue, compareBounds } from './bound-value.ts';
import { rewriteUp } from './rewrite.ts';
import type { Rule, RuleContext } from './rule.ts';

export const extractBounds: Rule = {
  name: 'extract-bounds',
  apply: (roots, context) =>
    rewriteUp(roots, (relation, isShared) => {
      if (relation.kind !== 'filter') return relation;
      const scan = relation.input;
      if (scan.kind !== 'scan' || scan.source.format !== 'parquet' || isShared(scan)) {
        return relation;
      }
      const known = scan.bounds ?? [];
      const found = conjuncts(relation.condition)
        .flatMap((part) => boundsOf(part, scan, context))
        .filter((bound, i, all) => ![...known, ...all.slice(0, i)].some(isSameAs(bound)));
      if (found.length === 0) return relation;
      return { ...relation, input: { ...scan, bounds: [...known, ...found] } };
    }),
};

const MIRRORED = { '=': '=', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const;
type BoundOperator = keyof typeof MIRRORED;

const isBoundOperator = (op: string): op is BoundOperator => op in MIRRORED;

function boundsOf(part: Expression, scan: Scan, context: RuleContext): readonly ColumnBound[] {
  const bound = (
    column: Expression,
    op: BoundOperator,
    value: Expression | undefined,
  ): readonly ColumnBound[] => {
    if (column.kind !== 'column' || value === undefined) return [];
    const source = findColumn(context.sourceSchema(scan), column.name);
    const literal = source === undefined ? undefined : boundValue(value, source.type);
    return source === undefined || literal === undefined
      ? []
      : [{ column: source.name, op, value: literal }];
  };

  switch (part.kind) {
    case 'binary': {
      if (!isBoundOperator(part.op)) return [];
      const direct = bound(part.left, part.op, part.right);
      return direct.length > 0 ? direct : bound(part.right, MIRRORED[part.op], part.left);
    }
    case 'between':
      if (part.negated) return [];
      return [...bound(part.operand, '>=', part.low), ...bound(part.operand, '<=', part.high)];
    case 'in': {
      if (part.negated) return [];
      const [only] = part.list;
      if (part.list.length === 1) return bound(part.operand, '=', only);
      return boundsOfList(part.list.map((item) => bound(part.operand, '=', item)));
    }
    default:
      return [];
  }
}

/** From the smallest to the greatest value; nothing if one of them is unknown. */
function boundsOfList(values: readonly (readonly ColumnBound[])[]): readonly ColumnBound[] {
  const bounds = values.flat();
  const [first] = bounds;
  if (first === undefined || values.some((value) => value.length === 0)) return [];
  let low: Literal = first.value;
  let high: Literal = first.value;
  for (const { value } of bounds) {
    if (compareBounds(value, low) < 0) low = value;
    if (compareBounds(value, high) > 0) high = value;
  }
  return [
    { column: first.column, op: '>=', value: low },
    { column: first.column, op: '<=', value: high },
  ];
}

const isSameAs =
  (a: ColumnBound) =>
  (b: ColumnBound): boolean =>
    a.column === b.column &&
    a.op === b.op &&
    a.value.type === b.value.type &&
    a.value.value === b.value.value;
