/** The rules in the order in which they run. */
import { eliminateTrivial } from './eliminate-trivial.ts';
import { extractBounds } from './extract-bounds.ts';
import { joinSide } from './join-side.ts';
import { matchOnce } from './match-once.ts';
import { mergeFilters } from './merge-filters.ts';
import { mergeProjects } from './merge-projects.ts';
import { pruneColumns } from './prune-columns.ts';
import { pushDownFilter } from './push-down-filter.ts';
import { pushDownLimit } from './push-down-limit.ts';
import type { Rule } from './rule.ts';
import { unshareScans } from './unshare-scans.ts';

/**
 * Filters sink first, so that columns that only they use are pruned below them; projects merge after
 * pruning has made narrow ones; bounds come when filters have reached their scans.
 */
export const defaultRules: readonly Rule[] = [
  unshareScans,
  eliminateTrivial,
  mergeFilters,
  pushDownFilter,
  pushDownLimit,
  pruneColumns,
  mergeProjects,
  extractBounds,
  matchOnce,
  joinSide,
];
