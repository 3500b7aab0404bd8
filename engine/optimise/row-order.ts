/** Whose row order anything above depends on. */
import type { Call } from '../contract/expression.ts';
import type { Relation } from '../contract/relation.ts';
import { inputsOf, walk } from '../contract/relation.ts';
import { isRowWise } from './reads.ts';

/**
 * Aggregates that give the same result for rows in any order. Floating-point sums may differ in the
 * last bits, as they do between any two orders of the same rows.
 */
const ANY_ORDER: ReadonlySet<string> = new Set([
  'approx_count_distinct',
  'avg',
  'bit_and',
  'bit_or',
  'bit_xor',
  'bool_and',
  'bool_or',
  'count',
  'count_if',
  'count_star',
  'max',
  'mean',
  'median',
  'min',
  'quantile_cont',
  'quantile_disc',
  'sum',
]);

const isAnyOrder = (call: Call): boolean =>
  ANY_ORDER.has(call.name) &&
  // min(x, n) and max(x, n) give lists.
  (call.args.length < 2 || call.name.startsWith('quantile'));

/** The relations whose order of rows can be seen in a root, or decides what a root holds. */
export function orderedRelations(roots: readonly Relation[]): ReadonlySet<Relation> {
  const ordered = new Set<Relation>(roots);
  for (const relation of walk(roots).toReversed()) {
    if (needsOrder(relation, ordered.has(relation))) {
      inputsInOrder(relation).forEach((input) => ordered.add(input));
    }
  }
  return ordered;
}

/** A semi or anti join only asks whether there is a row on the right. */
const inputsInOrder = (relation: Relation): readonly Relation[] =>
  relation.kind === 'join' && (relation.type === 'semi' || relation.type === 'anti')
    ? [relation.left]
    : inputsOf(relation);

/** Whether the input's order matters, given whether the relation's own does. */
function needsOrder(relation: Relation, own: boolean): boolean {
  switch (relation.kind) {
    case 'aggregate':
    case 'pivot':
      // Groups come in no promised order.
      return !relation.aggregates.every((aggregate) => isAnyOrder(aggregate.call));
    case 'project':
      return own || !relation.columns.every((column) => isRowWise(column.expression));
    case 'filter':
    case 'sort':
    case 'join':
    case 'union':
    case 'unpivot':
    case 'unnest':
      return own;
    case 'distinct':
      return own || relation.keys !== undefined || relation.output === 'duplicates';
    default:
      return true;
  }
}
