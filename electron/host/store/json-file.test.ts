import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { createSettings } from '../settings/settings.ts';
import { memoryLog } from '../testing/memory-log.ts';
import { createJsonFile } from './json-file.ts';

let directory: string;
let path: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'host-store-'));
  path = join(directory, 'config/numbers.json');
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const numbers = (at = path, log = memoryLog()) =>
  createJsonFile({ path: at, version: 1, schema: z.array(z.number()), initial: [], log });

test('is kept for the next start, for its owner alone, and follows another host', async () => {
  const one = numbers();
  expect(await one.read()).toEqual([]);
  await Promise.all([1, 2, 3].map((n) => one.update((all) => [...all, n])));
  const other = numbers();
  expect(await other.update((all) => [...all, 4])).toEqual([1, 2, 3, 4]);
  expect(await one.read()).toEqual([1, 2, 3, 4]);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(await readdir(join(directory, 'config'))).toEqual(['numbers.json']);
});

test.each([
  ['damaged', '{"version": 1, "value": [1,'],
  ['of another form', '{"version": 1, "value": ["one"]}'],
  ['of a newer Sluice', '{"version": 2, "value": [1]}'],
  ['empty', ''],
])('one that is %s steps aside and is not lost', async (_how, text) => {
  await numbers().update(() => []);
  await writeFile(path, text);
  const log = memoryLog();
  expect(await numbers(path, log).update((all) => [...all, 9])).toEqual([9]);
  const aside = (await readdir(join(directory, 'config'))).filter((name) =>
    name.endsWith('.aside'),
  );
  expect(aside).toHaveLength(1);
  expect(await readFile(join(directory, 'config', aside[0] ?? ''), 'utf8')).toBe(text);
  expect(log.lines.join()).toContain('damaged or of a newer Sluice');
});

test('where it cannot be kept, that is told and it holds until the end', async () => {
  await writeFile(join(directory, 'file'), '');
  const file = numbers(join(directory, 'file/numbers.json'));
  await expect(file.update(() => [7])).rejects.toMatchObject({
    error: { kind: 'operational', code: 'store-unwritable' },
  });
  expect(await file.read()).toEqual([7]);
});

test('settings: what is given changes, null takes away', async () => {
  const settings = createSettings(directory, memoryLog());
  expect(await settings.get()).toEqual({ place: 'tab', updates: false });
  await settings.set({ place: 'computer', workers: 4, memory: 1e9 });
  expect(await settings.set({ workers: null, place: undefined })).toEqual({
    place: 'computer',
    memory: 1e9,
    updates: false,
  });
  expect(await createSettings(directory, memoryLog()).get()).toMatchObject({ memory: 1e9 });
});
