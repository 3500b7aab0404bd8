/** What is known of a column's values after looking at all of them. Plain data: crosses workers. */
import type { ColumnType } from './schema.ts';

export interface HistogramBin {
  /** Bounds as text; the last bin includes its upper one. */
  readonly from: string;
  readonly to: string;
  readonly rows: number;
}

export interface TopValue {
  /** As text; null for NULL. */
  readonly value: string | null;
  readonly rows: number;
}

export interface ColumnProfile {
  readonly column: string;
  readonly type: ColumnType;
  readonly rows: number;
  readonly nulls: number;
  /** Different values that are not null; exact unless `distinctIsEstimate`, then within some percent. */
  readonly distinct: number;
  readonly distinctIsEstimate: boolean;
  /** As text; absent where there is none or the type has no order. */
  readonly min?: string;
  readonly max?: string;
  /** Of numbers. */
  readonly mean?: string;
  /** Of numbers and times that are finite; empty for others. */
  readonly histogram: readonly HistogramBin[];
  /** The ten most frequent values, the most frequent first. */
  readonly top: readonly TopValue[];
}
