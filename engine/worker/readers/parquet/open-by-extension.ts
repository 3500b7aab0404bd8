/** Nested columns by DuckDB's own reader, where its extension was loaded (docs/adr/0013). */
import type { EngineFailure } from '../../../contract/errors.ts';
import { findColumn, formatType } from '../../../contract/schema.ts';
import type { SchemaElement } from 'hyparquet';
import { FILE_PREFIX, type Session } from '../../duckdb/session.ts';
import type { SplitInput, SplitServices } from '../../task-parts.ts';
import type { ReadableSplit } from '../readable-split.ts';
import { quoteName, selectList } from '../table-view.ts';
import { corruptParquet, type OpenParquet } from './parquet-file.ts';
import { topLevelElements } from './parquet-types.ts';

/** Registered files; no two have the same name. */
let files = 0;

/** Readings that a session remembers; then it begins anew. */
const MAX_KNOWN = 4096;
const known = new WeakMap<Session, Set<string>>();

/**
 * A view of the split that decodes while it is queried. The bytes of the columns lie in the heap,
 * compressed, until the split is closed. Undefined where the columns are read otherwise:
 * - none of them is nested;
 * - they are read again, and the column cache makes that cheaper, except for maps: DuckDB checks the
 *   keys of each map that it takes from memory, every time, which costs more than decoding it;
 * - DuckDB gives one another type than the one that is declared.
 * @param content tells splits apart
 */
export async function openByExtension(
  input: SplitInput,
  { session }: SplitServices,
  parquet: OpenParquet,
  content: string,
): Promise<ReadableSplit | undefined> {
  const { split, description } = input;
  if (split.kind !== 'parquet' || !session.readsParquet || split.rows === 0) return undefined;
  const { rowGroups } = split;
  const columns = input.columns.filter((name) => !(name in split.partitionValues));
  const nested = nestedAmong(parquet, columns);
  if (nested.length === 0) return undefined;
  const isFirst = isFirstReading(session, `${content} ${columns.join()}`);
  if (!isFirst && !nested.some(isMap)) return undefined;
  const bytes = await project(parquet, rowGroups, columns);
  const file = `${FILE_PREFIX}rows_${++files}.parquet`;
  const view = quoteName(input.table);
  session.registerFile(file, bytes);
  const declared = columns.map((name) => findColumn(description.schema, name));
  const answer = session.describe(
    `SELECT ${columns.map(quoteName).join(', ')} FROM read_parquet('${file}')`,
  );
  const isSame =
    answer.ok &&
    answer.columns.every(({ type }, i) => {
      const expected = declared[i];
      return expected !== undefined && formatType(type) === formatType(expected.type);
    });
  if (!isSame) {
    session.dropFile(file);
    return undefined;
  }
  const list = selectList(input, () => undefined, true);
  session.execute(
    `CREATE OR REPLACE TEMP VIEW ${view} AS SELECT ${list} FROM read_parquet('${file}')`,
  );
  const facts = { rowsRead: split.rows, bytesRead: split.bytes, rowsRejected: 0 };
  let open = true;
  return {
    ...facts,
    finish: () => facts,
    explain: (failure) => explain(failure, parquet, rowGroups, columns),
    close: () => {
      if (!open) return;
      open = false;
      session.execute(`DROP VIEW IF EXISTS ${view}`);
      session.dropFile(file);
    },
  };
}

function nestedAmong(parquet: OpenParquet, columns: readonly string[]): SchemaElement[] {
  const wanted = new Set(columns);
  return topLevelElements(parquet.metadata.schema).filter(
    ({ name, num_children }) => wanted.has(name) && (num_children ?? 0) > 0,
  );
}

const isMap = ({ converted_type, logical_type }: SchemaElement): boolean =>
  converted_type === 'MAP' || logical_type?.type === 'MAP';

function isFirstReading(session: Session, reading: string): boolean {
  let readings = known.get(session);
  if (readings === undefined || readings.size >= MAX_KNOWN) {
    readings = new Set();
    known.set(session, readings);
  }
  const isFirst = !readings.has(reading);
  readings.add(reading);
  return isFirst;
}

async function project(
  parquet: OpenParquet,
  rowGroups: readonly number[],
  columns: readonly string[],
): Promise<Uint8Array> {
  try {
    return await parquet.project(rowGroups, columns);
  } catch (thrown) {
    throw corruptParquet(parquet.file, undefined, thrown);
  }
}

/** DuckDB has no class for damaged pages: whether the file is to blame, the other reader tells. */
async function explain(
  failure: EngineFailure,
  parquet: OpenParquet,
  rowGroups: readonly number[],
  columns: readonly string[],
): Promise<EngineFailure> {
  try {
    await parquet.read(rowGroups, columns);
    return failure;
  } catch (thrown) {
    return corruptParquet(parquet.file, undefined, thrown);
  }
}
