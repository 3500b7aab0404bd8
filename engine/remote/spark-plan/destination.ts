/** Where the cluster writes rows to: a folder of files, or a table of its catalog. */
import type { Plan } from '../spark-connect/generated/spark/connect/base_pb.ts';
import type { Relation } from '../spark-connect/generated/spark/connect/relations_pb.ts';
import type { SparkSession } from '../spark-connect/session.ts';
import type { SaveMode } from './connect-plans.ts';

export interface Destination {
  readonly write: (rows: Relation, mode: SaveMode) => Plan;
  /** Whether Spark refused to write since something is there; what it says is said in `exists`. */
  readonly isTaken: (thrown: unknown) => boolean;
  readonly exists: string;
  /** Whether nothing is lost by adding to it, though it is there. */
  readonly isEmpty: () => Promise<boolean>;
  /** A place beside it of this push's own. */
  readonly staging: {
    readonly kind: 'folder of Parquet files' | 'table';
    /** As a person finds it. */
    readonly name: string;
    readonly write: (rows: Relation) => Plan;
    /** @param ordered in the order that they were written in, where the place keeps one */
    readonly rows: (ordered: boolean) => Relation;
    readonly isThere: () => Promise<boolean>;
    /** @returns whether it went */
    readonly remove: () => Promise<boolean>;
  };
}

export interface DestinationServices {
  readonly session: Pick<SparkSession, 'execute' | 'inputFiles' | 'schema'>;
  readonly signal: AbortSignal | undefined;
  /** Part of names that nobody else takes. */
  readonly id: string;
}
