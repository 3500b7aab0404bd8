import { expect, test, vi } from 'vitest';
import { lookForUpdates } from './updater.ts';

const updater = () => ({
  autoDownload: false,
  autoInstallOnAppQuit: false,
  allowDowngrade: true,
  checkForUpdatesAndNotify: vi.fn(() => Promise.resolve(null)),
});

test.each([
  [true, true, true],
  [true, false, false],
  [false, true, false],
])('published %s, wanted %s: looks %s', async (isPublished, isWanted, looks) => {
  const found = updater();
  const load = vi.fn(() => Promise.resolve(found));
  const onTrouble = vi.fn();
  expect(
    await lookForUpdates({
      isPublished,
      isWanted: () => Promise.resolve(isWanted),
      load,
      onTrouble,
    }),
  ).toBe(looks);
  // What is not wanted is not even loaded.
  expect(load).toHaveBeenCalledTimes(looks ? 1 : 0);
  expect(found.allowDowngrade).toBe(!looks);
  expect(onTrouble).not.toHaveBeenCalled();
});

test('a server that cannot be reached is told in the log and is no reason to stop', async () => {
  const onTrouble = vi.fn();
  const load = () => Promise.reject(new Error('no network'));
  const isWanted = () => Promise.resolve(true);
  expect(await lookForUpdates({ isPublished: true, isWanted, load, onTrouble })).toBe(false);
  expect(onTrouble).toHaveBeenCalledOnce();
});
