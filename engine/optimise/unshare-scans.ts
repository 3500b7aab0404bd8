/**
 * Gives every consumer of a shared scan its own, where reading twice costs little more than once:
 * each then reads its own columns and row groups. Text formats stay shared, and are parsed once.
 */
import type { Relation } from '../contract/relation.ts';
import type { SourceSpec } from '../contract/source-spec.ts';
import { countConsumers, inputsOf, withInputs } from '../contract/relation.ts';
import type { Rule } from './rule.ts';

const QUICK_FORMATS: ReadonlySet<SourceSpec['format']> = new Set<SourceSpec['format']>([
  'parquet',
  'arrow',
  'inline',
  'generate',
]);

export const unshareScans: Rule = {
  name: 'unshare-scans',
  apply: (roots) => {
    const counts = countConsumers(roots);
    const done = new Map<Relation, Relation>();
    const isTakenApart = (relation: Relation): boolean =>
      relation.kind === 'scan' &&
      QUICK_FORMATS.has(relation.source.format) &&
      (counts.get(relation) ?? 0) > 1;
    const visit = (relation: Relation): Relation => {
      if (isTakenApart(relation)) return { ...relation };
      const known = done.get(relation);
      if (known !== undefined) return known;
      const result = withInputs(relation, inputsOf(relation).map(visit));
      done.set(relation, result);
      return result;
    };
    return roots.map(visit);
  },
};
