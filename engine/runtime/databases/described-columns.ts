/** What is asked of the columns of every database. */
import type { DatabaseReading } from '../../contract/database.ts';
import { userError } from '../../contract/errors.ts';
import { formatType, nameKey, sameName } from '../../contract/schema.ts';
import type { DatabaseSource } from '../../contract/source-spec.ts';
import type { RangeColumn } from './partition-ranges.ts';
import type { MappedColumn } from './postgres-types.ts';

/** The columns to read, in the order in which they are asked for. */
export const columnsOf = (
  { columns }: DatabaseReading,
  names: readonly string[],
): DatabaseReading['columns'] =>
  names.flatMap((name) => columns.find((each) => each.name === name) ?? []);

/** Names of columns differ by more than case in DuckDB. */
export function refuseRepeatedColumns(columns: readonly MappedColumn[]): void {
  const seen = new Set<string>();
  for (const { reading } of columns) {
    const key = nameKey(reading.name);
    if (seen.has(key)) {
      throw userError(
        'duplicate-column',
        `The database gives two columns named "${reading.name}".`,
        {
          param: 'query',
          hint: 'Name the columns of the query apart: case does not count.',
        },
      );
    }
    seen.add(key);
  }
}

const KINDS: Readonly<Record<string, RangeColumn['kind']>> = {
  DATE: 'date',
  TIMESTAMP: 'timestamp',
  'TIMESTAMP WITH TIME ZONE': 'timestamp',
};

const INTEGERS = /^U?(?:TINYINT|SMALLINT|INTEGER|BIGINT)$/;

/** Throws user `unknown-column` and `partition-column`. */
export function findPartitionColumn(
  { partitionColumn = '' }: DatabaseSource,
  columns: readonly MappedColumn[],
): Omit<RangeColumn, 'dialect'> {
  const param = 'partition_column';
  const found =
    columns.find(({ reading }) => reading.name === partitionColumn) ??
    columns.find(({ reading }) => sameName(reading.name, partitionColumn));
  if (found === undefined) {
    throw userError('unknown-column', `There is no column "${partitionColumn}".`, {
      param,
      hint: `There are: ${columns
        .map(({ reading }) => reading.name)
        .slice(0, 10)
        .join(', ')}.`,
    });
  }
  const type = formatType(found.type);
  const kind = INTEGERS.test(type) ? 'integer' : KINDS[type];
  if (kind !== undefined) return { name: found.reading.name, kind };
  throw userError(
    'partition-column',
    `"${found.reading.name}" is ${type}, which has no even ranges.`,
    {
      param,
      hint: 'Choose a column of whole numbers, dates or times, best one with an index.',
    },
  );
}
