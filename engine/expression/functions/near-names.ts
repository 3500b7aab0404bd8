/** Names close to a misspelt one. */

/** Damerau-Levenshtein distance (optimal string alignment), cut off above `limit`. */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        best = Math.min(best, (beforeLast[j - 2] ?? 0) + 1);
      }
      row.push(best);
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}

/** Up to `count` of the names, nearest first: few edits away, or with the whole word inside. */
export function nearNames(name: string, names: Iterable<string>, count = 3): readonly string[] {
  const wanted = name.toLowerCase();
  const limit = Math.max(1, Math.floor(wanted.length / 3));
  const scored: { readonly name: string; readonly score: number }[] = [];
  for (const each of names) {
    const distance = editDistance(wanted, each.toLowerCase(), limit);
    if (distance <= limit) scored.push({ name: each, score: distance });
    else if (wanted.length >= 3 && each.toLowerCase().includes(wanted)) {
      scored.push({ name: each, score: limit + 1 });
    }
  }
  scored.sort((a, b) => a.score - b.score || (a.name < b.name ? -1 : 1));
  return scored.slice(0, count).map((each) => each.name);
}
