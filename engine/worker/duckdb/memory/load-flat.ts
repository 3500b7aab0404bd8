/** Flat columns, decoded into the heap batch by batch. */
import type { FlatColumn, FlatField, FlatSource } from '../../arrow/flat-column.ts';
import {
  type Arena,
  type ArrowType,
  createArena,
  writeArray,
  writeBytes,
} from './arrow-structs.ts';
import { flatFormat } from './arrow-types.ts';
import type { CApi } from './c-api.ts';
import { learnFlat } from './column-statistics.ts';
import { type DictionaryVector, writeDictionary } from './dictionary-vector.ts';
import { type HeapBatch, type HeapColumn, makeColumn, orFree } from './heap-column.ts';

/** A flat column with rows, decoded into the heap; undefined where a batch cannot be decoded. */
export function loadFlat(api: CApi, source: FlatSource): HeapColumn | undefined {
  const { field, rows, decode } = source;
  const arena = createArena(api);
  const vectors: DictionaryVector[] = [];
  const free = freeOf(vectors, arena);
  return orFree({ free }, () => {
    const learner = learnFlat(field.type, source.range);
    const batches: HeapBatch[] = [];
    for (const [i, count] of rows.entries()) {
      if (count === 0) continue;
      const values = decode(i, (sizes) => allocateIn(api, arena, sizes));
      if (values === undefined) {
        free();
        return undefined;
      }
      learner.add(values);
      if (values.kind === 'dictionary') {
        const [indices = 0] = placed(api, arena, [bytesOf(values.indices)]);
        const vector = writeDictionary(api, arena, values.dictionary, values.nullCount > 0);
        vectors.push(vector);
        batches.push({ kind: 'dictionary', rows: count, indices, vector: vector.vector });
      } else {
        batches.push({ kind: 'array', rows: count, array: writeFlat(api, arena, values, count) });
      }
    }
    const { name } = field;
    const bytes = vectors.reduce((sum, vector) => sum + vector.bytes, arena.bytes());
    const content = { name, type: flatType(field), batches, bytes, free };
    return makeColumn(api, content, learner.finish());
  });
}

/** Made here: a function that is made beside the source would keep it for as long as the column lives. */
const freeOf = (vectors: readonly DictionaryVector[], arena: Arena) => (): void => {
  for (const vector of vectors) vector.free();
  arena.free();
};

/** In one piece, so that the heap grows before the first array is there. */
function allocateIn(api: CApi, arena: Arena, sizes: readonly number[]): Uint8Array[] {
  const lengths = sizes.map((size) => (size + 7) & ~7);
  let at = arena.take(lengths.reduce((sum, length) => sum + length, 0));
  const heap = api.bytes();
  return sizes.map((size, i) => {
    const array = heap.subarray(at, at + size);
    at += lengths[i] ?? 0;
    return array;
  });
}

/** Addresses of arrays: where they lie in the heap, or of copies. */
function placed(api: CApi, arena: Arena, arrays: readonly Uint8Array[]): number[] {
  const { buffer } = api.bytes();
  const drafts = arrays.map((array) =>
    array.byteLength === 0 ? 0 : array.buffer === buffer ? array.byteOffset : array,
  );
  return drafts.map((draft) => (typeof draft === 'number' ? draft : writeBytes(api, arena, draft)));
}

const flatType = ({ name, type }: FlatField): ArrowType => ({
  name,
  format: flatFormat(type),
  children: [],
});

function writeFlat(
  api: CApi,
  arena: Arena,
  values: Exclude<FlatColumn, { kind: 'dictionary' }>,
  rows: number,
): number {
  const { validity = new Uint8Array(), nullCount } = values;
  const arrays =
    'offsets' in values
      ? [validity, bytesOf(values.offsets), values.bytes]
      : [validity, values.values];
  const buffers = placed(api, arena, arrays);
  return writeArray(api, arena, { length: rows, nullCount, buffers, children: [] });
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Int32Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);
