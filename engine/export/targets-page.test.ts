/** A step or function that was never run through the targets must not be on main unnoticed. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { registry } from '../../nodes/registry.ts';
import { FUNCTIONS } from '../expression/functions/catalogue.ts';

const page = readFileSync(new URL('../../docs/targets.md', import.meta.url), 'utf8');

/** Cells of a table's row: the targets' outcomes. */
const cellsOf = (name: string): string[] | undefined =>
  page
    .split('\n')
    .find((line) => line.startsWith(`| \`${name}\` `))
    ?.split('|')
    .slice(2, -1)
    .map((cell) => cell.trim());

test('docs/targets.md says what each target makes of all (else: `npm run equivalence -- -u`)', () => {
  const unknown = [...registry.types(), ...FUNCTIONS.keys()].filter((name) => {
    const cells = cellsOf(name);
    return cells === undefined || cells.length === 0 || cells.includes('');
  });
  expect(unknown).toEqual([]);
});
