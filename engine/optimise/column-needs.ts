/** Which columns of each relation anything above it uses. */
import type { Expression } from '../contract/expression.ts';
import type { JoinSide } from '../contract/expression.ts';
import type { AsofJoin, Join, Relation } from '../contract/relation.ts';
import { inputsOf, walk } from '../contract/relation.ts';
import { nameKey } from '../contract/schema.ts';
import { isRowWise, keySet, readsOf, readsOfSide, sortExpressions } from './reads.ts';
import type { RuleContext } from './rule.ts';

type Names = Pick<RuleContext, 'columnsOf'>;

/** Column names by `nameKey`. */
export type Needs = ReadonlySet<string>;

/** The columns that stay of a relation, and what it then takes of each input. */
export interface NeedsAnalysis {
  readonly needsOf: (relation: Relation) => Needs;
  /** Per input, in the order of `inputsOf`. */
  readonly inputNeeds: (relation: Relation) => readonly Needs[];
}

/** A shared relation keeps what any of its consumers needs; roots keep everything. */
export function analyseNeeds(roots: readonly Relation[], context: Names): NeedsAnalysis {
  const needs = new Map<Relation, Set<string>>();
  const inputs = new Map<Relation, readonly Needs[]>();
  const add = (relation: Relation, names: Iterable<string>): void => {
    const before = needs.get(relation) ?? new Set<string>();
    for (const name of names) before.add(name);
    needs.set(relation, before);
  };
  for (const root of roots) add(root, keySet(context.columnsOf(root)));
  for (const relation of walk(roots).toReversed()) {
    const own = needs.get(relation) ?? new Set<string>();
    const taken = takenOfInputs(relation, own, context);
    inputs.set(relation, taken);
    inputsOf(relation).forEach((input, i) => add(input, taken[i] ?? []));
  }
  return {
    needsOf: (relation) => needs.get(relation) ?? new Set(),
    inputNeeds: (relation) => inputs.get(relation) ?? [],
  };
}

/** The expressions of a relation that are still computed when only `needs` are used. */
export function keptItems<Item extends { readonly name: string }>(
  items: readonly Item[],
  needs: Needs,
  mustKeep: (item: Item) => boolean = () => false,
): readonly Item[] {
  return items.filter((item) => needs.has(nameKey(item.name)) || mustKeep(item));
}

function takenOfInputs(relation: Relation, needs: Needs, context: Names): readonly Needs[] {
  const all = (input: Relation): Needs => keySet(context.columnsOf(input));
  /** What the expressions read of the input, and those columns of it that pass through. */
  const of = (
    input: Relation,
    expressions: readonly Expression[],
    passed: Iterable<string> = [],
  ): readonly Needs[] => {
    const columns = all(input);
    const reads = readsOf(expressions);
    if (reads.all) return [columns];
    return [new Set([...passed, ...reads.names].filter((name) => columns.has(name)))];
  };

  switch (relation.kind) {
    case 'scan':
    case 'stage-output':
      return [];
    case 'filter':
      return of(relation.input, [relation.condition], needs);
    case 'project':
      return of(
        relation.input,
        keptProjectColumns(relation.columns, needs).map((column) => column.expression),
      );
    case 'aggregate':
      return of(relation.input, [
        ...relation.keys.map((key) => key.expression),
        ...keptAggregates(relation, needs).map((aggregate) => aggregate.call),
      ]);
    case 'join':
    case 'asof-join':
      return [
        sideNeeds(relation, 'left', needs, context),
        sideNeeds(relation, 'right', needs, context),
      ];
    case 'sort':
      return of(relation.input, sortExpressions(relation.by), needs);
    case 'limit':
    case 'exchange':
      return of(relation.input, [], needs);
    case 'top-n':
      return of(relation.input, [...relation.per, ...sortExpressions(relation.by)], needs);
    case 'distinct':
      if (relation.keys === undefined) return [all(relation.input)];
      return of(relation.input, sortExpressions(relation.order), [
        ...needs,
        ...keySet(relation.keys),
      ]);
    case 'union': {
      const kept = keptPositions(context.columnsOf(relation), needs);
      return relation.inputs.map((input) => {
        const names = context.columnsOf(input);
        return keySet(kept.map((i) => names[i] ?? ''));
      });
    }
    case 'window': {
      const own = keySet(relation.expressions.map((item) => item.name));
      return of(
        relation.input,
        keptItems(relation.expressions, needs).map((item) => item.window),
        [...needs].filter((name) => !own.has(name)),
      );
    }
    case 'pivot':
      return of(
        relation.input,
        relation.aggregates.map((aggregate) => aggregate.call),
        keySet([...relation.rows, relation.column]),
      );
    case 'unpivot': {
      const own = keySet([relation.nameTo, relation.valueTo]);
      return of(
        relation.input,
        [],
        [...[...needs].filter((name) => !own.has(name)), ...keySet(relation.columns)],
      );
    }
    case 'unnest':
      return of(relation.input, [], [...needs, nameKey(relation.column)]);
    case 'sample':
      return of(relation.input, [], [...needs, ...keySet(relation.by)]);
    case 'sink':
      return [all(relation.input)];
    case 'sql':
      return relation.inputs.map((input) => all(input.relation));
  }
}

/** At least one column stays, and every one that decides how many rows there are. */
export function keptProjectColumns<
  Item extends { readonly name: string; readonly expression: Expression },
>(columns: readonly Item[], needs: Needs): readonly Item[] {
  const kept = keptItems(columns, needs, (column) => multipliesRows(column.expression));
  if (kept.length > 0) return kept;
  const cheapest =
    columns.find((column) => column.expression.kind === 'literal') ??
    columns.find((column) => column.expression.kind === 'column') ??
    columns[0];
  return cheapest === undefined ? [] : [cheapest];
}

/** A set-returning function; a window does not multiply, but an opaque text may do either. */
const multipliesRows = (expression: Expression): boolean =>
  expression.kind !== 'window' && !isRowWise(expression);

/** Keys decide the rows; without keys one aggregate must stay to give the one row. */
export function keptAggregates(
  aggregate: Extract<Relation, { kind: 'aggregate' }>,
  needs: Needs,
): (typeof aggregate)['aggregates'] {
  const kept = keptItems(aggregate.aggregates, needs);
  return kept.length + aggregate.keys.length > 0 ? kept : aggregate.aggregates.slice(0, 1);
}

/** Positions of the needed columns; the first one if none is. */
export function keptPositions(names: readonly string[], needs: Needs): readonly number[] {
  const kept = names.flatMap((name, i) => (needs.has(nameKey(name)) ? [i] : []));
  return kept.length > 0 || names.length === 0 ? kept : [0];
}

export function keptJoinColumns(join: Join | AsofJoin, needs: Needs): Join['columns'] {
  const kept = keptItems(join.columns, needs);
  return kept.length > 0 ? kept : join.columns.slice(0, 1);
}

function sideNeeds(join: Join | AsofJoin, side: JoinSide, needs: Needs, context: Names): Needs {
  const columns = keySet(context.columnsOf(join[side]));
  const keys = readsOf([
    ...join.on.map((key) => key[side]),
    ...(join.kind === 'asof-join' ? [join.nearest[side]] : []),
  ]);
  const condition =
    join.kind === 'join' && join.condition !== undefined
      ? readsOfSide(join.condition, side)
      : { names: new Set<string>(), all: false };
  if (keys.all || condition.all) return columns;
  const output = keptJoinColumns(join, needs).filter((column) => column.side === side);
  const used = [
    ...keySet(output.map((column) => column.column)),
    ...keys.names,
    ...condition.names,
  ];
  return new Set(used.filter((name) => columns.has(name)));
}
