import type { Extent } from '../contract/extent.ts';
import type { SampledRelation } from './sample-relation.ts';

/**
 * Enough rows that are the first ones of all are exact, however few source rows were read.
 * @param more whether there are more rows than are given
 */
export function extentOf(
  { coverage, sourceRows }: Pick<SampledRelation, 'coverage' | 'sourceRows'>,
  more: boolean,
): Extent {
  if (coverage === 'whole') return { kind: more ? 'first' : 'all' };
  return coverage === 'prefix' && more ? { kind: 'first' } : { kind: 'sampled', sourceRows };
}
