/**
 * Removes columns that nothing uses: scans read less, projects, aggregates, windows and joins
 * compute less, and what a join, aggregate or sort takes is narrowed so that less is shuffled.
 * A query in SQL and a sink take every column; a scan of rejects is left as it is.
 */
import type { Relation, Scan } from '../contract/relation.ts';
import { inputsOf, withInputs } from '../contract/relation.ts';
import { nameKey } from '../contract/schema.ts';
import { analyseNeeds } from './column-needs.ts';
import type { Needs } from './column-needs.ts';
import { computingLess, selected } from './narrow-relation.ts';
import type { Rule, RuleContext } from './rule.ts';
import { typeWidth } from './type-width.ts';

export const pruneColumns: Rule = {
  name: 'prune-columns',
  apply: (roots, context) => {
    const analysis = analyseNeeds(roots, context);
    const done = new Map<Relation, Relation>();
    const visit = (relation: Relation): Relation => {
      const known = done.get(relation);
      if (known !== undefined) return known;
      const needs = analysis.needsOf(relation);
      const taken = analysis.inputNeeds(relation);
      const inputs = inputsOf(relation).map((input, i) =>
        takeFrom(visit(input), input, relation, taken[i] ?? new Set(), context),
      );
      const result = prune(withInputs(relation, inputs), needs, context);
      done.set(relation, result);
      return result;
    };
    const pruned = roots.map(visit);
    return pruned.every((root, i) => root === roots[i]) ? roots : pruned;
  },
};

/** Kinds that keep or move whole rows, so that narrower rows cost less. */
const TAKES_NARROW: ReadonlySet<Relation['kind']> = new Set<Relation['kind']>([
  'aggregate',
  'join',
  'asof-join',
  'sort',
  'top-n',
  'distinct',
  'window',
  'pivot',
  'unpivot',
  'union',
]);

/** The pruned input as its consumer takes it. */
function takeFrom(
  pruned: Relation,
  input: Relation,
  consumer: Relation,
  needs: Needs,
  context: RuleContext,
): Relation {
  if (!TAKES_NARROW.has(consumer.kind)) return pruned;
  // A union takes columns by position, under the names that the input had.
  return selected(pruned, needs, context.columnsOf(pruned), input.origin);
}

/** The relation without the parts that only serve unused columns. */
function prune(relation: Relation, needs: Needs, context: RuleContext): Relation {
  switch (relation.kind) {
    case 'scan':
      return pruneScan(relation, needs, context);
    case 'unnest': {
      if (relation.positionName === undefined || needs.has(nameKey(relation.positionName))) {
        return relation;
      }
      const { positionName: _, ...rest } = relation;
      return rest;
    }
    default:
      return computingLess(relation, needs);
  }
}

function pruneScan(scan: Scan, needs: Needs, context: RuleContext): Scan {
  if (scan.output === 'rejects') return scan;
  const names = context.columnsOf(scan);
  const kept = names.filter((name) => needs.has(nameKey(name)));
  const columns = kept.length > 0 ? kept : cheapestColumn(scan, names, context);
  return columns.length === names.length ? scan : { ...scan, columns };
}

/** The one column to read when only the number of rows matters. */
function cheapestColumn(
  scan: Scan,
  names: readonly string[],
  context: RuleContext,
): readonly string[] {
  const widths = new Map(
    context.sourceSchema(scan).map((column) => [nameKey(column.name), typeWidth(column.type)]),
  );
  const width = (name: string): number => widths.get(nameKey(name)) ?? Infinity;
  const [first] = names;
  if (first === undefined) return [];
  return [names.reduce((best, name) => (width(name) < width(best) ? name : best), first)];
}
