/** Grouping. */
import type { Call, Expression } from '../contract/expression.ts';
import { ex } from '../contract/expression.ts';
import type { Aggregate } from '../contract/relation.ts';
import type { EmitContext } from './emit-context.ts';
import { ROW_NUMBER, freshName, named } from './emit-context.ts';
import { namedColumn, selectList } from './emit-columns.ts';
import type { Query, Select } from './query.ts';
import { openSelect, queryText, selectFrom } from './query.ts';
import { quoteIdentifier } from '../expression/quote.ts';
import { sql } from './writer.ts';

/** Aggregates whose answer depends on the order in which they see the rows. */
export const ORDER_SENSITIVE: ReadonlySet<string> = new Set([
  'any_value',
  'arbitrary',
  'array_agg',
  'first',
  'first_value',
  'group_concat',
  'last',
  'last_value',
  'list',
  'listagg',
  'nth_value',
  'string_agg',
]);

/** Aggregates that see the same in rows of any order, but for the last bits of a sum of floats. */
const ANY_ORDER: ReadonlySet<string> = new Set(
  `approx_count_distinct avg bit_and bit_or bit_xor bool_and bool_or corr count count_if count_star
  countif covar_pop covar_samp entropy every favg fsum histogram kahan_sum kurtosis kurtosis_pop max
  mean median min product quantile quantile_cont quantile_disc regr_avgx regr_avgy regr_count
  regr_intercept regr_r2 regr_slope regr_sxx regr_sxy regr_syy sem skewness some stddev stddev_pop
  stddev_samp sum sumkahan var_pop var_samp variance`.split(/\s+/),
);

/** Whether the answer depends on the order in which rows come; what is not known may. */
export const dependsOnOrder = (call: Call): boolean =>
  !ANY_ORDER.has(call.name) ||
  // min(x, n) and max(x, n) give lists.
  (call.args.length > 1 && (call.name === 'min' || call.name === 'max'));

/** With DISTINCT, DuckDB sorts by nothing but the arguments; values that tie are then equal. */
const hasTies = (call: Call): boolean =>
  ORDER_SENSITIVE.has(call.name) &&
  call.distinct !== true &&
  call.orderBy !== undefined &&
  call.orderBy.length > 0;

/** Calls that must be told the rows' order. On many threads, that is each one that depends on it. */
function needsOrdinal({ isOrdered }: EmitContext, { input }: Aggregate): (call: Call) => boolean {
  if (isOrdered === undefined) return hasTies;
  return isOrdered(input) ? (call) => call.distinct !== true && dependsOnOrder(call) : () => false;
}

/** DuckDB's sort is not stable: an ordered aggregate needs the ordinal to break ties. */
export const breakTies = (call: Call, ordinal: string): Call =>
  call.distinct === true
    ? call
    : { ...call, orderBy: [...(call.orderBy ?? []), ex.key(ex.column(ordinal))] };

export function emitAggregate(context: EmitContext, aggregate: Aggregate): Query {
  const { keys, aggregates } = aggregate;
  const input = openSelect(context.query(aggregate.input));
  const needs = needsOrdinal(context, aggregate);
  const numbers = aggregates.some(({ call }) => needs(call));
  const columns = context.columnsOf(aggregate.input);
  const below = new Set(columns);
  const ordinal = freshName(columns, '__ordinal');
  const from: Select = numbers ? numberRows(input, ordinal) : input;
  const aggregated = (call: Call): Expression => (needs(call) ? breakTies(call, ordinal) : call);
  const items = [
    ...keys.map((key) => namedColumn(context, key, below)),
    ...aggregates.map((item) => named(context.expression(aggregated(item.call)), item.name)),
  ];
  if (keys.length > 0) {
    return {
      ...from,
      columns: selectList(items),
      groupBy: keys.map((_, i) => String(i + 1)).join(', '),
    };
  }
  // An aggregate call keeps the promise of exactly one row.
  return { ...from, columns: items.length === 0 ? 'count(*)' : selectList(items) };
}

const numberRows = (input: Select, ordinal: string): Select =>
  selectFrom(
    sql`(${queryText({ ...input, columns: `*, ${ROW_NUMBER} AS ${quoteIdentifier(ordinal)}` })})`,
  );
