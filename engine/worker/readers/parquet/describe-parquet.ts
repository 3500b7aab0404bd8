/** Looks at the footers of Parquet files: schema, row groups, statistics, exact rows. */
import type { FileMetaData } from 'hyparquet';
import { userError } from '../../../contract/errors.ts';
import type { ParquetSource } from '../../../contract/source-spec.ts';
import { formatType, type Schema } from '../../../contract/schema.ts';
import type { SourceDescription, SourceFile, Split } from '../../../contract/source.ts';
import type { Session } from '../../duckdb/session.ts';
import type { DescribeRequest } from '../../protocol.ts';
import { normaliseStream } from '../arrow/normalise.ts';
import type { DescribeContext } from '../csv/describe-csv.ts';
import { fingerprintOf } from '../fingerprint.ts';
import { partitionColumns, visiblePartitionValues } from '../partition-columns.ts';
import { quoteName } from '../table-view.ts';
import { openParquet } from './parquet-file.ts';
import { columnRanges } from './parquet-footer.ts';
import { columnExpression, topLevelElements } from './parquet-types.ts';

/**
 * Uncompressed bytes of a split: row groups are taken together until they hold this much. All columns
 * count, though a scan may need few, so that splits depend on the file alone.
 */
export const PARQUET_SPLIT_BYTES = 32 * 1024 * 1024;

/** Files with more columns carry no ranges: the plan would outgrow its use. */
const MAX_RANGE_COLUMNS = 200;

interface Footer {
  readonly source: SourceFile;
  readonly metadata: FileMetaData;
}

export async function describeParquet(
  request: DescribeRequest & { readonly spec: ParquetSource },
  context: DescribeContext,
): Promise<SourceDescription> {
  const { spec, files } = request;
  const footers: Footer[] = [];
  for (const source of files) {
    const { metadata } = await openParquet(source.file, context.bytes);
    footers.push({ source, metadata });
  }
  const [first] = footers;
  if (first === undefined) throw userError('empty-file', 'There is no file to read.');
  const columns = await readSchema(context, first);
  for (const other of footers.slice(1)) await checkSame(context, first, columns, other);
  const splits = makeSplits(footers, columns, context.splitBytes ?? PARQUET_SPLIT_BYTES);
  return {
    spec,
    files,
    schema: [...columns, ...partitionColumns(files, columns)],
    splits,
    bytes: files.reduce((sum, { file }) => sum + file.size, 0),
    rows: splits.reduce((sum, split) => sum + (split.rows ?? 0), 0),
    fingerprint: fingerprintOf(request),
  };
}

/** The types that DuckDB gives the columns, asked of DuckDB with an empty table. */
async function readSchema(context: DescribeContext, footer: Footer): Promise<Schema> {
  const { file } = footer.source;
  const parquet = await openParquet(file, context.bytes);
  const { stream, casts } = normaliseStream(parquet.schemaStream(), file.name);
  const items = topLevelElements(footer.metadata.schema).map((element) => {
    const cast = casts.get(element.name);
    const own = cast === undefined ? undefined : `CAST(${quoteName(element.name)} AS ${cast})`;
    const sql = columnExpression(element) ?? own ?? quoteName(element.name);
    return `${sql} AS ${quoteName(element.name)}`;
  });
  return describeTable(context.session, stream, items);
}

const PROBE = 'parquet_schema_probe';

/** Types of expressions over the columns of a stream. */
export function describeTable(
  session: Session,
  stream: Uint8Array,
  items: readonly string[],
): Schema {
  session.insertArrow(PROBE, stream);
  try {
    const answer = session.describe(`SELECT ${items.join(', ')} FROM ${PROBE}`);
    if (!answer.ok) throw userError('unsupported-type', answer.message);
    return answer.columns;
  } finally {
    session.execute(`DROP TABLE IF EXISTS ${PROBE}`);
  }
}

async function checkSame(
  context: DescribeContext,
  first: Footer,
  columns: Schema,
  other: Footer,
): Promise<void> {
  if (sameElements(first.metadata, other.metadata)) return;
  const theirs = await readSchema(context, other);
  const describe = (schema: Schema): string[] =>
    schema.map(({ name, type }) => `${name} ${formatType(type)}`);
  const [mine, yours] = [describe(columns), describe(theirs)];
  if (JSON.stringify(mine) === JSON.stringify(yours)) return;
  const missing = mine.filter((column) => !yours.includes(column));
  const added = yours.filter((column) => !mine.includes(column));
  const { name } = other.source.file;
  throw userError('files-differ', `${name} has other columns than ${first.source.file.name}.`, {
    param: 'path',
    hint: `Only in the first: ${missing.join(', ') || 'none'}; only in this one: ${added.join(', ') || 'none (the order differs)'}. Read them as separate inputs and unite them.`,
    location: { file: name },
  });
}

const sameElements = (a: FileMetaData, b: FileMetaData): boolean =>
  JSON.stringify(a.schema) === JSON.stringify(b.schema);

function makeSplits(
  footers: readonly Footer[],
  columns: Schema,
  splitBytes: number,
): readonly Split[] {
  const splits: Split[] = [];
  for (const { source, metadata } of footers) {
    const partitionValues = visiblePartitionValues(source, columns);
    const leaves = metadata.schema.length;
    let groups: number[] = [];
    let size = 0;
    metadata.row_groups.forEach((group, i) => {
      groups.push(i);
      size += Number(group.total_byte_size);
      const isLast = i === metadata.row_groups.length - 1;
      if (size < splitBytes && !isLast) return;
      const members = groups.flatMap((index) => metadata.row_groups[index] ?? []);
      const ranges =
        leaves > MAX_RANGE_COLUMNS ? undefined : columnRanges(metadata.schema, members);
      splits.push({
        kind: 'parquet',
        index: splits.length,
        file: source.file,
        rowGroups: groups,
        partitionValues,
        bytes: members.reduce((sum, member) => sum + compressedSize(member), 0),
        rows: members.reduce((sum, member) => sum + Number(member.num_rows), 0),
        ...(ranges === undefined ? {} : { ranges }),
      });
      groups = [];
      size = 0;
    });
  }
  return splits;
}

const compressedSize = (group: FileMetaData['row_groups'][number]): number =>
  Number(
    group.columns.reduce(
      (sum, column) => sum + (column.meta_data?.total_compressed_size ?? 0n),
      0n,
    ),
  );
