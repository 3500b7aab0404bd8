/**
 * Aggregates over many partitions become a partial aggregate in each, an exchange by the keys
 * (inserted later) and a final one. What does not decompose is left whole: its rows are shuffled.
 */
import type { Expression } from '../contract/expression.ts';
import { ex } from '../contract/expression.ts';
import type { Aggregate, NamedExpression, Relation } from '../contract/relation.ts';
import { formatType, type Schema } from '../contract/schema.ts';
import { sameExpression } from '../expression/analyse.ts';
import { decomposeAggregate } from './decompose-aggregate.ts';
import { isGroupedBy, partitioningOf } from './partitioning.ts';
import { maySampleKeys } from './sample-keys.ts';
import type { PhysicalContext } from './physical-context.ts';

/**
 * Splits one aggregate, or leaves that open where a sample of its keys can tell whether it pays; the
 * same object when it must stay whole.
 */
export async function splitAggregate(
  aggregate: Aggregate,
  context: Pick<PhysicalContext, 'bind' | 'splitsOf' | 'stage' | 'sizing'>,
): Promise<Relation> {
  if (aggregate.phase !== undefined) return aggregate;
  const keys = aggregate.keys.map((key) => key.expression);
  if (isGroupedBy(partitioningOf(aggregate.input, context), keys)) return aggregate;
  const distinct = splitDistinctCount(aggregate);
  if (distinct !== undefined) {
    const input = await splitAggregate(distinct.dedupe, context);
    return splitAggregate({ ...distinct.count, input }, context);
  }
  const split = await splitInTwo(aggregate, context);
  const open = split !== aggregate && keys.length > 0 && maySampleKeys(aggregate.input, context);
  return open ? { ...aggregate, phase: 'open' } : split;
}

/** The partial and the final half of an aggregate; the same object when it does not decompose. */
export async function splitInTwo(
  aggregate: Aggregate,
  context: Pick<PhysicalContext, 'bind'>,
): Promise<Relation> {
  const schema = await context.bind(aggregate);
  const parts = aggregate.aggregates.map(({ call }, i) =>
    decomposeAggregate(call, typeAt(schema, aggregate.keys.length + i), `__a${i}`),
  );
  if (parts.some((part) => part === undefined)) return aggregate;
  const decompositions = parts.filter((part) => part !== undefined);

  const origin = aggregate.origin === undefined ? {} : { origin: aggregate.origin };
  const ungrouped = aggregate.keys.length === 0;
  const partialAggregates = decompositions.flatMap((part) => part.partial);
  const partial: Aggregate = {
    kind: 'aggregate',
    phase: 'partial',
    input: aggregate.input,
    keys: aggregate.keys,
    aggregates: ungrouped
      ? [...partialAggregates, { name: ROWS, call: ex.call('count') }]
      : partialAggregates,
    ...origin,
  };
  // An ungrouped aggregate gives a row even for an empty partition; that row must not count as a
  // `first` or a mean.
  const stored: Relation = ungrouped
    ? {
        kind: 'filter',
        input: partial,
        condition: ex.binary('>', ex.column(ROWS), ex.integer(0)),
        ...origin,
      }
    : partial;
  const final: Aggregate = {
    kind: 'aggregate',
    phase: 'final',
    input: stored,
    keys: aggregate.keys.map((key) => ({ name: key.name, expression: ex.column(key.name) })),
    aggregates: decompositions.flatMap((part) => part.merge),
    ...origin,
  };
  const columns: NamedExpression[] = [
    ...aggregate.keys.map((key) => ({ name: key.name, expression: ex.column(key.name) })),
    ...decompositions.map((part, i) => ({
      name: aggregate.aggregates[i]?.name ?? '',
      expression: ex.cast(part.result, typeAt(schema, aggregate.keys.length + i)),
    })),
  ];
  return { kind: 'project', input: final, columns, ...origin };
}

const ROWS = '__rows';

const typeAt = (schema: Schema, index: number): string => {
  const column = schema[index];
  if (column === undefined) throw new RangeError(`no column ${index} in an aggregate's schema`);
  return formatType(column.type);
};

/**
 * `count(DISTINCT v)` as the only argument of all aggregates: remove duplicates of (keys, v) by a
 * grouping of its own, then count what is left; both split again.
 */
function splitDistinctCount(
  aggregate: Aggregate,
): { readonly dedupe: Aggregate; readonly count: Aggregate } | undefined {
  const [first] = aggregate.aggregates;
  if (first === undefined) return undefined;
  const [value] = first.call.args;
  if (value === undefined) return undefined;
  const alike = aggregate.aggregates.every(
    ({ call }) =>
      call.name === 'count' &&
      call.distinct === true &&
      call.filter === undefined &&
      call.args.length === 1 &&
      sameExpression(call.args[0] as Expression, value),
  );
  if (!alike) return undefined;
  const origin = aggregate.origin === undefined ? {} : { origin: aggregate.origin };
  const dedupe: Aggregate = {
    kind: 'aggregate',
    input: aggregate.input,
    keys: [...aggregate.keys, { name: VALUE, expression: value }],
    aggregates: [],
    ...origin,
  };
  const count: Aggregate = {
    kind: 'aggregate',
    input: dedupe,
    keys: aggregate.keys.map((key) => ({ name: key.name, expression: ex.column(key.name) })),
    aggregates: aggregate.aggregates.map(({ name }) => ({
      name,
      call: ex.call('count', ex.column(VALUE)),
    })),
    ...origin,
  };
  return { dedupe, count };
}

const VALUE = '__value';
