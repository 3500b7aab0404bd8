/** What steps and runs say of databases. Plain data, without anything secret. */
import type { DatabaseKind } from './credential.ts';
import type { NodeId } from './ids.ts';

export type DatabaseFileEngine = 'duckdb' | 'sqlite';

/** How the values of a column come from a database, before they are cast to the column's type. */
export type Transport =
  | 'bool'
  | 'int16'
  | 'int32'
  | 'int64'
  | 'float32'
  | 'float64'
  | 'date'
  | 'time'
  | 'timestamp'
  | 'timestamptz'
  | 'interval'
  | 'bytes'
  | 'text';

/** How a database gives its columns: part of the description of such a source. */
export interface DatabaseReading {
  readonly kind: DatabaseKind | DatabaseFileEngine;
  /** What stands behind FROM, in the database's own SQL. */
  readonly from: string;
  readonly columns: readonly {
    readonly name: string;
    /** In the database's own SQL. */
    readonly select: string;
    readonly transport: Transport;
  }[];
  /** Transaction whose view of the data all splits share, while its run lasts. */
  readonly snapshot?: string;
}

/** What an `output.database` step writes. */
export interface DatabaseTarget {
  readonly credential: string;
  readonly table: string;
  readonly mode: 'append' | 'truncate' | 'upsert';
  /** Columns that tell rows apart; of `upsert` only. */
  readonly keys: readonly string[];
  /** A table that is missing is made. */
  readonly create: boolean;
}

/** A table after its transaction was committed. */
export interface WrittenTable {
  readonly node?: NodeId;
  readonly credential: string;
  readonly table: string;
  readonly rows: number;
  /** The table was not there before. */
  readonly created: boolean;
}
