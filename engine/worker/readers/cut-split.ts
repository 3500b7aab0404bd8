/** Cuts a split in two, for tasks that need more memory than there is. */
import type { CsvDialect, SourceDescription, Split } from '../../contract/source.ts';
import type { ByteSource } from '../../runtime/runtime.ts';
import { skipLines } from '../../sources/csv/line-ends.ts';
import { RECORD_START } from '../../sources/csv/record-scanner.ts';
import { scannerFor } from './csv/csv-file.ts';
import type { CsvSplit } from './csv/csv-part.ts';
import { namedEncoding, withoutByteOrderMark } from './text/encoding.ts';

/**
 * Two splits that give the rows of one, in order. Parquet is cut between row groups, CSV between
 * records.
 * @returns undefined for what has one row group or record, is compressed, or is of another format
 */
export async function cutSplit(
  split: Split,
  description: Pick<SourceDescription, 'csv'>,
  bytes: ByteSource,
): Promise<readonly [Split, Split] | undefined> {
  if (split.kind === 'parquet') return cutRowGroups(split);
  if (split.kind !== 'csv' || description.csv === undefined) return undefined;
  return cutRecords(split, description.csv, bytes);
}

function cutRowGroups(
  split: Extract<Split, { kind: 'parquet' }>,
): readonly [Split, Split] | undefined {
  const { rowGroups } = split;
  if (rowGroups.length < 2) return undefined;
  const cut = Math.ceil(rowGroups.length / 2);
  const { rows: _, ...known } = split;
  const part = (groups: readonly number[]): Split => ({
    ...known,
    rowGroups: groups,
    bytes: Math.round((split.bytes * groups.length) / rowGroups.length),
  });
  return [part(rowGroups.slice(0, cut)), part(rowGroups.slice(cut))];
}

async function cutRecords(
  split: CsvSplit,
  dialect: CsvDialect,
  source: ByteSource,
): Promise<readonly [Split, Split] | undefined> {
  const { data } = split;
  const encoding = namedEncoding(dialect.encoding);
  if (data.kind !== 'range' || !encoding.splittable || encoding.unit !== 1) return undefined;
  const raw = await source.read(data.file, data.start, data.end);
  const text = split.first ? withoutByteOrderMark(raw) : raw;
  const body = text.subarray(split.first ? skipLines(text, dialect.skip) : 0);
  const scanner = scannerFor(dialect, body);
  // The header alone is no half.
  const records =
    split.first && dialect.header ? scanner.nextRecord(body, 0, RECORD_START).index : 0;
  if (records === -1) return undefined;
  const middle = records + Math.floor((body.length - records) / 2);
  const state = scanner.advance(body, records, middle, RECORD_START);
  const { index } = scanner.nextRecord(body, middle, state);
  if (index === -1 || index >= body.length) return undefined;
  const at = data.start + (raw.length - body.length) + index;
  const part = (start: number, end: number, first: boolean): Split => {
    const { rows: _, ...known } = split;
    return { ...known, first, data: { ...data, start, end }, bytes: end - start };
  };
  return [part(data.start, at, split.first), part(at, data.end, false)];
}
