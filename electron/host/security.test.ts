import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const TEST = /^`([^`]+)`: (.+)$/;

interface Row {
  readonly threat: string;
  readonly shown: readonly string[];
}

const rows: readonly Row[] = readFileSync(join(ROOT, 'docs/security.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| Threat'))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, threat = '', , tests = '']) => ({ threat, shown: tests.split('<br>') }));

test('docs/security.md names tests that are there, for every threat', () => {
  expect(rows.length).toBeGreaterThan(20);
  for (const { threat, shown } of rows) {
    for (const one of shown) {
      const [, file = '', title = ''] = TEST.exec(one.trim()) ?? [];
      expect(existsSync(join(ROOT, file)), `${threat}: ${one}`).toBe(true);
      expect(readFileSync(join(ROOT, file), 'utf8'), threat).toContain(title);
    }
  }
});
