/**
 * Leaves out columns that nothing uses, for plans that people read and DuckDB optimises: what a step
 * computes shrinks, while what it merely passes on stays `*`. DuckDB drops those by itself, but not
 * from rows that it stores because more than one step reads them.
 */
import type { Relation } from '../contract/relation.ts';
import { countConsumers, inputsOf, withInputs } from '../contract/relation.ts';
import { analyseNeeds } from './column-needs.ts';
import { computingLess, selected } from './narrow-relation.ts';

export interface NarrowSteps {
  /** One for one. */
  readonly roots: readonly Relation[];
  /** The relation that a narrow one stands for; itself where it is none. */
  readonly originalOf: (relation: Relation) => Relation;
}

type ColumnsOf = (relation: Relation) => readonly string[];

export function narrowSteps(roots: readonly Relation[], columnsOf: ColumnsOf): NarrowSteps {
  const analysis = analyseNeeds(roots, { columnsOf });
  const consumers = countConsumers(roots);
  const done = new Map<Relation, Relation>();
  const originals = new Map<Relation, Relation>();
  const visit = (relation: Relation): Relation => {
    const known = done.get(relation);
    if (known !== undefined) return known;
    const inputs = inputsOf(relation).map(visit);
    const taken = analysis.inputNeeds(relation);
    const fitting =
      relation.kind === 'union'
        ? inputs.map((input, i) => selected(input, taken[i] ?? new Set(), columnsOf(input)))
        : inputs;
    const needs = analysis.needsOf(relation);
    const narrow = computingLess(withInputs(relation, fitting), needs);
    const isStored = (consumers.get(relation) ?? 0) > 1 && KEEPS_ALL.has(relation.kind);
    const result = isStored ? selected(narrow, needs, columnsOf(narrow)) : narrow;
    done.set(relation, result);
    // A window of which nothing is left is its input.
    if (!originals.has(result)) originals.set(result, relation);
    return result;
  };
  const found = roots.map(visit);
  return { roots: found, originalOf: (relation) => originals.get(relation) ?? relation };
}

/** Kinds that are stored where several steps read them, and pass on the columns of their input. */
const KEEPS_ALL: ReadonlySet<Relation['kind']> = new Set<Relation['kind']>([
  'distinct',
  'sample',
  'sort',
  'top-n',
  'unnest',
  'unpivot',
  'window',
]);
