/** What emscripten's start has to see of the 75,000 functions and values that DuckDB's module exports. */

/**
 * The module is built so that extensions could be linked to it: it exports every C++ function, and the
 * start makes a table entry, a global and two properties for each of them, over 400 ms per worker.
 * Only what the module links to itself through its offset table (`GOT.func`, `GOT.mem`), what an
 * extension links to, and what emscripten's JavaScript calls matter; the latter have C names.
 * The order is kept.
 * @param module the module of which `exports` are
 * @param needed symbols that an extension takes
 */
export function linkedExports(
  module: WebAssembly.Module,
  exports: WebAssembly.Exports,
  needed: readonly string[] = [],
): WebAssembly.Exports {
  const isLinked = linkedIn(module, needed);
  const kept: WebAssembly.Exports = {};
  for (const name of Object.keys(exports)) {
    if (isLinked(name)) kept[name] = exports[name] as WebAssembly.ExportValue;
  }
  return kept;
}

/** Tells of a name that the module exports whether anything links to it. */
export function linkedIn(
  module: WebAssembly.Module,
  needed: readonly string[],
): (name: string) => boolean {
  const linked = new Set(
    WebAssembly.Module.imports(module)
      .filter((imported) => imported.module.startsWith('GOT.'))
      .map(({ name }) => name),
  );
  for (const name of needed) linked.add(symbolOf(name));
  return (name) => {
    const symbol = symbolOf(name);
    return !symbol.startsWith(MANGLED) || linked.has(symbol);
  };
}

const symbolOf = (name: string): string =>
  name.startsWith(UNCHANGED) ? name.slice(UNCHANGED.length) : name;

/** Before the name of a function with 64-bit numbers, which is also exported in a form for JavaScript. */
const UNCHANGED = 'orig$';
/** C++ names in the Itanium ABI. */
const MANGLED = '_Z';
