/** Gathers rows of a column by position. */
import type { Data, Union } from 'apache-arrow';
import { gatherBits } from './bitmap.ts';
import {
  asOffsetsOf,
  layoutOf,
  makeColumn,
  offsetsOf,
  sameView,
  validityOf,
  valuesOf,
  wordsOf,
  type Words,
} from './layout.ts';

/**
 * Row `i` of the result is row `indices[i]` of the column.
 * @param indices positions in `data`, 0 .. data.length - 1, in any order and any number of times
 */
export function take(data: Data, indices: Int32Array): Data {
  const { type } = data;
  const length = indices.length;
  const nulls = validityOf(data);
  const validity = nulls === undefined ? undefined : gatherBits(nulls, data.offset, indices);
  switch (layoutOf(type)) {
    case 'null':
      return makeColumn(type, length, {});
    case 'bits':
      return makeColumn(type, length, {
        validity,
        values: gatherBits(data.values as Uint8Array, data.offset, indices),
      });
    case 'fixed': {
      const values = valuesOf(takeWords(wordsOf(data), indices), data);
      return makeColumn(type, length, { validity, values, dictionary: data.dictionary });
    }
    case 'bytes':
      return takeBytes(data, indices, validity);
    case 'list': {
      const { offsets, positions } = spread(offsetsOf(data), indices);
      const children = [take(data.children[0] as Data, positions)];
      return makeColumn(type, length, { validity, offsets, children });
    }
    case 'fixed-list': {
      const positions = spreadFixed(data.stride, indices);
      return makeColumn(type, length, {
        validity,
        children: [take(data.children[0] as Data, positions)],
      });
    }
    case 'struct':
      return makeColumn(type, length, {
        validity,
        children: data.children.map((child) => take(child, indices)),
      });
    case 'sparse-union':
      return makeColumn(type, length, {
        typeIds: takeTypeIds(data, indices),
        children: data.children.map((child) => take(child, indices)),
      });
    case 'dense-union':
      return takeDenseUnion(data, indices);
  }
}

function takeWords({ view, per }: Words, indices: Int32Array): Words['view'] {
  // One loop per element type and width keeps each of them monomorphic.
  if (view instanceof Uint32Array) {
    if (per === 1) return take32(view, indices);
    if (per === 2) return take64(view, indices);
  }
  const result = sameView(view, indices.length * per);
  for (let i = 0, to = 0; i < indices.length; i++) {
    const from = (indices[i] as number) * per;
    for (let k = 0; k < per; k++) result[to++] = view[from + k] as number;
  }
  return result;
}

function take32(view: Uint32Array, indices: Int32Array): Uint32Array {
  const result = new Uint32Array(indices.length);
  for (let i = 0; i < indices.length; i++) result[i] = view[indices[i] as number] as number;
  return result;
}

function take64(view: Uint32Array, indices: Int32Array): Uint32Array {
  const result = new Uint32Array(indices.length * 2);
  for (let i = 0; i < indices.length; i++) {
    const from = (indices[i] as number) * 2;
    result[i * 2] = view[from] as number;
    result[i * 2 + 1] = view[from + 1] as number;
  }
  return result;
}

function takeBytes(data: Data, indices: Int32Array, validity: Uint8Array | undefined): Data {
  const from = offsetsOf(data);
  const source = data.values as Uint8Array;
  const offsets = new Int32Array(indices.length + 1);
  for (let i = 0, end = 0; i < indices.length; i++) {
    const row = indices[i] as number;
    end += (from[row + 1] as number) - (from[row] as number);
    offsets[i + 1] = end;
  }
  const values = new Uint8Array(offsets[indices.length] as number);
  for (let i = 0; i < indices.length; i++) {
    const row = indices[i] as number;
    copyBytes(source, from[row] as number, from[row + 1] as number, values, offsets[i] as number);
  }
  return makeColumn(data.type, indices.length, {
    validity,
    values,
    offsets: asOffsetsOf(data.type, offsets),
  });
}

/** Short texts are copied faster byte by byte than by a call of `set`. */
export function copyBytes(
  source: Uint8Array,
  start: number,
  end: number,
  target: Uint8Array,
  to: number,
): void {
  if (end - start > 48) target.set(source.subarray(start, end), to);
  else for (let k = start, at = to; k < end; k++, at++) target[at] = source[k] as number;
}

/** Offsets of the gathered lists, and the positions of their elements in the child. */
function spread(
  from: Int32Array,
  indices: Int32Array,
): { readonly offsets: Int32Array; readonly positions: Int32Array } {
  const offsets = new Int32Array(indices.length + 1);
  for (let i = 0, end = 0; i < indices.length; i++) {
    const row = indices[i] as number;
    end += (from[row + 1] as number) - (from[row] as number);
    offsets[i + 1] = end;
  }
  const positions = new Int32Array(offsets[indices.length] as number);
  let to = 0;
  for (const row of indices) {
    const end = from[row + 1] as number;
    for (let k = from[row] as number; k < end; k++) positions[to++] = k;
  }
  return { offsets, positions };
}

function spreadFixed(size: number, indices: Int32Array): Int32Array {
  const positions = new Int32Array(indices.length * size);
  let to = 0;
  for (const row of indices) for (let k = 0; k < size; k++) positions[to++] = row * size + k;
  return positions;
}

const takeTypeIds = (data: Data, indices: Int32Array): Int8Array => {
  const source = data.typeIds as Int8Array;
  return Int8Array.from(indices, (row) => source[row] as number);
};

function takeDenseUnion(data: Data, indices: Int32Array): Data {
  const { typeIdToChildIndex } = data.type as Union;
  const typeIds = takeTypeIds(data, indices);
  const from = data.valueOffsets as Int32Array;
  const offsets = new Int32Array(indices.length);
  const rows: number[][] = data.children.map(() => []);
  for (let i = 0; i < indices.length; i++) {
    const child = rows[typeIdToChildIndex[typeIds[i] as number] as number] as number[];
    offsets[i] = child.length;
    child.push(from[indices[i] as number] as number);
  }
  return makeColumn(data.type, indices.length, {
    typeIds,
    offsets,
    children: data.children.map((child, i) => take(child, Int32Array.from(rows[i] ?? []))),
  });
}
