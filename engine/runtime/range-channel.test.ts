import { expect, onTestFinished, test } from 'vitest';
import { operationalError } from '../contract/errors.ts';
import { createRangeReader, serveRanges } from './range-channel.ts';

const BYTES = Uint8Array.from({ length: 100 }, (_, at) => at);

function serve(channel: string) {
  const asked: string[] = [];
  const stop = serveRanges(channel, async ({ file, fingerprint, start, end }) => {
    asked.push(`${file} ${fingerprint} ${start}-${end}`);
    if (file === 'gone')
      return { ok: false, error: operationalError('file-changed', 'gone').error };
    return { ok: true, value: BYTES.slice(start, end) };
  });
  onTestFinished(stop);
  return asked;
}

test('each reader gets the ranges that it asked for, and none of another', async () => {
  const asked = serve('page');
  const [one, other] = [createRangeReader(), createRangeReader()];
  const range = { file: 'token', fingerprint: 'f' };
  const [a, b, c] = await Promise.all([
    one('page', { ...range, start: 0, end: 3 }),
    other('page', { ...range, start: 10, end: 12 }),
    one('page', { ...range, start: 98, end: 100 }),
  ]);
  expect([[...a], [...b], [...c]]).toEqual([
    [0, 1, 2],
    [10, 11],
    [98, 99],
  ]);
  expect(asked.toSorted()).toEqual(['token f 0-3', 'token f 10-12', 'token f 98-100']);
});

test('what the page cannot read fails as it says', async () => {
  serve('failing');
  const read = createRangeReader()('failing', { file: 'gone', fingerprint: '', start: 0, end: 1 });
  await expect(read).rejects.toMatchObject({ error: { code: 'file-changed', message: 'gone' } });
});
