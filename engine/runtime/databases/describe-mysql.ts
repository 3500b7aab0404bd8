/** What a table or query of MariaDB and MySQL gives, and how it splits. */
import type { DatabaseReading } from '../../contract/database.ts';
import type { DatabaseSource } from '../../contract/source-spec.ts';
import type { SourceDescription, Split } from '../../contract/source.ts';
import { findPartitionColumn, refuseRepeatedColumns } from './described-columns.ts';
import type { MysqlConnection } from './mysql-connection.ts';
import type { MysqlField } from './mysql-types.ts';
import { mapMysqlColumn } from './mysql-types.ts';
import { rangeConditions } from './partition-ranges.ts';
import type { MappedColumn } from './postgres-types.ts';
import { fromOf, quoteName, tableParts } from './table-name.ts';

type Described = Pick<SourceDescription, 'schema' | 'splits' | 'bytes'> & {
  readonly database: DatabaseReading;
};

const DEFAULT_PARTITIONS = 8;

/** The server does not tell how much a query gives: enough not to be read whole for a look at it. */
const UNKNOWN_BYTES = 64 << 20;

/** Inside a transaction that only reads. */
export async function describeMysql(
  spec: DatabaseSource,
  connection: MysqlConnection,
): Promise<Described> {
  const from = fromOf(spec, 'mysql');
  const { fields } = await connection.query(`SELECT * FROM ${from} LIMIT 0`);
  const mapped = fields.map((field) => mapMysqlColumn(fieldOf(field)));
  refuseRepeatedColumns(mapped);
  const bytes = spec.table === undefined ? UNKNOWN_BYTES : await tableBytes(spec.table, connection);
  const conditions =
    spec.partitionColumn === undefined
      ? [undefined]
      : await columnRanges(spec, mapped, from, connection);
  return {
    schema: mapped.map(({ reading: { name }, type }) => ({ name, type })),
    database: { kind: 'mysql', from, columns: mapped.map(({ reading }) => reading) },
    bytes,
    splits: conditions.map((where, index): Split => ({
      kind: 'database',
      index,
      partitionValues: {},
      bytes: Math.ceil(bytes / conditions.length),
      unbounded: true,
      ...(where === undefined ? {} : { where }),
    })),
  };
}

/** The driver's packet, whose fields its types leave open. */
function fieldOf(packet: object): MysqlField {
  const field = packet as Record<string, unknown>;
  return {
    name: String(field['name']),
    columnType: Number(field['columnType']),
    flags: Number(field['flags']),
    length: Number(field['columnLength'] ?? field['length']),
    decimals: Number(field['decimals']),
    characterSet: Number(field['characterSet']),
  };
}

async function tableBytes(table: string, connection: MysqlConnection): Promise<number> {
  const parts = tableParts(table);
  const { rows } = await connection.query(
    `SELECT data_length FROM information_schema.tables WHERE table_schema = ${parts.length > 1 ? '?' : 'DATABASE()'} AND table_name = ?`,
    parts.slice(-2),
  );
  const bytes = Number(rows[0]?.[0] ?? 0);
  return bytes > 0 ? bytes : UNKNOWN_BYTES;
}

async function columnRanges(
  spec: DatabaseSource,
  mapped: readonly MappedColumn[],
  from: string,
  connection: MysqlConnection,
): Promise<readonly (string | undefined)[]> {
  const { name, kind } = findPartitionColumn(spec, mapped);
  const column = quoteName(name, 'mysql');
  const number =
    kind === 'integer'
      ? (value: string): string => value
      : kind === 'date'
        ? (value: string): string => `DATEDIFF(${value}, '1970-01-01')`
        : (value: string): string => `TIMESTAMPDIFF(MICROSECOND, '1970-01-01', ${value})`;
  const { rows } = await connection.query(
    `SELECT CAST(${number(`MIN(${column})`)} AS CHAR), CAST(${number(`MAX(${column})`)} AS CHAR) FROM ${from}`,
  );
  const [low, high] = (rows[0] ?? []) as readonly (string | null | undefined)[];
  const bounds = low && high ? { low: BigInt(low), high: BigInt(high) } : undefined;
  const range = { name, kind, dialect: 'mysql' } as const;
  return rangeConditions(range, bounds, spec.partitions ?? DEFAULT_PARTITIONS);
}
