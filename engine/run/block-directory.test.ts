import { expect, test } from 'vitest';
import { blockId, taskId } from '../contract/ids.ts';
import { BlockDirectory } from './block-directory.ts';

const task = { id: taskId('t'), attempt: 1, inputs: [], setup: [], outputs: [] };

function directoryOf(...names: readonly string[]) {
  const directory = new BlockDirectory();
  const ids = names.map(blockId);
  for (const id of ids) directory.add({ id, worker: 3, rows: 1, bytes: 100, checksum: 0 }, task);
  return { directory, ids };
}

test('what is pinned stays, however long ago it was used', () => {
  const { directory, ids } = directoryOf('a', 'b', 'c');
  directory.pin(ids.slice(0, 1));
  expect([...directory.evict(150)]).toEqual([[3, ids.slice(1)]]);
  expect(directory.bytes).toBe(100);
});

test('what nobody pins any more is let go of at once', () => {
  const { directory, ids } = directoryOf('a', 'b');
  directory.pin(ids);
  directory.pin(ids.slice(1));
  expect([...directory.unpin(ids)]).toEqual([[3, ids.slice(0, 1)]]);
  expect([...directory.unpin(ids.slice(1))]).toEqual([[3, ids.slice(1)]]);
  expect(directory.bytes).toBe(0);
});

test('a pinned block of a lost worker is gone, but not the task that makes it', () => {
  const { directory, ids } = directoryOf('a');
  directory.pin(ids);
  directory.forgetWorker(3);
  const [id] = ids;
  if (id === undefined) throw new Error('no block');
  expect([directory.find(id), directory.taskOf(id)]).toEqual([undefined, task]);
});
