import { expect, test } from 'vitest';
import { z } from 'zod';
import { check } from './zod-issues.ts';

const schema = z
  .strictObject({
    rows: z.int().min(1),
    names: z.array(z.string()).min(1, 'Give at least one name.').default(['a']),
    path: z.union([z.string(), z.array(z.string())], { error: 'Give a path or a list.' }),
  })
  .refine(({ rows }) => rows !== 13, { message: 'not on a Friday', path: ['rows'] })
  .refine(({ path }) => path !== 'b', 'Choose another path.');

/** What stands in a file or a terminal, and what stands beside a field. */
const said = (value: unknown): [string, string][] => {
  const result = check(schema, value);
  return result.ok
    ? []
    : result.findings.map(({ message, shortMessage }) => [message, shortMessage]);
};

test.each([
  [{ rows: 0, path: 'a' }, '"rows" must be at least 1.', 'Must be at least 1.'],
  [
    { rows: 'x', path: 'a' },
    '"rows" must be a number, but is the text "x".',
    'Must be a number, but is the text "x".',
  ],
  [{ path: 'a' }, '"rows" is missing.', 'Is missing.'],
  [{ rows: 13, path: 'a' }, '"rows": Not on a Friday.', 'Not on a Friday.'],
  [{ rows: 1, path: 'b' }, 'Choose another path.', 'Choose another path.'],
  [
    { rows: 1, path: 'a', names: [] },
    '"names": Give at least one name.',
    'Give at least one name.',
  ],
  [{ rows: 1, path: 5 }, '"path": Give a path or a list.', 'Give a path or a list.'],
  [
    { rows: 1, path: [5] },
    '"path[0]" must be a text, but is the number 5.',
    'Must be a text, but is the number 5.',
  ],
  [{ rows: 1, path: 'a', row: 2 }, '"row" is not known here.', '"row" is not known here.'],
])('%j', (value, message, beside) => {
  expect(said(value)).toEqual([[message, beside]]);
});
