/** docs/export.md shows the programs that are exported today: run with `-u` to write them anew. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const PAGE = fileURLToPath(new URL('../../docs/export.md', import.meta.url));
const GOLDEN = fileURLToPath(new URL('golden/', import.meta.url));

test('the programs of docs/export.md are those of today', async () => {
  const page = readFileSync(PAGE, 'utf8');
  let programs = 0;
  const today = page.replaceAll(
    /(<!-- (\S+) -->\n\n```\w+\n)[^]*?(?=```)/g,
    (_, head: string, path: string) => {
      programs += 1;
      return head + readFileSync(GOLDEN + path, 'utf8');
    },
  );
  expect(programs).toBe(3);
  await expect(today).toMatchFileSnapshot(PAGE);
});
