/** What a table or query of PostgreSQL gives, and how it splits. */
import { userError } from '../../contract/errors.ts';
import type { DatabaseSource } from '../../contract/source-spec.ts';
import type { SourceDescription, Split } from '../../contract/source.ts';
import type { DatabaseReading } from '../../contract/database.ts';
import { SPLIT_BYTES } from '../../sources/split-size.ts';
import { databaseError } from './database-errors.ts';
import { findPartitionColumn, refuseRepeatedColumns } from './described-columns.ts';
import { rangeConditions } from './partition-ranges.ts';
import type { PostgresConnection } from './postgres-connection.ts';
import type { MappedColumn, PostgresType } from './postgres-types.ts';
import { mapPostgresColumn } from './postgres-types.ts';
import { fromOf, quoteName, quoteTable } from './table-name.ts';

type Described = Pick<SourceDescription, 'schema' | 'splits' | 'bytes'> & {
  readonly database: DatabaseReading;
};

/** Ranges of one table; a source of very many tasks is no faster. */
const MOST_SPLITS = 512;
const PAGE = 8192;
/** Below, a range of pages is found by reading the whole table. */
const PAGE_RANGES = 140_000;
const DEFAULT_PARTITIONS = 8;

/** Inside a transaction that only reads. */
export async function describePostgres(
  spec: DatabaseSource,
  connection: PostgresConnection,
): Promise<Described> {
  const from = fromOf(spec, 'postgres');
  const mapped = await columnsOf(from, connection);
  refuseRepeatedColumns(mapped);
  const database: DatabaseReading = {
    kind: 'postgres',
    from,
    columns: mapped.map(({ reading }) => reading),
  };
  const size =
    spec.table === undefined
      ? await planSize(from, connection)
      : await tableSize(spec.table, connection);
  const conditions =
    spec.partitionColumn === undefined
      ? pageRanges(size)
      : await columnRanges(spec, mapped, from, connection);
  const { bytes } = size;
  // A run of pages has the size of its pages; of ranges and queries nobody knows.
  const isBounded =
    size.pages !== undefined &&
    spec.partitionColumn === undefined &&
    bytes / conditions.length <= 2 * SPLIT_BYTES;
  return {
    schema: mapped.map(({ reading: { name }, type }) => ({ name, type })),
    database,
    bytes,
    splits: conditions.map((where, index): Split => ({
      kind: 'database',
      index,
      partitionValues: {},
      bytes: Math.ceil(bytes / conditions.length),
      ...(isBounded ? {} : { unbounded: true as const }),
      ...(where === undefined ? {} : { where }),
    })),
  };
}

/** One statement alone can be prepared, so what is read is read by one. */
async function columnsOf(from: string, connection: PostgresConnection): Promise<MappedColumn[]> {
  const { client, place } = connection;
  let fields: readonly { name: string; dataTypeID: number; dataTypeModifier: number }[];
  try {
    const answer: unknown = await (client.query({
      text: `SELECT * FROM ${from} LIMIT 0`,
      queryMode: 'extended',
    } as never) as unknown as Promise<unknown>);
    ({ fields } = answer as { fields: typeof fields });
  } catch (thrown) {
    throw databaseError(thrown, place);
  }
  if (fields.length === 0) throw noColumns();
  const types = await typesOf(connection);
  return fields.map(({ name, dataTypeID, dataTypeModifier }) =>
    mapPostgresColumn(name, types(dataTypeID, dataTypeModifier)),
  );
}

const noColumns = (): Error =>
  userError('no-columns', 'The table or query has no columns.', { hint: 'Name another one.' });

/** Domains as what they are made of, arrays with what they hold. */
async function typesOf(
  connection: PostgresConnection,
): Promise<(oid: number, modifier: number) => PostgresType> {
  const { rows } = await connection.query(
    `SELECT oid::int8::text AS oid, typname, typtype, typcategory, typelem::int8::text AS elem,
       typbasetype::int8::text AS base, typtypmod FROM pg_type`,
  );
  const known = new Map(
    (rows as readonly Record<string, string | number>[]).map((row) => [String(row['oid']), row]),
  );
  const find = (oid: string, modifier: number): PostgresType => {
    const row = known.get(oid);
    if (row === undefined) return { name: 'unknown', modifier };
    if (row['typtype'] === 'd') return find(String(row['base']), Number(row['typtypmod']));
    const own = row['typtype'] === 'b' || row['typtype'] === 'e' ? String(row['typname']) : 'other';
    if (row['typcategory'] === 'A' && row['elem'] !== '0') {
      return { name: own, modifier, element: find(String(row['elem']), modifier) };
    }
    return { name: own, modifier };
  };
  return (oid, modifier) => find(String(oid), modifier);
}

interface Size {
  readonly bytes: number;
  /** Of a table that can be read by its pages. */
  readonly pages?: number;
}

async function tableSize(table: string, connection: PostgresConnection): Promise<Size> {
  const { rows } = await connection.query(
    `SELECT relkind, pg_relation_size(oid)::float8 AS heap, pg_table_size(oid)::float8 AS bytes,
       current_setting('server_version_num')::int AS version
     FROM pg_class WHERE oid = to_regclass($1)`,
    [quoteTable(table, 'postgres')],
  );
  const [row] = rows as readonly {
    relkind: string;
    heap: number;
    bytes: number;
    version: number;
  }[];
  if (row === undefined || !(row.bytes > 0))
    return planSize(fromOf({ table }, 'postgres'), connection);
  const byPage = (row.relkind === 'r' || row.relkind === 'm') && row.version >= PAGE_RANGES;
  return { bytes: row.bytes, ...(byPage ? { pages: Math.floor(row.heap / PAGE) } : {}) };
}

/** Of what is no table, the server's own guess. */
async function planSize(from: string, connection: PostgresConnection): Promise<Size> {
  const { rows } = await connection.query(`EXPLAIN (FORMAT JSON) SELECT * FROM ${from}`);
  const [row] = rows as readonly Record<string, unknown>[];
  const plan = row?.['QUERY PLAN'] as
    | readonly [{ readonly Plan: { readonly 'Plan Rows': number; readonly 'Plan Width': number } }]
    | undefined;
  const { 'Plan Rows': count = 0, 'Plan Width': width = 0 } = plan?.[0].Plan ?? {};
  return { bytes: Math.round(count * Math.max(width, 1)) };
}

/** Runs of pages of about a split's size, in the order in which the table holds its rows. */
function pageRanges({ bytes, pages }: Size): readonly (string | undefined)[] {
  const count = Math.min(MOST_SPLITS, Math.round(bytes / SPLIT_BYTES));
  if (pages === undefined || count < 2 || pages < count) return [undefined];
  const border = (i: number): string => `'(${Math.floor((pages * i) / count)},0)'::tid`;
  return Array.from({ length: count }, (_, i) =>
    [
      ...(i === 0 ? [] : [`ctid >= ${border(i)}`]),
      ...(i === count - 1 ? [] : [`ctid < ${border(i + 1)}`]),
    ].join(' AND '),
  );
}

async function columnRanges(
  spec: DatabaseSource,
  mapped: readonly MappedColumn[],
  from: string,
  connection: PostgresConnection,
): Promise<readonly (string | undefined)[]> {
  const { name, kind } = findPartitionColumn(spec, mapped);
  const column = quoteName(name, 'postgres');
  const finite = kind === 'integer' ? 'true' : `isfinite(${column})`;
  const number =
    kind === 'integer'
      ? (value: string): string => value
      : kind === 'date'
        ? (value: string): string => `(${value} - DATE '1970-01-01')`
        : (value: string): string => `trunc(extract(epoch FROM ${value}) * 1000000)::numeric(30,0)`;
  const { rows } = await connection.query(
    `SELECT ${number(`min(${column})`)}::text AS low, ${number(`max(${column})`)}::text AS high FROM ${from} WHERE ${finite}`,
  );
  const [row] = rows as readonly { low: string | null; high: string | null }[];
  const bounds =
    row === undefined || row.low === null || row.high === null
      ? undefined
      : { low: BigInt(row.low), high: BigInt(row.high) };
  const range = { name, kind, dialect: 'postgres' } as const;
  return rangeConditions(range, bounds, spec.partitions ?? DEFAULT_PARTITIONS);
}
