/** Memory of the wasm heap. */
import { operationalError } from '../../contract/errors.ts';
import type { Bindings } from './bindings.ts';

/** The bindings do not look whether malloc gave memory, and would write to address 0. */
export function reserve(bindings: Bindings, bytes: number): void {
  const pointer = allocate(bindings, bytes);
  bindings.mod._free(pointer);
}

export function allocate(bindings: Bindings, bytes: number): number {
  const pointer = bindings.mod._malloc(bytes);
  if (pointer === 0 && bytes > 0) {
    throw operationalError(
      'out-of-memory',
      `A worker has no room for ${(bytes / 1e6).toFixed(0)} MB.`,
      { hint: 'Use smaller partitions or fewer workers.' },
    );
  }
  return pointer;
}
