import type { Relation, Scan, StageOutput } from '../contract/relation.ts';
import type { Schema } from '../contract/schema.ts';
import type { Split } from '../contract/source.ts';
import type { Sizing } from './sizing.ts';

export interface BlockStats {
  readonly rows: number;
  readonly bytes: number;
}

/** Sizes of one stored partition. */
export interface PartitionStats extends BlockStats {
  /** What it is stored as, in row order. */
  readonly blocks: readonly BlockStats[];
}

/** What is known of a stage whose rows are stored. */
export interface StageStats {
  readonly partitions: readonly PartitionStats[];
  /** Bytes of the sources that the stage's rows come from. */
  readonly sourceBytes: number;
}

/** What the physical passes ask of the world; all answers depend on the document and the data only. */
export interface PhysicalContext {
  /** Output columns, from DuckDB's binder. */
  readonly bind: (relation: Relation) => Promise<Schema>;
  /** The type, as DuckDB text, to which both types cast for comparison. */
  readonly commonType: (left: string, right: string) => Promise<string>;
  /** Splits that a scan reads, after pruning by its bounds. */
  readonly splitsOf: (scan: Scan) => readonly Split[];
  readonly sizing: Sizing;
  /** Stats of a stage that has run; throws for one that has not. */
  readonly stage: (output: StageOutput) => StageStats;
}
