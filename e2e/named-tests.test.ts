import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '..');
const TEST = /^`([^`]+)`: (.+)$/;

interface Row {
  readonly what: string;
  readonly shown: readonly string[];
}

/** Rows of the tables of a page whose third column is headed `Test`. */
const rowsOf = (page: string): readonly Row[] =>
  readFileSync(join(ROOT, page), 'utf8')
    .split(/\n\n/)
    .map((paragraph) => paragraph.split('\n'))
    .filter(([head = '']) => /^\|[^|]*\|[^|]*\| Test \|$/.test(head))
    .flatMap(([, , ...lines]) => lines.filter((line) => line.startsWith('| ')))
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .map(([, what = '', , tests = '']) => ({ what, shown: tests.split('<br>') }));

test.each([
  ['docs/security.md', 20],
  ['docs/reliability.md', 15],
] as const)('%s names tests that are there, in every row', (page, atLeast) => {
  const rows = rowsOf(page);
  expect(rows.length).toBeGreaterThan(atLeast);
  for (const { what, shown } of rows) {
    for (const one of shown) {
      const [, file = '', title = ''] = TEST.exec(one.trim()) ?? [];
      expect(existsSync(join(ROOT, file)), `${what}: ${one}`).toBe(true);
      expect(readFileSync(join(ROOT, file), 'utf8'), what).toContain(title);
    }
  }
});
