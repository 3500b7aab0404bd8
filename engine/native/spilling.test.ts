/** Rows beyond the memory limit of native DuckDB, where the temporary folder has no room for them. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createSession } from './native-session.ts';
import { connect, openInstance } from './open-instance.ts';

test('a temporary folder that is full is told, not as too little memory', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sluice-spilling-'));
  const instance = await openInstance({
    folder: `${folder}/`,
    temporaryFolder: join(folder, 'temporary'),
    threads: 2,
    memoryLimit: 60 * 2 ** 20,
  });
  const own = await connect(instance);
  await own.run("SET max_temp_directory_size = '1MB'");
  const session = createSession(await connect(instance));
  try {
    const sorted = 'CREATE TABLE t AS SELECT hash(i) AS h, i FROM range(4000000) r(i) ORDER BY h';
    await expect(session.run(sorted)).rejects.toMatchObject({
      error: {
        kind: 'operational',
        code: 'disk-full',
        hint: expect.stringContaining('TMPDIR') as unknown,
      },
    });
  } finally {
    await session.close();
    own.closeSync();
    instance.closeSync();
    await rm(folder, { recursive: true, force: true });
  }
});
