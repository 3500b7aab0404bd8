/** Writes the rows of a query as tasks and `writeFile` do, into a real file. */
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FileTarget } from '../../../contract/file-target.ts';
import { parseType } from '../../../contract/parse-type.ts';
import type { Schema } from '../../../contract/schema.ts';
import { openNodeOutput } from '../../../runtime/node-output.ts';
import { crc32 } from '../../crc32.ts';
import type { Session } from '../../duckdb/session.ts';
import type { BlockInfo, WrittenFile } from '../../protocol.ts';
import { prepareEncoder } from '../encode-rows.ts';
import { writeFile } from '../write-file.ts';
import type { BlockId } from '../../../contract/ids.ts';

export const target = (
  format: FileTarget['format'],
  options: Partial<FileTarget> & { readonly csvOptions?: Partial<FileTarget['csv']> } = {},
): FileTarget => {
  const { csvOptions, ...rest } = options;
  return {
    path: 'out',
    format,
    partitionBy: [],
    mode: 'overwrite',
    csv: { delimiter: ',', quote: '"', header: true, nullValue: '', ...csvOptions },
    ...rest,
  };
};

export const temporaryFolder = (): string => mkdtempSync(join(tmpdir(), 'sluice-writers-'));

/** Not `session.describe`, whose connection does not see temporary views. */
export function schemaOf(session: Session, sql: string): Schema {
  const described = session.query(`DESCRIBE ${sql}`);
  const names = described.getChild('column_name');
  const types = described.getChild('column_type');
  return Array.from({ length: described.numRows }, (_, i) => ({
    name: String(names?.get(i)),
    type: parseType(String(types?.get(i))),
  }));
}

/** @param queries one per partition */
export async function writeQueries(
  session: Session,
  queries: readonly string[],
  to: FileTarget,
  path: string,
): Promise<WrittenFile> {
  const contents = new Map<string, Uint8Array>();
  const blocks: BlockInfo[] = [];
  for (const [i, sql] of queries.entries()) {
    const encoder = prepareEncoder(sql, schemaOf(session, sql), to, i === 0);
    const table = await session.stream(encoder.sql);
    const bytes = await encoder.encode(table);
    const rows = table.numRows;
    const id = `block ${i}` as BlockId;
    contents.set(id, bytes);
    blocks.push({ id, worker: 0, rows, bytes: bytes.length, checksum: crc32(bytes) });
  }
  return writeFile(
    {
      target: to,
      format: to.format,
      blocks,
      schema: schemaOf(session, queries[0] ?? 'SELECT 1'),
      temporary: path,
      append: false,
    },
    {
      readBlock: async (block) => contents.get(block.id) as Uint8Array,
      openOutput: openNodeOutput,
    },
  );
}
