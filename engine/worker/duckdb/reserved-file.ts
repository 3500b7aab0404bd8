/** Files that are filled in the wasm heap, where DuckDB reads them. */
import { toFailure } from './duckdb-error.ts';
import type { Bindings, BindingsLoader } from './bindings.ts';
import { allocate } from './heap.ts';
import type { ReservedFile } from './session.ts';

export function reserveFile(
  bindings: Bindings,
  loader: BindingsLoader,
  length: number,
): ReservedFile {
  const pointer = allocate(bindings, length);
  let owned = true;
  return {
    bytes: () => bindings.mod.HEAPU8.subarray(pointer, pointer + length),
    register: (name, used) => {
      const [status, data, size] = loader.call(
        bindings,
        'duckdb_web_fs_register_file_buffer',
        ['string', 'number', 'number'],
        [name, pointer, used],
      );
      // DuckDB has taken the memory over, and frees it also where it refuses the file.
      owned = false;
      if (status !== 0) throw toFailure(new Error(loader.readText(bindings, data, size)), name);
    },
    release: () => {
      if (owned) bindings.mod._free(pointer);
      owned = false;
    },
  };
}
