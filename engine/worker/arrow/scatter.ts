/**
 * Splits rows by partition number: a stable counting sort, one pass per column over the batches as
 * they come, so nothing is joined first. Measured on a shared core, 4M rows into 16 partitions: BIGINT
 * 75 to 110 ms, VARCHAR 340 ms, BIGINT + DOUBLE + VARCHAR 690 ms of CPU time.
 */
import { type Data, RecordBatch, Schema, Struct } from 'apache-arrow';
import { internalError } from '../../contract/errors.ts';
import { getBit, packBits } from './bitmap.ts';
import { concat } from './concat.ts';
import {
  asOffsetsOf,
  layoutOf,
  makeColumn,
  offsetsOf,
  sameView,
  validityOf,
  valuesOf,
  wordsOf,
} from './layout.ts';
import { copyBytes, take } from './take.ts';

/** Where every row goes: all partitions in one sequence, one after the other. */
interface Placement {
  readonly rows: number;
  /** Position of each input row in the sequence. */
  readonly target: Int32Array;
  /** Partition p is `starts[p]` .. `starts[p + 1]` of the sequence. */
  readonly starts: Int32Array;
}

/**
 * The rows of each partition as one batch, in the order they came, without the first column, which
 * holds the partition (UTINYINT or USMALLINT, 0 .. n - 1, never null).
 */
export function scatter(schema: Schema, batches: readonly RecordBatch[], n: number): RecordBatch[] {
  const placement = place(
    batches.map((batch) => batch.data.children[0] as Data),
    n,
  );
  const fields = schema.fields.slice(1);
  const rest = new Schema(fields, schema.metadata, schema.dictionaries, schema.metadataVersion);
  const columns = fields.map(({ type }, i) =>
    batches.length === 0
      ? Array.from({ length: n }, () => makeColumn(type, 0, {}))
      : scatterColumn(
          batches.map((batch) => batch.data.children[i + 1] as Data),
          placement,
        ),
  );
  return Array.from({ length: n }, (_, p) => {
    const children = columns.map((column) => column[p] as Data);
    const struct = makeColumn(new Struct(fields), lengthOf(placement, p), { children });
    return new RecordBatch(rest, struct as Data<Struct>);
  });
}

const lengthOf = ({ starts }: Placement, p: number): number =>
  (starts[p + 1] as number) - (starts[p] as number);

function place(partitions: readonly Data[], n: number): Placement {
  const starts = new Int32Array(n + 1);
  let rows = 0;
  for (const part of partitions) {
    const numbers = part.values as Uint8Array | Uint16Array;
    for (let i = 0; i < part.length; i++) {
      const p = numbers[i] as number;
      if (p >= n) throw internalError(`partition ${p} of ${n}`);
      starts[p + 1] = (starts[p + 1] as number) + 1;
    }
    rows += part.length;
  }
  for (let p = 0; p < n; p++) starts[p + 1] = (starts[p + 1] as number) + (starts[p] as number);
  const next = starts.slice(0, n);
  const target = new Int32Array(rows);
  let row = 0;
  for (const part of partitions) {
    const numbers = part.values as Uint8Array | Uint16Array;
    for (let i = 0; i < part.length; i++) {
      const p = numbers[i] as number;
      const at = next[p] as number;
      target[row++] = at;
      next[p] = at + 1;
    }
  }
  return { rows, target, starts };
}

/** One column per partition. */
function scatterColumn(parts: readonly Data[], placement: Placement): Data[] {
  const layout = layoutOf((parts[0] as Data).type);
  switch (layout) {
    case 'fixed':
      // Dictionaries may differ between batches: join them first.
      return (parts[0] as Data).dictionary === undefined
        ? scatterFixed(parts, placement)
        : scatterAny(parts, placement);
    case 'bytes':
      return scatterBytes(parts, placement);
    case 'bits':
      return scatterBits(parts, placement);
    default:
      return scatterAny(parts, placement);
  }
}

const perPartition = <T>({ starts }: Placement, make: (from: number, to: number) => T): T[] =>
  Array.from({ length: starts.length - 1 }, (_, p) =>
    make(starts[p] as number, starts[p + 1] as number),
  );

/** Nested columns: join, then gather each partition's rows. */
function scatterAny(parts: readonly Data[], placement: Placement): Data[] {
  const { rows, target } = placement;
  const source = new Int32Array(rows);
  for (let row = 0; row < rows; row++) source[target[row] as number] = row;
  const joined = concat(parts);
  return perPartition(placement, (from, to) => take(joined, source.subarray(from, to)));
}

/** Bitmaps of the partitions, undefined where no value is null. */
function scatterValidity(
  parts: readonly Data[],
  { rows, target }: Placement,
): ((from: number, to: number) => Uint8Array) | undefined {
  const bitmaps = parts.map(validityOf);
  if (bitmaps.every((bitmap) => bitmap === undefined)) return undefined;
  const valid = new Uint8Array(rows).fill(1);
  let row = 0;
  parts.forEach((part, i) => {
    const bitmap = bitmaps[i];
    if (bitmap !== undefined) {
      for (let k = 0; k < part.length; k++) {
        valid[target[row + k] as number] = getBit(bitmap, part.offset + k);
      }
    }
    row += part.length;
  });
  return (from, to) => packBits(valid, from, to);
}

function scatterFixed(parts: readonly Data[], placement: Placement): Data[] {
  const first = parts[0] as Data;
  const { view, per } = wordsOf(first);
  const words = sameView(view, placement.rows * per);
  let row = 0;
  for (const part of parts) {
    const source = wordsOf(part).view;
    const target = placement.target.subarray(row, row + part.length);
    if (words instanceof Uint32Array && source instanceof Uint32Array && per === 1) {
      place32(source, target, words);
    } else if (words instanceof Uint32Array && source instanceof Uint32Array && per === 2) {
      place64(source, target, words);
    } else placeWide(source, per, target, words);
    row += part.length;
  }
  const validity = scatterValidity(parts, placement);
  return perPartition(placement, (from, to) =>
    makeColumn(first.type, to - from, {
      validity: validity?.(from, to),
      values: valuesOf(words.subarray(from * per, to * per), first),
    }),
  );
}

function place32(source: Uint32Array, target: Int32Array, words: Uint32Array): void {
  for (let i = 0; i < target.length; i++) words[target[i] as number] = source[i] as number;
}

function place64(source: Uint32Array, target: Int32Array, words: Uint32Array): void {
  for (let i = 0; i < target.length; i++) {
    const to = (target[i] as number) * 2;
    words[to] = source[i * 2] as number;
    words[to + 1] = source[i * 2 + 1] as number;
  }
}

function placeWide(
  source: Uint8Array | Uint16Array | Uint32Array,
  per: number,
  target: Int32Array,
  words: Uint8Array | Uint16Array | Uint32Array,
): void {
  for (let i = 0, from = 0; i < target.length; i++) {
    const to = (target[i] as number) * per;
    for (let k = 0; k < per; k++) words[to + k] = source[from++] as number;
  }
}

function scatterBits(parts: readonly Data[], placement: Placement): Data[] {
  const flags = new Uint8Array(placement.rows);
  let row = 0;
  for (const part of parts) {
    const bits = part.values as Uint8Array;
    for (let i = 0; i < part.length; i++) {
      flags[placement.target[row++] as number] = getBit(bits, part.offset + i);
    }
  }
  const validity = scatterValidity(parts, placement);
  return perPartition(placement, (from, to) =>
    makeColumn((parts[0] as Data).type, to - from, {
      validity: validity?.(from, to),
      values: packBits(flags, from, to),
    }),
  );
}

function scatterBytes(parts: readonly Data[], placement: Placement): Data[] {
  const { rows, target } = placement;
  const { type } = parts[0] as Data;
  // Lengths at their places, then summed up: the start of every value in one run of bytes.
  const ends = new Uint32Array(rows + 1);
  const offsets = parts.map(offsetsOf);
  let row = 0;
  parts.forEach((part, p) => {
    const from = offsets[p] as Int32Array;
    for (let i = 0; i < part.length; i++) {
      ends[(target[row++] as number) + 1] = (from[i + 1] as number) - (from[i] as number);
    }
  });
  for (let i = 1; i <= rows; i++) ends[i] = (ends[i] as number) + (ends[i - 1] as number);
  const bytes = new Uint8Array(ends[rows] as number);
  row = 0;
  parts.forEach((part, p) => {
    const from = offsets[p] as Int32Array;
    const source = part.values as Uint8Array;
    for (let i = 0; i < part.length; i++) {
      const to = ends[target[row++] as number] as number;
      copyBytes(source, from[i] as number, from[i + 1] as number, bytes, to);
    }
  });
  const validity = scatterValidity(parts, placement);
  return perPartition(placement, (from, to) => {
    const base = ends[from] as number;
    const own = new Int32Array(to - from + 1);
    for (let i = from; i <= to; i++) own[i - from] = (ends[i] as number) - base;
    return makeColumn(type, to - from, {
      validity: validity?.(from, to),
      offsets: asOffsetsOf(type, own),
      values: bytes.subarray(base, ends[to] as number),
    });
  });
}
