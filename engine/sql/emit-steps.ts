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
}

export function emitSteps(target: Relation, options: StepsOptions): string {
  const { nameOf, schemaOf, source, columnsOf } = options;
  const rewritten = new Map<Relation, Relation>();
  const steps: string[] = [];
  const taken = new Set<string>();
  const emit = (relation: Relation): string =>
    formatQuery(
      emitRelation(relation, {
        dialect: 'duckdb',
        leaf: (leaf) => (leaf.kind === 'scan' ? source(leaf) : quoteIdentifier(leaf.stage)),
        columnsOf,
        rowOffset: '0',
      }).sql,
    );
  for (const relation of walk([target])) {
    const inputs = inputsOf(relation).map((input) => rewritten.get(input) ?? input);
    const over = withInputs(relation, inputs);
    const wanted = relation === target ? undefined : nameOf(relation);
    rewritten.set(relation, over);
    if (wanted === undefined) continue;
    const name = freshName(wanted, taken);
    steps.push(`${formatQuery(quoteIdentifier(name))} AS (\n${indent(emit(over))}\n)`);
    rewritten.set(relation, {
      kind: 'stage-output',
      stage: name,
      schema: schemaOf(relation),
      distribution: { kind: 'single' },
      read: 'all',
    });
  }
  const last = emit(rewritten.get(target) ?? target);
  return steps.length === 0 ? last : `WITH ${steps.join(',\n')}\n${last}`;
}

function freshName(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let n = 2; taken.has(nameKey(name)); n += 1) name = `${wanted}_${n}`;
  taken.add(nameKey(name));
  return name;
}

const indent = (text: string): string => text.replace(/^(?=.)/gmu, '  ');
