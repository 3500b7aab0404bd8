import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { operationalError } from '../../contract/errors.ts';
import type { BlockId } from '../../contract/ids.ts';
import type { FileFormat } from '../../contract/file-target.ts';
import { openNodeOutput } from '../../runtime/node-output.ts';
import type { Session } from '../duckdb/session.ts';
import type { WriteFileRequest } from '../protocol.ts';
import { openNodeSession } from '../testing/open-node-session.ts';
import { schemaOf, target, temporaryFolder, writeQueries } from './testing/write-query.ts';
import { writeFile } from './write-file.ts';

const folder = temporaryFolder();
let session: Session;
beforeAll(async () => {
  session = await openNodeSession();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const FORMATS: readonly FileFormat[] = ['csv', 'ndjson', 'json', 'arrow', 'parquet'];
const QUERY = 'SELECT range AS a FROM range(5000)';

test.each(FORMATS)('%s: rows, bytes and folders of a partitioned output', async (format) => {
  const path = join(folder, `${format}.tmp`, 'k=1', `part-0.${format}`);
  const written = await writeQueries(session, [QUERY, QUERY], target(format), path);
  expect(written.rows).toBe(10_000);
  expect(written.bytes).toBeGreaterThan(100);
});

/** Two blocks; the second cannot be read. */
async function lossy(format: FileFormat): Promise<{
  readonly request: (temporary: string) => WriteFileRequest;
  readonly readBlock: (block: { readonly id: BlockId }) => Promise<Uint8Array>;
}> {
  const { stream, rows } = await session.exportStream(QUERY);
  const block = (id: string) => ({
    id: id as BlockId,
    worker: 0,
    rows,
    bytes: stream.length,
    checksum: 0,
  });
  return {
    request: (temporary) => ({
      append: false,
      target: target(format),
      format,
      blocks: [block('kept'), block('lost')],
      schema: schemaOf(session, QUERY),
      temporary,
    }),
    readBlock: async ({ id }) => {
      if (id === 'lost') throw operationalError('block-lost', 'gone');
      return stream;
    },
  };
}

test.each(FORMATS)('%s: a lost block fails, and no file stays', async (format) => {
  const { request, readBlock } = await lossy(format);
  const path = join(folder, `lost.${format}`);
  await expect(
    writeFile(request(path), { readBlock, openOutput: openNodeOutput }),
  ).rejects.toMatchObject({ error: { code: 'block-lost' } });
  expect(existsSync(path)).toBe(false);
});

test.each(FORMATS)('%s: a full disk fails, and the output is given up', async (format) => {
  const { request, readBlock } = await lossy(format);
  const { blocks } = request('');
  let aborted = 0;
  const full = operationalError('disk-full', 'full');
  await expect(
    writeFile(
      { ...request('x'), blocks: blocks.slice(0, 1) },
      {
        readBlock,
        openOutput: async () => ({
          write: () => Promise.reject(full),
          close: () => Promise.resolve({ bytes: 0 }),
          abort: async () => {
            aborted += 1;
          },
        }),
      },
    ),
  ).rejects.toBe(full);
  expect(aborted).toBe(1);
  expect(readdirSync(folder)).not.toContain('x');
});

test('a block that is no Arrow stream is a failure, not an empty file', async () => {
  const { request } = await lossy('parquet');
  const path = join(folder, 'broken.parquet');
  await expect(
    writeFile(request(path), {
      readBlock: async () => Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8),
      openOutput: openNodeOutput,
    }),
  ).rejects.toThrow();
  expect(existsSync(path)).toBe(false);
});
