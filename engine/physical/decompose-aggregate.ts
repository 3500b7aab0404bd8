/**
 * Which aggregate functions can be computed in parts, and how.
 *
 * Moments (variance, covariance, correlation) travel as count, mean and centred sums and are merged
 * by the pairwise update of Chan, Golub and LeVeque, "Updating Formulae and a Pairwise Algorithm for
 * Computing Sample Variances" (1979): sums of squares would cancel.
 */
import type { Call, Expression } from '../contract/expression.ts';
import { ex } from '../contract/expression.ts';
import type { AggregateCall } from '../contract/relation.ts';

export interface Decomposition {
  /** Computed for each partition. */
  readonly partial: readonly AggregateCall[];
  /** Over the stored partial columns. */
  readonly merge: readonly AggregateCall[];
  /** The result, over the merged columns. */
  readonly result: Expression;
}

type Decompose = (call: Call, prefix: string) => Decomposition;

const withArgs = (call: Call, name: string, args: readonly Expression[] = call.args): Call => ({
  kind: 'call',
  name,
  args,
  ...(call.filter === undefined ? {} : { filter: call.filter }),
});

/** `merge(partial(x))`, both of one column. */
const nested =
  (partial: string, merge: string): Decompose =>
  (call, prefix) => ({
    partial: [{ name: prefix, call: withArgs(call, partial) }],
    merge: [{ name: prefix, call: ex.call(merge, ex.column(prefix)) }],
    result: ex.column(prefix),
  });

/**
 * `first` and `last`: null is a value like any other, so a partition where the filter leaves no row
 * must not answer for the group.
 */
const edge =
  (name: 'first' | 'last'): Decompose =>
  (call, prefix) => {
    const plain = nested(name, name)(call, prefix);
    if (call.filter === undefined) return plain;
    const rows = `${prefix}_rows`;
    const filter = ex.binary('>', ex.column(rows), ex.integer(0));
    return {
      ...plain,
      partial: [...plain.partial, { name: rows, call: withArgs(call, 'count', []) }],
      merge: plain.merge.map((merge) => ({ ...merge, call: { ...merge.call, filter } })),
    };
  };

const count: Decompose = (call, prefix) => ({
  ...nested(call.name, 'sum')(call, prefix),
  result: ex.call('coalesce', ex.column(prefix), ex.bigint(0)),
});

const average: Decompose = (call, prefix) => {
  const sum = `${prefix}_sum`;
  const n = `${prefix}_n`;
  return {
    partial: [
      { name: sum, call: withArgs(call, 'sum') },
      { name: n, call: withArgs(call, 'count') },
    ],
    merge: [
      { name: sum, call: ex.call('sum', ex.column(sum)) },
      { name: n, call: ex.call('sum', ex.column(n)) },
    ],
    result: ex.binary('/', ex.cast(ex.column(sum), 'DOUBLE'), ex.column(n)),
  };
};

/** The partial keeps the value and what it was chosen by. */
const argExtreme =
  (name: 'arg_min' | 'arg_max', extreme: 'min' | 'max'): Decompose =>
  (call, prefix) => {
    const [value, by] = call.args as [Expression, Expression];
    const byName = `${prefix}_by`;
    const present = ex.isNotNull(value);
    const filter = call.filter === undefined ? present : ex.and(call.filter, present);
    return {
      partial: [
        { name: prefix, call: withArgs(call, name) },
        { name: byName, call: { kind: 'call', name: extreme, args: [by], filter } },
      ],
      merge: [{ name: prefix, call: ex.call(name, ex.column(prefix), ex.column(byName)) }],
      result: ex.column(prefix),
    };
  };

const field = (operand: Expression, name: string): Expression => ({
  kind: 'field',
  operand,
  name,
});

const times = (a: Expression, b: Expression): Expression => ex.binary('*', a, b);
const plus = (a: Expression, b: Expression): Expression => ex.binary('+', a, b);
const minus = (a: Expression, b: Expression): Expression => ex.binary('-', a, b);
const over = (a: Expression, b: Expression): Expression => ex.binary('/', a, b);

/** Merges a list of moment structs pairwise; `sums` are the centred sums as [name, mean, mean]. */
function mergeMoments(
  list: Expression,
  means: readonly string[],
  sums: readonly (readonly [name: string, first: string, second: string])[],
): Expression {
  const a = ex.column('__left');
  const b = ex.column('__right');
  const n = plus(field(a, 'n'), field(b, 'n'));
  const delta = (mean: string): Expression => minus(field(b, mean), field(a, mean));
  return ex.call('list_reduce', list, {
    kind: 'lambda',
    params: ['__left', '__right'],
    body: {
      kind: 'struct',
      fields: [
        { name: 'n', value: n },
        ...means.map((mean) => ({
          name: mean,
          value: plus(field(a, mean), over(times(delta(mean), field(b, 'n')), n)),
        })),
        ...sums.map(([name, first, second]) => ({
          name,
          value: plus(
            plus(field(a, name), field(b, name)),
            over(times(times(delta(first), delta(second)), times(field(a, 'n'), field(b, 'n'))), n),
          ),
        })),
      ],
    },
  });
}

const variance =
  (finish: (n: Expression, m2: Expression) => Expression): Decompose =>
  (call, prefix) => {
    const n = `${prefix}_n`;
    const moments = `${prefix}_m`;
    const asDouble = withArgs(call, 'count');
    const merged = mergeMoments(ex.column(moments), ['mean'], [['m2', 'mean', 'mean']]);
    return {
      partial: [
        { name: n, call: asDouble },
        { name: `${prefix}_mean`, call: withArgs(call, 'avg') },
        { name: `${prefix}_var`, call: withArgs(call, 'var_pop') },
      ],
      merge: [
        {
          name: moments,
          call: {
            kind: 'call',
            name: 'list',
            args: [
              {
                kind: 'struct',
                fields: [
                  { name: 'n', value: ex.cast(ex.column(n), 'DOUBLE') },
                  { name: 'mean', value: ex.column(`${prefix}_mean`) },
                  { name: 'm2', value: times(ex.column(`${prefix}_var`), ex.column(n)) },
                ],
              },
            ],
            filter: ex.binary('>', ex.column(n), ex.integer(0)),
          },
        },
      ],
      result: finish(field(merged, 'n'), field(merged, 'm2')),
    };
  };

const sample = (n: Expression, m2: Expression): Expression =>
  ex.when(ex.binary('>', n, ex.integer(1)), over(m2, minus(n, ex.integer(1))), ex.null('DOUBLE'));
const root = (value: Expression): Expression => ex.call('sqrt', value);

/** Covariance-like functions of (y, x). */
const bivariate =
  (
    finish: (n: Expression, sxy: Expression, sxx: Expression, syy: Expression) => Expression,
  ): Decompose =>
  (call, prefix) => {
    const part = (name: string): string => `${prefix}_${name}`;
    const moments = part('m');
    const merged = mergeMoments(
      ex.column(moments),
      ['mx', 'my'],
      [
        ['sxy', 'mx', 'my'],
        ['sxx', 'mx', 'mx'],
        ['syy', 'my', 'my'],
      ],
    );
    const names = [
      ['n', 'regr_count'],
      ['mx', 'regr_avgx'],
      ['my', 'regr_avgy'],
      ['sxy', 'regr_sxy'],
      ['sxx', 'regr_sxx'],
      ['syy', 'regr_syy'],
    ] as const;
    return {
      partial: names.map(([name, fn]) => ({ name: part(name), call: withArgs(call, fn) })),
      merge: [
        {
          name: moments,
          call: {
            kind: 'call',
            name: 'list',
            args: [
              {
                kind: 'struct',
                fields: names.map(([name]) => ({
                  name,
                  value: ex.cast(ex.column(part(name)), 'DOUBLE'),
                })),
              },
            ],
            filter: ex.binary('>', ex.column(part('n')), ex.integer(0)),
          },
        },
      ],
      result: finish(
        field(merged, 'n'),
        field(merged, 'sxy'),
        field(merged, 'sxx'),
        field(merged, 'syy'),
      ),
    };
  };

const DECOMPOSITIONS: Readonly<Record<string, Decompose>> = {
  count,
  count_star: count,
  // Of no rows it is null, as a sum is.
  count_if: nested('count_if', 'sum'),
  countif: nested('count_if', 'sum'),
  sum: nested('sum', 'sum'),
  min: nested('min', 'min'),
  max: nested('max', 'max'),
  product: nested('product', 'product'),
  bool_and: nested('bool_and', 'bool_and'),
  bool_or: nested('bool_or', 'bool_or'),
  bit_and: nested('bit_and', 'bit_and'),
  bit_or: nested('bit_or', 'bit_or'),
  bit_xor: nested('bit_xor', 'bit_xor'),
  // Blocks are read in row order and DuckDB runs single-threaded, so the first row of the first
  // block is the first row.
  first: edge('first'),
  last: edge('last'),
  any_value: nested('any_value', 'any_value'),
  arg_min: argExtreme('arg_min', 'min'),
  min_by: argExtreme('arg_min', 'min'),
  arg_max: argExtreme('arg_max', 'max'),
  max_by: argExtreme('arg_max', 'max'),
  avg: average,
  mean: average,
  var_pop: variance((n, m2) => over(m2, n)),
  var_samp: variance(sample),
  variance: variance(sample),
  stddev_pop: variance((n, m2) => root(over(m2, n))),
  stddev_samp: variance((n, m2) => root(sample(n, m2))),
  stddev: variance((n, m2) => root(sample(n, m2))),
  covar_pop: bivariate((n, sxy) => over(sxy, n)),
  covar_samp: bivariate((n, sxy) => sample(n, sxy)),
  corr: bivariate((_n, sxy, sxx, syy) => over(sxy, root(times(sxx, syy)))),
};

/** Arguments beyond these change what a function does (`min(x, n)` is a list). */
const BINARY = new Set([
  'arg_min',
  'min_by',
  'arg_max',
  'max_by',
  'covar_pop',
  'covar_samp',
  'corr',
]);

/** Functions whose DISTINCT form equals the plain one. */
const IGNORES_DISTINCT = new Set(['min', 'max', 'bool_and', 'bool_or', 'bit_and', 'bit_or']);

/**
 * How a call is computed in parts.
 * @param type result type as DuckDB text: the average of a date or an interval is not sum over count
 * @returns undefined when all rows of a group are needed at once
 */
export function decomposeAggregate(
  call: Call,
  type: string,
  prefix: string,
): Decomposition | undefined {
  const decompose = DECOMPOSITIONS[call.name];
  if (decompose === undefined) return undefined;
  if (call.distinct === true && !IGNORES_DISTINCT.has(call.name)) return undefined;
  if (call.orderBy !== undefined && call.orderBy.length > 0) return undefined;
  if (call.ignoreNulls === true) return undefined;
  if (call.args.length > (BINARY.has(call.name) ? 2 : 1)) return undefined;
  if (decompose === average && type !== 'DOUBLE') return undefined;
  return decompose(call, prefix);
}
