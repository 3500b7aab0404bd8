/** What tells two relations apart by the rows they give: their content, whatever objects hold it. */
import { internalError } from '../contract/errors.ts';
import type { Relation, Scan } from '../contract/relation.ts';
import { inputsOf } from '../contract/relation.ts';
import { hashText } from '../document/hash.ts';
import type { LogicalPlan } from '../logical/compile.ts';
import { sourceKey } from '../logical/compile.ts';

/** Where something stands in the document decides no row. */
const PLACES = new Set(['origin', 'span', 'param']);

/**
 * Equal for relations that give the same rows; relations that differ otherwise than by their places
 * in the document have different keys. Keys are remembered while the relations live.
 * @param fingerprintOf what the scan's files hold
 */
export function createRelationKeys(
  fingerprintOf: (scan: Scan) => string,
): (relation: Relation) => string {
  const known = new WeakMap<Relation, string>();
  const visit = (part: Relation): string => {
    const before = known.get(part);
    if (before !== undefined) return before;
    const inputs = inputsOf(part);
    const own = JSON.stringify(part, (name, value: unknown) => {
      if (PLACES.has(name)) return undefined;
      const at = inputs.indexOf(value as Relation);
      return at < 0 ? value : visit(inputs[at] as Relation);
    });
    const source = part.kind === 'scan' ? fingerprintOf(part) : '';
    const key = hashText(`${own} ${source}`);
    known.set(part, key);
    return key;
  };
  return visit;
}

export type RelationKeys = ReturnType<typeof createRelationKeys>;

/** Of the relations of one compiled pipeline. */
export const keysOf = ({ sources }: Pick<LogicalPlan, 'sources'>): RelationKeys =>
  createRelationKeys(({ source }) => {
    const found = sources.get(sourceKey(source));
    if (found === undefined) throw internalError(`A ${source.format} source was not looked at.`);
    return found.fingerprint;
  });
