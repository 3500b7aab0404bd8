/**
 * Quantiles, medians and modes of all rows at once, in terms of relations that split: a quantile is
 * the value at a rank of the values in order, a mode the first of the values counted.
 */
import type { Call, Expression } from '../contract/expression.ts';
import { ex } from '../contract/expression.ts';
import { rel } from '../contract/rel.ts';
import type { Aggregate, AggregateCall, Relation } from '../contract/relation.ts';
import { formatType, type Schema } from '../contract/schema.ts';
import { sameExpression } from '../expression/analyse.ts';
import { decomposeAggregate } from './decompose-aggregate.ts';
import { ORDINAL, withOrdinal } from './ordinal.ts';
import { partitioningOf } from './partitioning.ts';
import type { PhysicalContext } from './physical-context.ts';
import { sourceBytes } from './source-bytes.ts';

/** Column of the values that are put in order. */
export const VALUE = '__value';

/** The values that a call is about, and the calls about the same ones. */
interface Values {
  readonly value: Expression;
  readonly filter: Expression | undefined;
  readonly calls: AggregateCall[];
}

/**
 * @param input what `aggregate` reads, stored where it is worth it: it is read once for each part
 * @returns undefined where gathering the rows is as good, or where some call needs all of them
 */
export async function expandUngrouped(
  aggregate: Aggregate,
  input: Relation,
  context: PhysicalContext,
): Promise<Relation | undefined> {
  if (aggregate.keys.length > 0 || aggregate.phase !== undefined) return undefined;
  if (partitioningOf(aggregate.input, context).kind === 'single') return undefined;
  if (sourceBytes(aggregate.input, context) < context.sizing.selectRanksBytes) return undefined;
  const { origin } = aggregate;
  const schema = await context.bind(aggregate);
  const plain: AggregateCall[] = [];
  const ranked: Values[] = [];
  const parts: { relation: Relation; names: readonly string[] }[] = [];
  for (const [i, item] of aggregate.aggregates.entries()) {
    const [value] = item.call.args;
    if (decomposeAggregate(item.call, typeAt(schema, i), '') !== undefined) {
      plain.push(item);
    } else if (value === undefined || !isPlain(item.call)) {
      return undefined;
    } else {
      const [column] = await context.bind(rel.project(aggregate.input, [named(value)]));
      const type = column === undefined ? '' : formatType(column.type);
      const quantile = asQuantile(item.call, type);
      if (quantile !== undefined) {
        addTo(ranked, value, { name: item.name, call: quantile });
      } else if (isMode(item.call, type)) {
        parts.push({ relation: modeOf(input, value, item), names: [item.name] });
      } else {
        return undefined;
      }
    }
  }
  if (parts.length + ranked.length === 0) return undefined;
  for (const values of ranked) {
    parts.push({
      relation: {
        ...rel.aggregate(presentValues(input, values.value, values.filter), [], values.calls),
        phase: 'ranked',
        ...(origin === undefined ? {} : { origin }),
      },
      names: values.calls.map(({ name }) => name),
    });
  }
  if (plain.length > 0) {
    const relation = rel.aggregate(input, [], plain);
    parts.push({ relation, names: plain.map(({ name }) => name) });
  }
  const columns = aggregate.aggregates.map(({ name }, i) => ({
    name,
    expression: ex.cast(ex.column(name), typeAt(schema, i)),
  }));
  return {
    ...rel.project(besideEachOther(parts), columns),
    ...(origin === undefined ? {} : { origin }),
  };
}

const typeAt = (schema: Schema, i: number): string => {
  const column = schema[i];
  if (column === undefined) throw new RangeError(`no column ${i} in an aggregate's schema`);
  return formatType(column.type);
};

const named = (value: Expression) => ({ name: VALUE, expression: value });

const isPlain = (call: Call): boolean =>
  call.distinct !== true &&
  call.ignoreNulls !== true &&
  (call.orderBy === undefined || call.orderBy.length === 0);

const NUMBER = 'U?(?:TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)|DECIMAL\\(.*\\)';

/**
 * Between values of these types DuckDB interpolates. Of TIMESTAMP_NS and its like it gives a median
 * in another type than a quantile.
 */
const INTERPOLATED = new RegExp(
  `^(?:${NUMBER}|FLOAT|DOUBLE|DATE|TIME|TIMESTAMP(?: WITH TIME ZONE)?)$`,
);

/** Of these types a median is one of the values. */
const NOT_INTERPOLATED = /^(?:VARCHAR|BOOLEAN|UUID|BLOB)$/;

/** Types of which equal values are the same to the last bit. */
const COUNTED = new RegExp(`^(?:${NUMBER}|BOOLEAN|VARCHAR|DATE|TIME|TIMESTAMP)$`);

/** The call as `quantile_cont` or `quantile_disc` of `VALUE` with a fraction from 0 to 1. */
function asQuantile(call: Call, type: string): Call | undefined {
  const [, fraction, ...others] = call.args;
  if (others.length > 0) return undefined;
  const interpolated = INTERPOLATED.test(type);
  if (!interpolated && !NOT_INTERPOLATED.test(type)) return undefined;
  const filter = call.filter === undefined ? {} : { filter: call.filter };
  if (call.name === 'median' && fraction === undefined) {
    const name = interpolated ? 'quantile_cont' : 'quantile_disc';
    return { ...ex.call(name, ex.column(VALUE), ex.double(0.5)), ...filter };
  }
  const name = call.name === 'quantile' ? 'quantile_disc' : call.name;
  if (name !== 'quantile_disc' && (name !== 'quantile_cont' || !interpolated)) {
    return undefined;
  }
  if (fraction?.kind !== 'literal' || !/^(?:DOUBLE|DECIMAL\(.*\))$/.test(fraction.type)) {
    return undefined;
  }
  const part = Number(fraction.value ?? NaN);
  if (!(part >= 0 && part <= 1)) return undefined;
  return { ...ex.call(name, ex.column(VALUE), fraction), ...filter };
}

const isMode = (call: Call, type: string): boolean =>
  call.name === 'mode' && call.args.length === 1 && COUNTED.test(type);

function addTo(groups: Values[], value: Expression, { name, call }: AggregateCall): void {
  const { filter, ...unfiltered } = call;
  const group = groups.find(
    (other) =>
      sameExpression(other.value, value) &&
      (filter === undefined || other.filter === undefined
        ? filter === other.filter
        : sameExpression(other.filter, filter)),
  );
  if (group === undefined) groups.push({ value, filter, calls: [{ name, call: unfiltered }] });
  else group.calls.push({ name, call: unfiltered });
}

/** The values that a call looks at, alone. */
function presentValues(
  input: Relation,
  value: Expression,
  filter: Expression | undefined,
): Relation {
  const rows = filter === undefined ? input : rel.filter(input, filter);
  return rel.filter(rel.project(rows, [named(value)]), ex.isNotNull(ex.column(VALUE)));
}

/** Of the values that come most often, the one that comes first. */
function modeOf(input: Relation, value: Expression, { name, call }: AggregateCall): Relation {
  const values = withOrdinal(presentValues(input, value, call.filter), [VALUE]);
  const counted = rel.aggregate(
    values,
    [named(ex.column(VALUE))],
    [
      { name: 'n', call: ex.call('count') },
      { name: 'at', call: ex.call('min', ex.column(ORDINAL)) },
    ],
  );
  const by = [ex.key(ex.column('n'), 'desc'), ex.key(ex.column('at'))];
  const first = rel.topN({ input: counted, per: [], by, rows: 1, offset: 0 });
  return rel.aggregate(first, [], [{ name, call: ex.call('any_value', ex.column(VALUE)) }]);
}

/** Relations of one row each as one row. */
export function besideEachOther(
  parts: readonly { readonly relation: Relation; readonly names: readonly string[] }[],
): Relation {
  const [first, ...others] = parts;
  if (first === undefined) throw new RangeError('nothing to put side by side');
  return others.reduce(
    (left, right) => ({
      relation: rel.join({
        left: left.relation,
        right: right.relation,
        type: 'cross',
        on: [],
        columns: [
          ...left.names.map((name) => ({ name, side: 'left' as const, column: name })),
          ...right.names.map((name) => ({ name, side: 'right' as const, column: name })),
        ],
        strategy: 'single',
      }),
      names: [...left.names, ...right.names],
    }),
    first,
  ).relation;
}
