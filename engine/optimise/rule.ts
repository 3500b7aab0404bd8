/** What an optimiser rule is: a named, pure rewrite of a plan that keeps every root's schema. */
import type { Relation, Scan } from '../contract/relation.ts';
import type { Schema } from '../contract/schema.ts';

/** Expected size of a result. */
export interface Estimate {
  readonly rows: number;
  readonly bytes: number;
}

/** What rules may ask about a plan; every answer is immediate. */
export interface RuleContext {
  /** Output column names, in order. */
  readonly columnsOf: (relation: Relation) => readonly string[];
  /** All column names that a scan could read, whatever it reads now. */
  readonly sourceColumns: (scan: Scan) => readonly string[];
  /** The same with types. */
  readonly sourceSchema: (scan: Scan) => Schema;
  /**
   * Columns with types, for the inputs of unions below a filter and of semi joins with a condition only,
   * and only for relations that stood in the plan when the pass began; otherwise undefined, and the
   * rule waits for the next round.
   */
  readonly schemaOf: (relation: Relation) => Schema | undefined;
  /** Expected size; absent where no source sizes are known. */
  readonly rowsOf?: (relation: Relation) => Estimate;
}

export interface Rule {
  readonly name: string;
  /** The rewritten roots, one for one; the same objects where nothing changed. */
  readonly apply: (roots: readonly Relation[], context: RuleContext) => readonly Relation[];
}
