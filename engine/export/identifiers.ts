/** Variables for steps and parameters, each once. */

/**
 * @param wanted names in the order in which they are given out
 * @param identifier the language's form of a name
 * @param reserved what must not be a variable
 * @param instead of a reserved one
 */
export function identifiers(
  wanted: readonly string[],
  identifier: (name: string) => string,
  reserved: ReadonlySet<string>,
  instead: (base: string, name: string) => string = (base) => `${base}_`,
): ReadonlyMap<string, string> {
  const taken = new Set(reserved);
  const found = new Map<string, string>();
  for (const name of wanted) {
    const base = identifier(name);
    let free = reserved.has(base) ? instead(base, name) : base;
    for (let n = 2; taken.has(free); n += 1) free = `${base}_${n}`;
    taken.add(free);
    found.set(name, free);
  }
  return found;
}
