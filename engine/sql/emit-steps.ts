/** A plan as one query for people to read: a named sub-query for each step, in the order of the steps. */
import type { Relation, Scan } from '../contract/relation.ts';
import { inputsOf, walk, withInputs } from '../contract/relation.ts';
import type { Schema } from '../contract/schema.ts';
import { nameKey } from '../contract/schema.ts';
import { quoteIdentifier } from '../expression/quote.ts';
import { emitRelation } from './emit-relation.ts';
import { formatQuery } from './format-query.ts';

export interface StepsOptions {
  /** The step's name for relations that are the rows of one; undefined for those inside a step. */
  readonly nameOf: (relation: Relation) => string | undefined;
  readonly schemaOf: (relation: Relation) => Schema;
  /** A table expression. */
  readonly source: (scan: Scan) => string;
  /** Output columns, also of relations over other inputs than those of the plan. */
  readonly columnsOf: (relation: Relation) => readonly string[];
  /** Makes another relation of one whose inputs are named steps. */
  readonly rewrite?: (relation: Relation) => Relation;
  /** SQL of a pipeline parameter; absent: its value. */
  readonly parameter?: (name: string) => string;
}

export interface StepQuery {
  readonly name: string;
  readonly relation: Relation;
  readonly sql: string;
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
    ({ name, sql }) => `${formatQuery(quoteIdentifier(name))} AS (\n${indent(sql)}\n)`,
  );
  return `WITH ${parts.join(',\n')}\n${query}`;
}

const same = (relation: Relation): Relation => relation;

/** A query for each step below the targets, over the names of the steps before it. */
export function stepQueries(targets: readonly Relation[], options: StepsOptions): StepQueries {
  const { nameOf, schemaOf, source, columnsOf, parameter, rewrite = same } = options;
  const rewritten = new Map<Relation, Relation>();
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
      }).sql,
    );
  for (const relation of walk(targets)) {
    const inputs = inputsOf(relation).map((input) => rewritten.get(input) ?? input);
    const over = rewrite(withInputs(relation, inputs));
    const wanted = targets.includes(relation) ? undefined : nameOf(relation);
    rewritten.set(relation, over);
    if (wanted === undefined) continue;
    const name = freshName(wanted, taken);
    steps.push({ name, relation, sql: emit(over) });
    rewritten.set(relation, {
      kind: 'stage-output',
      stage: name,
      schema: schemaOf(relation),
      distribution: { kind: 'single' },
      read: 'all',
    });
  }
  return { steps, targets: targets.map((target) => emit(rewritten.get(target) ?? target)) };
}

function freshName(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let n = 2; taken.has(nameKey(name)); n += 1) name = `${wanted}_${n}`;
  taken.add(nameKey(name));
  return name;
}

export const indent = (text: string): string => text.replace(/^(?=.)/gmu, '  ');
