/** Columns from hive partition folders (`year=2024/`): constant within a file. */
import { HIVE_NULL } from '../../contract/file-target.ts';
import type { ColumnType, Schema } from '../../contract/schema.ts';
import { findColumn, formatType, scalar } from '../../contract/schema.ts';
import type { SourceFile } from '../../contract/source.ts';

/**
 * The partition columns of some files, typed like DuckDB does: BIGINT, DATE or TIMESTAMP when every
 * value is one, else VARCHAR. A column that the files themselves have is theirs.
 */
export function partitionColumns(files: readonly SourceFile[], fileColumns: Schema): Schema {
  const names = new Set(files.flatMap((file) => Object.keys(file.partitionValues)));
  return [...names]
    .filter((name) => findColumn(fileColumns, name) === undefined)
    .map((name) => ({
      name,
      type: commonType(files.map((file) => file.partitionValues[name] ?? HIVE_NULL)),
    }));
}

const FORMS: readonly (readonly [RegExp, ColumnType])[] = [
  [/^-?\d{1,18}$/, scalar('BIGINT')],
  [/^\d{4}-\d{2}-\d{2}$/, scalar('DATE')],
  [/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(\.\d+)?$/, scalar('TIMESTAMP')],
];

function commonType(values: readonly string[]): ColumnType {
  const present = values.filter((value) => value !== HIVE_NULL);
  if (present.length === 0) return scalar('VARCHAR');
  const form = FORMS.find(([pattern]) => present.every((value) => pattern.test(value)));
  return form?.[1] ?? scalar('VARCHAR');
}

/** The value of a partition column as a SQL expression. */
export function partitionValueSql(value: string | undefined, type: ColumnType): string {
  const literal =
    value === undefined || value === HIVE_NULL ? 'NULL' : `'${value.replaceAll("'", "''")}'`;
  return `CAST(${literal} AS ${formatType(type)})`;
}

/** The columns of a source that its files hold, in file order. */
export const fileColumns = (
  schema: Schema,
  partitionValues: Readonly<Record<string, string>>,
): Schema => schema.filter((column) => !(column.name in partitionValues));

/** Partition values without those that a column of the files hides. */
export function visiblePartitionValues(
  file: SourceFile,
  columns: Schema,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(file.partitionValues).filter(
      ([name]) => findColumn(columns, name) === undefined,
    ),
  );
}
