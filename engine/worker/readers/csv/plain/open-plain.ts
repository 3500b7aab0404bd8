/** Makes a split of plain CSV text queryable: parsed into DuckDB's heap, kept in the column cache. */
import { formatType } from '../../../../contract/schema.ts';
import type { CsvDialect } from '../../../../contract/source.ts';
import { skipLines } from '../../../../sources/csv/line-ends.ts';
import { createRecordScanner, RECORD_START } from '../../../../sources/csv/record-scanner.ts';
import type { FlatSource } from '../../../arrow/flat-column.ts';
import { createColumnCache } from '../../../column-cache.ts';
import type { HeapColumn } from '../../../duckdb/memory/heap-column.ts';
import type { MemoryTables } from '../../../duckdb/memory/memory-tables.ts';
import type { SplitInput, SplitServices } from '../../../task-parts.ts';
import type { ReadableSplit } from '../../readable-split.ts';
import { NO_COLUMNS, openAsTable } from '../../table-view.ts';
import { withoutByteOrderMark } from '../../text/encoding.ts';
import type { CsvSplit, LoadedText } from '../csv-part.ts';
import type { ReadPlan } from '../csv-types.ts';
import { type PlainReading, plainColumns, planPlain } from './plain-columns.ts';

/** The text has to be read by DuckDB. */
const NOT_PLAIN = Symbol('not plain');

/**
 * Columns of larger sources are not kept from task to task: they would take much of the memory there
 * is, and the rest of what is kept with them.
 */
const MAX_KEPT_BYTES = 1024 * 1024 * 1024;

/**
 * @param load the text of the split; the caller releases it where this gives undefined
 * @returns undefined where the text is not plain, or holds a wanted value that is not
 */
export async function openPlainCsv(
  input: SplitInput,
  split: CsvSplit,
  plan: ReadPlan,
  load: () => Promise<LoadedText>,
  services: SplitServices,
): Promise<ReadableSplit | undefined> {
  const { description } = input;
  const { file, start, end } = split.data;
  const wanted = input.columns.filter((name) => !(name in split.partitionValues));
  const reading = planPlain(plan, wanted);
  if (reading === undefined) return undefined;
  const types = plan.columns.map(({ type }) => formatType(type)).join();
  let loaded: LoadedText | undefined;
  const fill = async (missing: readonly string[]): Promise<readonly HeapColumn[]> => {
    loaded = await load();
    const own = reading.wanted.filter(({ name }) => missing.includes(name));
    const columns = parse(
      split,
      plan,
      { ...reading, wanted: own },
      loaded,
      services.session.memory,
    );
    if (columns === undefined) throw NOT_PLAIN;
    loaded.memory.release();
    return columns;
  };
  const columnCache =
    description.bytes > MAX_KEPT_BYTES ? createColumnCache(0) : services.columnCache;
  try {
    return await openAsTable(
      input,
      { ...services, columnCache },
      {
        content: `csv ${description.fingerprint} ${file.name} ${start}-${end} ${types}`,
        bytes: end - start,
        rows: undefined,
        expression: () => undefined,
        fill,
      },
    );
  } catch (thrown) {
    if (thrown === NOT_PLAIN) return undefined;
    loaded?.memory.release();
    throw thrown;
  }
}

/** None when there are no rows. */
function parse(
  split: CsvSplit,
  { dialect }: ReadPlan,
  reading: PlainReading,
  { memory }: LoadedText,
  tables: MemoryTables,
): readonly HeapColumn[] | undefined {
  const text = memory.lines;
  const from = split.first ? recordsStart(text(), dialect, reading.columns) : 0;
  if (from === undefined) return undefined;
  const plain = plainColumns(text, from, reading);
  if (plain === undefined) return undefined;
  const { rows, sources } = plain;
  if (rows === 0) return [];
  return loadAll(sources.length === 0 ? [counter(rows)] : sources, tables);
}

/** Behind byte order mark, skipped lines and header; undefined where the header is not like the rows. */
function recordsStart(text: Uint8Array, dialect: CsvDialect, columns: number): number | undefined {
  const body = withoutByteOrderMark(text);
  const mark = text.length - body.length;
  const header = mark + skipLines(body, dialect.skip);
  if (!dialect.header || header === text.length) return header;
  const scanner = createRecordScanner(dialect);
  const { index } = scanner.nextRecord(text, header, RECORD_START);
  const isLikeRows = index !== -1 && scanner.countFields(text, header, index) === columns;
  return isLikeRows ? index : undefined;
}

/** All of them or, where one fails, none. */
function loadAll(sources: readonly FlatSource[], tables: MemoryTables): HeapColumn[] | undefined {
  const loaded: HeapColumn[] = [];
  let complete = false;
  try {
    for (const source of sources) {
      const column = tables.loadFlat(source);
      if (column === undefined) return undefined;
      loaded.push(column);
    }
    complete = true;
    return loaded;
  } finally {
    if (!complete) for (const column of loaded) column.free();
  }
}

/** A table needs a column, also when only its rows are counted. */
const counter = (rows: number): FlatSource => ({
  field: { name: NO_COLUMNS, type: { kind: 'boolean' }, nullable: false },
  rows: [rows],
  decode: (_batch, allocate) => {
    const [values = new Uint8Array()] = allocate([Math.ceil(rows / 8)]);
    values.fill(0);
    return { kind: 'bits', values, nullCount: 0 };
  },
});
