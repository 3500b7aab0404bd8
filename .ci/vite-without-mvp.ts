// duckdb-wasm's bindings bring emscripten's JavaScript twice, for browsers with and without exceptions in
// wasm. The engine has the module with exceptions alone, so half a megabyte is left out, which every
// worker would have to parse.
import type { Plugin } from 'vite';

const BINDINGS = /duckdb-browser-blocking\.mjs$/;
/** What each of the two begins with: the one without exceptions comes first. */
const WRAPPER = /var \w+=\w+\(\(exports,module\)=>\{"use strict";var DuckDB=/g;

export const withoutMvp = (): Plugin => ({
  name: 'sluice-without-mvp',
  transform: {
    filter: { id: BINDINGS },
    handler: (code) => ({ code: leaveOut(code), map: { mappings: '' } }),
  },
});

function leaveOut(code: string): string {
  const [mvp, eh, ...others] = [...code.matchAll(WRAPPER)];
  if (mvp === undefined || eh === undefined || others.length > 0) {
    throw new Error(
      "duckdb-wasm's bindings are not built as they were: see .ci/vite-without-mvp.ts",
    );
  }
  const opening = mvp[0].replace('var DuckDB=', 'module.exports=undefined});');
  return code.slice(0, mvp.index) + opening + code.slice(eh.index);
}
