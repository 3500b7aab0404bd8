import type { FlatColumn, FlatField } from '../../../arrow/flat-column.ts';
import type { OpenParquet } from '../parquet-file.ts';
import { openFlatColumns } from '../read-flat-columns.ts';

export interface FlatBatch {
  readonly rows: number;
  /** In the order of the fields. */
  readonly columns: readonly FlatColumn[];
}

export interface FlatTable {
  readonly fields: readonly FlatField[];
  readonly batches: readonly FlatBatch[];
}

export interface FlatColumns {
  /** One batch for each row group; the fields are in the order in which the columns were asked for. */
  readonly table: FlatTable;
  /** Columns that only `OpenParquet.read` knows how to read. */
  readonly rest: readonly string[];
}

/** All flat columns decoded, each array on its own and full of what was there before. */
export async function readFlatColumns(
  parquet: OpenParquet,
  rowGroups: readonly number[],
  columns: readonly string[],
): Promise<FlatColumns> {
  const sources = await openFlatColumns(parquet, rowGroups, columns);
  const allocate = (sizes: readonly number[]): Uint8Array[] =>
    sizes.map((size) => new Uint8Array(size).fill(0xa5));
  const known = sources.flatMap(({ field, decode }) => {
    const batches = rowGroups.map((_, batch) => decode(batch, allocate));
    return batches.includes(undefined) ? [] : [{ field, batches }];
  });
  const names = new Set(known.map(({ field }) => field.name));
  return {
    table: {
      fields: known.map(({ field }) => field),
      batches: rowGroups.map((group, batch) => ({
        rows: Number(parquet.metadata.row_groups[group]?.num_rows ?? 0),
        columns: known.flatMap(({ batches }) => batches[batch] ?? []),
      })),
    },
    rest: columns.filter((name) => !names.has(name)),
  };
}
