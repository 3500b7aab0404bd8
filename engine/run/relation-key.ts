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
  const keyOf = (part: Relation): string => {
    const inputs = inputsOf(part);
    const own = JSON.stringify(part, (name, value: unknown) => {
      if (PLACES.has(name)) return undefined;
      const at = inputs.indexOf(value as Relation);
      return at < 0 ? value : known.get(inputs[at] as Relation);
    });
    const source = part.kind === 'scan' ? fingerprintOf(part) : '';
    return hashText(`${own} ${source}`);
  };
  return (relation) => {
    // Inputs first, and without recursion: a pipeline of 500 steps is deeper than a worker's stack.
    const open = [relation];
    for (let part = open.at(-1); part !== undefined; part = open.at(-1)) {
      const missing = inputsOf(part).filter((input) => !known.has(input));
      if (missing.length > 0) {
        open.push(...missing);
        continue;
      }
      if (!known.has(part)) known.set(part, keyOf(part));
      open.pop();
    }
    return known.get(relation) as string;
  };
}

export type RelationKeys = ReturnType<typeof createRelationKeys>;

/** Of the relations of one compiled pipeline. */
export const keysOf = ({ sources }: Pick<LogicalPlan, 'sources'>): RelationKeys =>
  createRelationKeys(({ source }) => {
    const found = sources.get(sourceKey(source));
    if (found === undefined) throw internalError(`A ${source.format} source was not looked at.`);
    return found.fingerprint;
  });
