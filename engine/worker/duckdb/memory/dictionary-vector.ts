/** Texts of a dictionary as a DuckDB vector, which the rows of a column then select from. */
import type { FlatStrings } from '../../arrow/flat-column.ts';
import { type Arena, writeBytes } from './arrow-structs.ts';
import { type CApi, VARCHAR_TYPE } from './c-api.ts';
import { STRING_BYTES, writeString } from './string-struct.ts';

export interface DictionaryVector {
  readonly vector: number;
  /** What the vector takes beside the arena. */
  readonly bytes: number;
  readonly free: () => void;
}

/**
 * Entries point into the copy of the dictionary's bytes in the arena. One entry more stands for null:
 * that is the index which null rows have.
 */
export function writeDictionary(
  api: CApi,
  arena: Arena,
  dictionary: FlatStrings,
  hasNulls: boolean,
): DictionaryVector {
  const { exports } = api;
  const { offsets, bytes } = dictionary;
  const entries = offsets.length - 1;
  const texts = writeBytes(api, arena, bytes);
  const type = exports.duckdb_create_logical_type(VARCHAR_TYPE);
  const vector = exports.duckdb_create_vector(type, entries + 1, 0);
  api.withHandle(type, exports.duckdb_destroy_logical_type);
  const data = exports.duckdb_vector_get_data(vector);
  const heap = api.bytes();
  const view = api.view();
  for (let entry = 0; entry < entries; entry++) {
    const from = offsets[entry] ?? 0;
    const length = (offsets[entry + 1] ?? 0) - from;
    writeString(heap, view, data + STRING_BYTES * entry, texts + from, length);
  }
  writeString(heap, view, data + STRING_BYTES * entries, texts, 0);
  if (hasNulls) {
    exports.duckdb_vector_ensure_validity_writable(vector);
    exports.duckdb_validity_set_row_invalid(exports.duckdb_vector_get_validity(vector), entries, 0);
  }
  return {
    vector,
    bytes: STRING_BYTES * (entries + 1),
    free: () => api.withHandle(vector, exports.duckdb_destroy_vector),
  };
}
