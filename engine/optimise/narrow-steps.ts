/**
 * Leaves out columns that nothing uses, for plans that people read and DuckDB optimises: what a step
 * computes shrinks, while what it merely passes on stays `*`. DuckDB drops those by itself, but not
 * from rows that it stores because more than one step reads them.
 */
import { ex } from '../contract/expression.ts';
import type { Relation } from '../contract/relation.ts';
import { countConsumers, inputsOf, withInputs } from '../contract/relation.ts';
import { nameKey } from '../contract/schema.ts';
import {
  analyseNeeds,
  keptAggregates,
  keptItems,
  keptJoinColumns,
  keptProjectColumns,
} from './column-needs.ts';
import type { Needs } from './column-needs.ts';

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
        ? inputs.map((input, i) => selected(input, taken[i] ?? new Set(), columnsOf))
        : inputs;
    const needs = analysis.needsOf(relation);
    const narrow = narrowed(withInputs(relation, fitting), needs);
    const isStored = (consumers.get(relation) ?? 0) > 1 && KEEPS_ALL.has(relation.kind);
    const result = isStored ? selected(narrow, needs, columnsOf) : narrow;
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

/** Exactly these columns, in their order; a union takes them by position. */
function selected(relation: Relation, needs: Needs, columnsOf: ColumnsOf): Relation {
  const names = columnsOf(relation);
  const wanted = needs.size > 0 ? needs : new Set(names.slice(0, 1).map(nameKey));
  const kept = names.filter((name) => wanted.has(nameKey(name)));
  if (kept.length === names.length) return relation;
  return {
    kind: 'project',
    input: relation,
    columns: kept.map((name) => ({ name, expression: ex.column(name) })),
    ...(relation.origin === undefined ? {} : { origin: relation.origin }),
  };
}

function narrowed(relation: Relation, needs: Needs): Relation {
  switch (relation.kind) {
    case 'project': {
      const columns = keptProjectColumns(relation.columns, needs);
      return columns.length === relation.columns.length ? relation : { ...relation, columns };
    }
    case 'aggregate': {
      const aggregates = keptAggregates(relation, needs);
      const isWhole = aggregates.length === relation.aggregates.length;
      return isWhole ? relation : { ...relation, aggregates };
    }
    case 'join':
    case 'asof-join': {
      const columns = keptJoinColumns(relation, needs);
      return columns.length === relation.columns.length ? relation : { ...relation, columns };
    }
    case 'window': {
      const expressions = keptItems(relation.expressions, needs);
      if (expressions.length === 0) return relation.input;
      const isWhole = expressions.length === relation.expressions.length;
      return isWhole ? relation : { ...relation, expressions };
    }
    default:
      return relation;
  }
}
