import { create } from '@bufbuild/protobuf';
import { expect, test } from 'vitest';
import { assembleBatches } from './batches.ts';
import { ExecutePlanResponse_ArrowBatchSchema } from './generated/spark/connect/base_pb.ts';

const part = (fields: { data: string; rows: number; from?: number; chunk?: number; of?: number }) =>
  create(ExecutePlanResponse_ArrowBatchSchema, {
    data: new TextEncoder().encode(fields.data),
    rowCount: BigInt(fields.rows),
    ...(fields.from === undefined ? {} : { startOffset: BigInt(fields.from) }),
    ...(fields.chunk === undefined ? {} : { chunkIndex: BigInt(fields.chunk) }),
    ...(fields.of === undefined ? {} : { numChunksInBatch: BigInt(fields.of) }),
  });
const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);

test('whole batches pass as they are, chunks are joined', () => {
  const batches = assembleBatches();
  expect(batches.take(part({ data: 'ab', rows: 2, from: 0 }))).toMatchObject({ startOffset: 0 });
  expect(batches.take(part({ data: 'c', rows: 3, from: 2, chunk: 0, of: 3 }))).toBeUndefined();
  expect(batches.partial).toBe(true);
  expect(batches.take(part({ data: 'd', rows: 3, from: 2, chunk: 1, of: 3 }))).toBeUndefined();
  const joined = batches.take(part({ data: 'e', rows: 3, from: 2, chunk: 2, of: 3 }));
  expect([text(joined?.ipc), joined?.rows, joined?.startOffset]).toEqual(['cde', 3, 2]);
  expect([batches.rows, batches.partial]).toEqual([5, false]);
  expect(() => batches.end()).not.toThrow();
});

test.each([
  ['a batch is missing', [part({ data: 'a', rows: 1, from: 1 })]],
  ['a batch is twice', [0, 0].map((from) => part({ data: 'a', rows: 1, from }))],
  ['a chunk is missing', [0, 2].map((chunk) => part({ data: 'a', rows: 1, chunk, of: 3 }))],
  ['a batch begins in the midst', [part({ data: 'a', rows: 1, chunk: 1, of: 2 })]],
])('%s: said, not passed over', (_, parts) => {
  const batches = assembleBatches();
  expect(() => parts.forEach((one) => batches.take(one))).toThrow('gap');
});

test('a result that ends within a batch is not whole', () => {
  const batches = assembleBatches(10);
  batches.take(part({ data: 'a', rows: 1, from: 10, chunk: 0, of: 2 }));
  expect(() => batches.end()).toThrow('gap');
});
