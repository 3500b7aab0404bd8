/** Arrow IPC streams as columns in the heap: copied once, read where they lie. */
import { type Data, DataType } from 'apache-arrow';
import { internalError } from '../../../contract/errors.ts';
import { decodeStream } from '../../arrow/ipc.ts';
import { layoutOf } from '../../arrow/layout.ts';
import { plainBatches } from '../../arrow/plain-batches.ts';
import {
  type Arena,
  type ArrowNode,
  createArena,
  writeArray,
  writeBytes,
} from './arrow-structs.ts';
import { arrowTypeOf, decimalFormat } from './arrow-types.ts';
import type { CApi } from './c-api.ts';
import { streamStatistics } from './column-statistics.ts';
import { type HeapBatch, type HeapColumn, makeColumn, orFree } from './heap-column.ts';

/**
 * Columns of one whole Arrow IPC stream, given in parts. It is copied once; columns share the copy,
 * which is freed with the last of them. Gives nothing when the stream has no rows.
 * Throws operational `out-of-memory`, internal errors for streams that cannot be decoded.
 */
export function loadStream(api: CApi, parts: readonly Uint8Array[]): HeapColumn[] {
  const shared = createArena(api);
  return orFree(shared, () => {
    const length = parts.reduce((sum, part) => sum + part.length, 0);
    const start = shared.take(length);
    const heap = api.bytes();
    let end = start;
    for (const part of parts) {
      heap.set(part, end);
      end += part.length;
    }
    // Decoded where it lies: the views' offsets are addresses. They die when the heap grows.
    const { fields, batches: plain } = plainBatches(decodeStream(heap.subarray(start, end)));
    // Before anything else is allocated, which may replace the heap under the views.
    const known = fields.map((field, i) =>
      streamStatistics(
        field,
        plain.map(({ columns }) => columns[i]),
      ),
    );
    const nodes = plain.map(({ columns }) => columns.map((data) => draftOf(data, heap)));
    const [first] = nodes;
    if (first === undefined || fields.length === 0) {
      shared.free();
      return [];
    }
    const release = freeAfter(fields.length, shared);
    return fields.map((field, i): HeapColumn => {
      const { narrow } = first[i] ?? {};
      const declared = arrowTypeOf(field);
      const type = narrow === undefined ? declared : { ...declared, format: narrow };
      const batches = nodes.map((row): HeapBatch => {
        const draft = row[i];
        if (draft === undefined) throw internalError(`a batch without column ${field.name}`);
        const array = writeArray(api, shared, settle(api, shared, draft.node));
        return { kind: 'array', rows: draft.node.length, array };
      });
      const share = Math.ceil(length / fields.length);
      const { name } = field;
      return makeColumn(api, { name, type, batches, bytes: share, free: release }, known[i]);
    });
  });
}

/**
 * Frees what columns share with the last of them. Made here, since a function that is made beside the
 * stream would keep its bytes for as long as the columns live.
 */
function freeAfter(users: number, shared: Arena): () => void {
  let left = users;
  return () => {
    left -= 1;
    if (left === 0) shared.free();
  };
}

/** A node whose buffers are addresses, or bytes that have none yet. */
interface Draft extends Omit<ArrowNode, 'buffers' | 'children'> {
  readonly buffers: readonly (number | Uint8Array)[];
  readonly children: readonly Draft[];
}

function draftOf(data: Data, heap: Uint8Array): { node: Draft; narrow: string | undefined } {
  const narrow = narrowDecimals(data);
  return { node: nodeOf(data, heap), narrow };
}

function nodeOf(data: Data, heap: Uint8Array): Draft {
  const place = (view: unknown): number | Uint8Array => {
    if (!ArrayBuffer.isView(view) || view.byteLength === 0) return 0;
    if (view.buffer === heap.buffer) return view.byteOffset;
    return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  };
  const validity = data.nullCount === 0 ? 0 : place(data.nullBitmap);
  const buffers = (): (number | Uint8Array)[] => {
    switch (layoutOf(data.type)) {
      case 'null':
        return [];
      case 'bits':
      case 'fixed':
        return [validity, place(data.values)];
      case 'bytes':
        return [validity, place(data.valueOffsets), place(data.values)];
      case 'list':
        return [validity, place(data.valueOffsets)];
      case 'fixed-list':
      case 'struct':
        return [validity];
      case 'sparse-union':
        return [place(data.typeIds)];
      case 'dense-union':
        return [place(data.typeIds), place(data.valueOffsets)];
    }
  };
  return {
    length: data.length,
    nullCount: DataType.isUnion(data.type) ? 0 : data.nullCount,
    buffers: buffers(),
    children: data.children.map((child) => nodeOf(child, heap)),
  };
}

/**
 * Decimals of up to 18 digits come with 128 bits; DuckDB holds them in 64 or 32 and would convert them
 * one by one in every scan. They are narrowed where they lie. Gives the new format.
 */
function narrowDecimals({ type, values, length }: Data): string | undefined {
  if (!DataType.isDecimal(type) || type.bitWidth !== 128 || type.precision > 18) return undefined;
  const words = values as Uint32Array;
  if (type.precision <= 9) {
    for (let row = 0; row < length; row++) words[row] = words[4 * row] as number;
    return decimalFormat(type.precision, type.scale, 32);
  }
  for (let row = 0; row < length; row++) {
    words[2 * row] = words[4 * row] as number;
    words[2 * row + 1] = words[4 * row + 1] as number;
  }
  return decimalFormat(type.precision, type.scale, 64);
}

const settle = (api: CApi, arena: Arena, draft: Draft): ArrowNode => ({
  ...draft,
  buffers: draft.buffers.map((buffer) =>
    typeof buffer === 'number' ? buffer : writeBytes(api, arena, buffer),
  ),
  children: draft.children.map((child) => settle(api, arena, child)),
});
