import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { tableFromArrays, tableFromIPC, tableToIPC } from 'apache-arrow';
import { expect, onTestFinished, test } from 'vitest';
import { SPLIT_BYTES } from '../sources/split-size.ts';
import { openArrowFolder } from './arrow-folder.ts';

test('rows that a killed process had fetched are removed by the next one that fetches', async () => {
  const { pid } = spawnSync(process.execPath, ['--version']);
  const left = join(tmpdir(), `sluice-${pid}-left`);
  mkdirSync(left);
  writeFileSync(join(left, '000000000.arrow'), 'rows');
  const folder = await openArrowFolder();
  expect(existsSync(left)).toBe(false);
  const own = dirname(folder.pattern);
  await folder.remove();
  expect(existsSync(own)).toBe(false);
});

test('pieces stand one after the other in files of about a split, each of them whole', async () => {
  const folder = await openArrowFolder();
  onTestFinished(folder.remove);
  const rows = 1 << 20;
  const piece = (first: number): Uint8Array =>
    tableToIPC(
      tableFromArrays({ n: Float64Array.from({ length: rows }, (_, i) => first + i) }),
      'stream',
    );
  const files = (): string[] =>
    readdirSync(dirname(folder.pattern))
      .toSorted()
      .map((name) => join(dirname(folder.pattern), name));
  const numbers = (): number[] =>
    files().flatMap((file) => [...(tableFromIPC(readFileSync(file)).getChild('n') ?? [])]);
  for (let pieces = 1; pieces <= 6; pieces += 1) {
    await folder.add(piece((pieces - 1) * rows));
    const all = numbers();
    expect(all).toHaveLength(pieces * rows);
    expect(all.every((value, i) => value === i)).toBe(true);
  }
  expect(files()).toHaveLength(2);
  expect(statSync(files()[0] ?? '').size).toBeGreaterThan(SPLIT_BYTES);
});
