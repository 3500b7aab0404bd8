import { expect, test } from 'vitest';
import { artifactRequests } from './artifacts.ts';

const bytes = (length: number) => Uint8Array.from({ length }, (_, i) => i % 251);
const payloads = (sizes: readonly number[]) =>
  [
    ...artifactRequests(
      { sessionId: 's' },
      sizes.map((size, i) => ({ name: `files/${i}`, data: bytes(size) })),
      10,
    ),
  ].map(({ payload }) => payload);

test('small files travel together, up to the size of a chunk', () => {
  const names = payloads([4, 6, 1, 0]).map((payload) =>
    payload.case === 'batch' ? payload.value.artifacts.map(({ name }) => name) : payload.case,
  );
  expect(names).toEqual([
    ['files/0', 'files/1'],
    ['files/2', 'files/3'],
  ]);
});

test('a large file comes in chunks, in order among the others', () => {
  const sent = payloads([3, 25, 3]);
  expect(sent.map((payload) => payload.case)).toEqual([
    'batch',
    'beginChunk',
    'chunk',
    'chunk',
    'batch',
  ]);
  expect(sent[1]?.value).toMatchObject({ name: 'files/1', totalBytes: 25n, numChunks: 3n });
  const parts = sent.flatMap((payload) => {
    if (payload.case === 'beginChunk') return [payload.value.initialChunk?.data];
    return payload.case === 'chunk' ? [payload.value.data] : [];
  });
  expect(parts.map((data) => data?.length)).toEqual([10, 10, 5]);
  expect(Buffer.concat(parts.map((data) => data ?? new Uint8Array()))).toEqual(
    Buffer.from(bytes(25)),
  );
});

test('each chunk has the CRC-32 of its bytes', () => {
  const [payload] = [
    ...artifactRequests({}, [{ name: 'n', data: new TextEncoder().encode('123456789') }]),
  ].map((request) => request.payload);
  // The check value that every table of CRCs gives for CRC-32.
  expect(payload?.case === 'batch' && payload.value.artifacts[0]?.data?.crc).toBe(0xcbf43926n);
});
