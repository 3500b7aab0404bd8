/** What tells two relations apart by the rows they give: their content, whatever objects hold it. */
import type { Relation, Scan } from '../contract/relation.ts';
import { inputsOf } from '../contract/relation.ts';
import { hashText } from '../document/hash.ts';

/** Where something stands in the document decides no row. */
const PLACES = new Set(['origin', 'span', 'param']);

/**
 * Equal for relations that give the same rows; relations that differ otherwise than by their places
 * in the document have different keys.
 * @param fingerprintOf what the scan's files hold
 */
export function relationKey(relation: Relation, fingerprintOf: (scan: Scan) => string): string {
  const known = new Map<Relation, string>();
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
  return visit(relation);
}
