/** Rewriting a plan graph with knowledge of what is shared. */
import type { Relation } from '../contract/relation.ts';
import { countConsumers, inputsOf, withInputs } from '../contract/relation.ts';

/** Whether a relation of the plan under rewrite has more than one consumer. */
export type IsShared = (relation: Relation) => boolean;

/**
 * `transformUp` that also tells which rewritten relations have several consumers: those are
 * computed once, so nothing that serves one consumer alone may be moved into them.
 * Relations that `rewrite` made itself count as not shared.
 */
export function rewriteUp(
  roots: readonly Relation[],
  rewrite: (relation: Relation, isShared: IsShared, original: Relation) => Relation,
): readonly Relation[] {
  const counts = countConsumers(roots);
  const shared = new Set<Relation>();
  const isShared: IsShared = (relation) => shared.has(relation);
  const done = new Map<Relation, Relation>();
  const visit = (relation: Relation): Relation => {
    const known = done.get(relation);
    if (known !== undefined) return known;
    const result = rewrite(withInputs(relation, inputsOf(relation).map(visit)), isShared, relation);
    done.set(relation, result);
    if ((counts.get(relation) ?? 0) > 1) shared.add(result);
    return result;
  };
  const rewritten = roots.map(visit);
  return rewritten.every((root, i) => root === roots[i]) ? roots : rewritten;
}
