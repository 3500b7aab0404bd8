/** Joins columns end to end. */
import type { Data, Union, Vector } from 'apache-arrow';
import { internalError } from '../../contract/errors.ts';
import { bitmapBytes, copyBits, setBits } from './bitmap.ts';
import {
  asOffsetsOf,
  childRows,
  layoutOf,
  makeColumn,
  offsetsOf,
  sameView,
  validityOf,
  valuesOf,
  wordsOf,
} from './layout.ts';

/** Columns of one type end to end; at least one is given. */
export function concat(parts: readonly Data[]): Data {
  const [first] = parts;
  if (first === undefined) throw internalError('nothing to join');
  if (parts.length === 1) return first;
  const { type } = first;
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const validity = concatValidity(parts, length);
  switch (layoutOf(type)) {
    case 'null':
      return makeColumn(type, length, {});
    case 'bits': {
      const values = new Uint8Array(bitmapBytes(length));
      let to = 0;
      for (const part of parts) {
        copyBits(part.values as Uint8Array, part.offset, values, to, part.length);
        to += part.length;
      }
      return makeColumn(type, length, { validity, values });
    }
    case 'fixed':
      return concatFixed(parts, length, validity);
    case 'bytes': {
      const { offsets, ranges } = concatOffsets(parts, length);
      const values = new Uint8Array(offsets[length] as number);
      let to = 0;
      parts.forEach((part, i) => {
        const [begin, end] = ranges[i] as [number, number];
        values.set((part.values as Uint8Array).subarray(begin, end), to);
        to += end - begin;
      });
      return makeColumn(type, length, { validity, values, offsets: asOffsetsOf(type, offsets) });
    }
    case 'list': {
      const { offsets, ranges } = concatOffsets(parts, length);
      const child = concat(
        parts.map((part, i) => {
          const [begin, end] = ranges[i] as [number, number];
          return (part.children[0] as Data).slice(begin, end - begin);
        }),
      );
      return makeColumn(type, length, { validity, offsets, children: [child] });
    }
    case 'fixed-list': {
      const child = concat(parts.map((part) => childRows(part, 0, part.length * part.stride)));
      return makeColumn(type, length, { validity, children: [child] });
    }
    case 'struct':
      return makeColumn(type, length, { validity, children: concatChildren(parts) });
    case 'sparse-union':
      return makeColumn(type, length, {
        typeIds: concatTypeIds(parts, length),
        children: concatChildren(parts),
      });
    case 'dense-union':
      return concatDenseUnions(parts, length);
  }
}

const concatChildren = (parts: readonly Data[]): Data[] =>
  (parts[0] as Data).children.map((_, i) =>
    concat(parts.map((part) => childRows(part, i, part.length))),
  );

function concatValidity(parts: readonly Data[], length: number): Uint8Array | undefined {
  const bitmaps = parts.map(validityOf);
  if (bitmaps.every((bitmap) => bitmap === undefined)) return undefined;
  const result = new Uint8Array(bitmapBytes(length));
  let to = 0;
  parts.forEach((part, i) => {
    const bitmap = bitmaps[i];
    if (bitmap === undefined) setBits(result, to, part.length);
    else copyBits(bitmap, part.offset, result, to, part.length);
    to += part.length;
  });
  return result;
}

function concatFixed(
  parts: readonly Data[],
  length: number,
  validity: Uint8Array | undefined,
): Data {
  const first = parts[0] as Data;
  const { view, per } = wordsOf(first);
  const words = sameView(view, length * per);
  let to = 0;
  for (const part of parts) {
    words.set(wordsOf(part).view, to);
    to += part.length * per;
  }
  const values = valuesOf(words, first);
  if (first.dictionary === undefined) return makeColumn(first.type, length, { validity, values });
  const dictionary = joinDictionaries(parts, values);
  return makeColumn(first.type, length, { validity, values, dictionary });
}

/** One dictionary for all parts: their dictionaries one after the other, the indices shifted. */
function joinDictionaries(parts: readonly Data[], indices: Uint8Array): Vector {
  const distinct = [...new Set(parts.map((part) => part.dictionary as Vector))];
  const [first, ...others] = distinct as [Vector, ...Vector[]];
  if (others.length === 0) return first;
  const starts = new Map<Vector, number>();
  let entries = 0;
  for (const dictionary of distinct) {
    starts.set(dictionary, entries);
    entries += dictionary.length;
  }
  if (entries > 2 ** (8 * indices.BYTES_PER_ELEMENT - 1)) {
    throw internalError('dictionaries of more entries than their index type can count');
  }
  let to = 0;
  for (const part of parts) {
    const shift = starts.get(part.dictionary as Vector) ?? 0;
    const end = to + part.length;
    for (; to < end; to++) indices[to] = (indices[to] as number) + shift;
  }
  return first.concat(...others);
}

function concatOffsets(
  parts: readonly Data[],
  length: number,
): { readonly offsets: Int32Array; readonly ranges: readonly (readonly [number, number])[] } {
  const offsets = new Int32Array(length + 1);
  let row = 0;
  let base = 0;
  const ranges = parts.map((part) => {
    const from = offsetsOf(part);
    const begin = from[0] ?? 0;
    const end = from[part.length] ?? begin;
    for (let i = 1; i <= part.length; i++) offsets[row + i] = base + (from[i] as number) - begin;
    row += part.length;
    base += end - begin;
    return [begin, end] as const;
  });
  if (base > 0x7fffffff) throw internalError('a column of more than 2 GB in one batch');
  return { offsets, ranges };
}

function concatTypeIds(parts: readonly Data[], length: number): Int8Array {
  const result = new Int8Array(length);
  let to = 0;
  for (const part of parts) {
    result.set((part.typeIds as Int8Array).subarray(0, part.length), to);
    to += part.length;
  }
  return result;
}

function concatDenseUnions(parts: readonly Data[], length: number): Data {
  const first = parts[0] as Data;
  const { typeIdToChildIndex } = first.type as Union;
  const bases = first.children.map(() => 0);
  const offsets = new Int32Array(length);
  let to = 0;
  for (const part of parts) {
    const from = part.valueOffsets as Int32Array;
    const typeIds = part.typeIds as Int8Array;
    for (let i = 0; i < part.length; i++) {
      const child = typeIdToChildIndex[typeIds[i] as number] as number;
      offsets[to++] = (from[i] as number) + (bases[child] as number);
    }
    part.children.forEach((child, i) => {
      bases[i] = (bases[i] as number) + child.length;
    });
  }
  return makeColumn(first.type, length, {
    typeIds: concatTypeIds(parts, length),
    offsets,
    children: first.children.map((_, i) => concat(parts.map((part) => part.children[i] as Data))),
  });
}
