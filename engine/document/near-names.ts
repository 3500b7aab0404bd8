/** "Did you mean": near spellings of a name that was not found. */
import leven from 'leven';

/**
 * The candidates that differ from `name` by a slip of the keyboard, nearest first. Case and the
 * separators `_`, `-`, `.` and space weigh nothing; a third of the characters may differ.
 */
export function nearNames(name: string, candidates: Iterable<string>, limit = 3): string[] {
  const wanted = plain(name);
  const allowed = Math.max(1, Math.floor(wanted.length / 3));
  const found: { candidate: string; distance: number }[] = [];
  for (const candidate of new Set(candidates)) {
    const other = plain(candidate);
    const distance = isSwap(wanted, other) ? 1 : leven(wanted, other, { maxDistance: allowed + 1 });
    if (distance <= allowed) found.push({ candidate, distance });
    // `group-by` for `aggregate.group-by`: the last word alone.
    else if (wanted.length > 2 && plain(lastWord(candidate)) === plain(lastWord(name))) {
      found.push({ candidate, distance: allowed + 1 });
    }
  }
  return found
    .sort((a, b) => a.distance - b.distance)
    .slice(0, limit)
    .map((entry) => entry.candidate);
}

/** Two neighbouring characters in the other order: one slip, which Levenshtein counts as two. */
function isSwap(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  const at = a.split('').findIndex((unit, i) => unit !== b[i]);
  return (
    at >= 0 && a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2)
  );
}

const plain = (name: string): string => name.toLowerCase().replaceAll(/[_\-. ]/g, '');

const lastWord = (name: string): string => name.slice(name.lastIndexOf('.') + 1);

/** `"a"`, `"a" or "b"`, `"a", "b" or "c"`. */
export const quotedChoice = (names: readonly string[]): string => {
  const quoted = names.map((name) => `"${name}"`);
  return quoted.length < 2
    ? quoted.join('')
    : `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`;
};

/**
 * What to say about a name that does not exist: near spellings, or the whole choice while it is
 * short. Absent when neither helps.
 */
export function nameHint(name: string, candidates: Iterable<string>): string | undefined {
  const all = [...new Set(candidates)];
  const near = nearNames(name, all);
  if (near.length > 0) return `Did you mean ${quotedChoice(near)}?`;
  if (all.length > 0 && all.length <= 12) return `There is ${quotedChoice(all)}.`;
  return undefined;
}
