import { expect, test, vi } from 'vitest';
import type { Engine } from '../../../engine/run/engine-api.ts';
import { createEngineShelf } from './engine-shelf.ts';

/** What the shelf needs of an engine. */
function engines() {
  const opened: string[] = [];
  const closed: string[] = [];
  const open = (name: string) => async (): Promise<Engine> => {
    opened.push(name);
    return {
      warm: async () => undefined,
      close: async () => void closed.push(name),
    } as Partial<Engine> as Engine;
  };
  return { open, opened, closed };
}

const nothing = async (): Promise<void> => undefined;

test('an engine is opened once, and closed when nobody has asked for long', async () => {
  vi.useFakeTimers();
  try {
    const { open, opened, closed } = engines();
    const shelf = createEngineShelf({ idle: 1000 });
    await Promise.all([shelf.use('a', open('a'), nothing), shelf.use('a', open('a'), nothing)]);
    await vi.advanceTimersByTimeAsync(900);
    await shelf.use('a', open('a'), nothing);
    await vi.advanceTimersByTimeAsync(900);
    expect([opened, closed]).toEqual([['a'], []]);
    await vi.advanceTimersByTimeAsync(200);
    expect(closed).toEqual(['a']);
    await shelf.use('a', open('a'), nothing);
    expect(opened).toEqual(['a', 'a']);
    await shelf.close();
  } finally {
    vi.useRealTimers();
  }
});

test('what is open keeps its engine, however long', async () => {
  vi.useFakeTimers();
  try {
    const { open, closed } = engines();
    const shelf = createEngineShelf({ idle: 1000 });
    await shelf.use('a', open('a'), nothing);
    const release = shelf.hold('a');
    await vi.advanceTimersByTimeAsync(5000);
    expect(closed).toEqual([]);
    release();
    release();
    await vi.advanceTimersByTimeAsync(1500);
    expect(closed).toEqual(['a']);
  } finally {
    vi.useRealTimers();
  }
});

test('the one that was used longest ago makes room; when all work, no further one is opened', async () => {
  const { open, closed } = engines();
  const shelf = createEngineShelf({ most: 2 });
  await shelf.use('a', open('a'), nothing);
  await shelf.use('b', open('b'), nothing);
  await shelf.use('a', open('a'), nothing);
  await shelf.use('c', open('c'), nothing);
  await vi.waitFor(() => expect(closed).toEqual(['b']));
  shelf.hold('a');
  shelf.hold('c');
  await expect(shelf.use('d', open('d'), nothing)).rejects.toMatchObject({
    error: { code: 'host-busy' },
  });
  await shelf.close();
  expect(closed.toSorted()).toEqual(['a', 'b', 'c']);
});

test('an engine that could not be opened is tried again', async () => {
  const { open } = engines();
  const shelf = createEngineShelf();
  const fails = (): Promise<Engine> => Promise.reject(new Error('no room'));
  await expect(shelf.use('a', fails, nothing)).rejects.toThrow('no room');
  await shelf.use('a', open('a'), nothing);
  await shelf.close();
});
