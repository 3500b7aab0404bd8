/** After all specs have run: the page says what they found. */
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { expect, test } from 'vitest';
import { recorded } from './record.ts';
import { targetTable } from './target-table.ts';

const PAGE = fileURLToPath(new URL('../../docs/targets.md', import.meta.url));

test('docs/targets.md says what ran', async () => {
  const text = await format(targetTable(recorded()), {
    ...(await resolveConfig(PAGE)),
    filepath: PAGE,
  });
  await expect(text).toMatchFileSnapshot(PAGE);
});
