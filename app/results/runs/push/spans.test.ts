import { expect, test } from 'vitest';
import { stateSpans } from './spans.ts';

test('each state is as long as it took; one that goes on lasts until now, an end is a moment', () => {
  const running = [
    { state: 'translated', at: 1000 },
    { state: 'submitted', at: 1500 },
    { state: 'running', at: 2000 },
  ] as const;
  expect(stateSpans([...running], 5000)).toEqual([
    { state: 'translated', milliseconds: 500, share: 0.125 },
    { state: 'submitted', milliseconds: 500, share: 0.125 },
    { state: 'running', milliseconds: 3000, share: 0.75 },
  ]);
  const ended = stateSpans([...running, { state: 'failed', at: 3000 }], 3000);
  expect(ended.map(({ state, milliseconds }) => [state, milliseconds])).toEqual([
    ['translated', 500],
    ['submitted', 500],
    ['running', 1000],
  ]);
  expect(stateSpans([{ state: 'translated', at: 7 }], 7)).toMatchObject([{ share: 0 }]);
});
