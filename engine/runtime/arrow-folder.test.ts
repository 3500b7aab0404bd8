import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { openArrowFolder } from './arrow-folder.ts';

test('rows that a killed process had fetched are removed by the next one that fetches', async () => {
  const { pid } = spawnSync(process.execPath, ['--version']);
  const left = join(tmpdir(), `sluice-${pid}-left`);
  mkdirSync(left);
  writeFileSync(join(left, '000000000.arrow'), 'rows');
  const folder = await openArrowFolder();
  expect(existsSync(left)).toBe(false);
  await folder.add(new Uint8Array(3));
  await folder.add(new Uint8Array(4));
  const own = dirname(folder.pattern);
  expect(readdirSync(own)).toEqual(['000000000.arrow', '000000001.arrow']);
  await folder.remove();
  expect(existsSync(own)).toBe(false);
});
