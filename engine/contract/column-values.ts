/** The different values of a column. Plain data: crosses workers. */
import type { Extent } from './extent.ts';
import type { TopValue } from './profile.ts';

/** No more are told of: nobody looks through more, and they have to cross workers. */
export const MOST_COLUMN_VALUES = 10_000;

export interface ColumnValues {
  /** The most frequent first; of those that are equally frequent the smallest. */
  readonly values: readonly TopValue[];
  /** Whether the rows that were looked at have other values as well. */
  readonly more: boolean;
  /** What these rows are. */
  readonly extent: Extent;
}
