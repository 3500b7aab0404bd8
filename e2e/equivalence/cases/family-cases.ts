/** What is tried of one family of functions. */
import type { Place } from '../../../engine/logical/type-expressions.ts';

export interface FamilyCases {
  /** Default: `row`. */
  readonly place?: Place;
  /** Give the same on both sides. */
  readonly same?: readonly string[];
  /** Are an error on both sides. */
  readonly fails?: readonly string[];
  /** Have no faithful counterpart, and say so. */
  readonly refused?: readonly string[];
}
