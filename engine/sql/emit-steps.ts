/** A plan as one query for people to read: a named sub-query for each step, in the order of the steps. */
import type { Relation, Scan } from '../contract/relation.ts';
import { countConsumers, inputsOf, walk, withInputs } from '../contract/relation.ts';
import type { Schema } from '../contract/schema.ts';
import { nameKey } from '../contract/schema.ts';
import { quoteIdentifier } from '../expression/quote.ts';
import { emitRelation } from './emit-relation.ts';
import { formatQuery, indent } from './format-query.ts';

export interface StepsOptions {
  /** The step's name for relations that are the rows of one; undefined for those inside a step. */
  readonly nameOf: (relation: Relation) => string | undefined;
  readonly schemaOf: (relation: Relation) => Schema;
  /** A table expression. */
  readonly source: (scan: Scan) => string;
  /** Output columns, also of relations over other inputs than those of the plan. */
  readonly columnsOf: (relation: Relation) => readonly string[];
  /** SQL of a pipeline parameter; absent or undefined: its value. */
  readonly parameter?: (name: string) => string | undefined;
  /** For a DuckDB of many threads: of relations of the plan, see `EmitOptions`. */
  readonly isOrdered?: (relation: Relation) => boolean;
}

export interface StepQuery {
  readonly name: string;
  readonly relation: Relation;
  readonly sql: string;
  /** Read more than once, and in an order: DuckDB would store it with many threads, in any order. */
  readonly inline: boolean;
}

export interface StepQueries {
  /** In an order in which each reads only those before it. */
  readonly steps: readonly StepQuery[];
  /** The query of each target over them. */
  readonly targets: readonly string[];
}

export function emitSteps(target: Relation, options: StepsOptions): string {
  const { steps, targets } = stepQueries([target], options);
  const [last = ''] = targets;
  return withSteps(steps, last);
}

/** One query with the steps as named sub-queries. */
export function withSteps(steps: readonly StepQuery[], query: string): string {
  if (steps.length === 0) return query;
  const parts = steps.map(
    ({ name, sql, inline }) =>
      `${formatQuery(quoteIdentifier(name))} AS ${inline ? 'NOT MATERIALIZED ' : ''}(\n${indent(sql)}\n)`,
  );
  return `WITH ${parts.join(',\n')}\n${query}`;
}

/** A query for each step below the targets, over the names of the steps before it. */
export function stepQueries(targets: readonly Relation[], options: StepsOptions): StepQueries {
  const { nameOf, schemaOf, source, columnsOf, parameter, isOrdered } = options;
  const rewritten = new Map<Relation, Relation>();
  const originals = new Map<Relation, Relation>();
  const inlined = isOrdered === undefined ? new Set<Relation>() : inlinedOf(targets, isOrdered);
  const steps: StepQuery[] = [];
  const taken = new Set<string>();
  const emit = (relation: Relation): string =>
    formatQuery(
      emitRelation(relation, {
        dialect: 'duckdb',
        leaf: (leaf) => (leaf.kind === 'scan' ? source(leaf) : quoteIdentifier(leaf.stage)),
        columnsOf,
        rowOffset: '0',
        ...(parameter === undefined ? {} : { parameter }),
        ...(isOrdered === undefined
          ? {}
          : { isOrdered: (part) => isOrdered(originals.get(part) ?? part) }),
      }).sql,
    );
  const replace = (relation: Relation, by: Relation): void => {
    rewritten.set(relation, by);
    originals.set(by, relation);
  };
  for (const relation of walk(targets)) {
    const inputs = inputsOf(relation).map((input) => rewritten.get(input) ?? input);
    const over = withInputs(relation, inputs);
    const wanted = targets.includes(relation) ? undefined : nameOf(relation);
    replace(relation, over);
    if (wanted === undefined) continue;
    const name = freshName(wanted, taken);
    steps.push({ name, relation, sql: emit(over), inline: inlined.has(relation) });
    replace(relation, {
      kind: 'stage-output',
      stage: name,
      schema: schemaOf(relation),
      distribution: { kind: 'single' },
      read: 'all',
    });
  }
  return { steps, targets: targets.map((target) => emit(rewritten.get(target) ?? target)) };
}

/** Relations in an order that are read more than once, themselves or within what reads them. */
function inlinedOf(
  targets: readonly Relation[],
  isOrdered: (relation: Relation) => boolean,
): ReadonlySet<Relation> {
  const shared = [...countConsumers(targets)].flatMap(([relation, consumers]) =>
    consumers > 1 && isOrdered(relation) ? [relation] : [],
  );
  return new Set(walk(shared).filter(isOrdered));
}

function freshName(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let n = 2; taken.has(nameKey(name)); n += 1) name = `${wanted}_${n}`;
  taken.add(nameKey(name));
  return name;
}
