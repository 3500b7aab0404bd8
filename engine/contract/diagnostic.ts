import type { NodeId } from './ids.ts';
import type { DataLocation } from './location.ts';

/** Something to tell the author of a pipeline before it runs. */
export interface Diagnostic {
  readonly severity: 'error' | 'warning' | 'info';
  /** Stable code, listed in docs/errors.md, e.g. `unknown-column`. */
  readonly code: string;
  /** What is wrong, in one sentence. */
  readonly message: string;
  /** What to do about it. */
  readonly hint?: string;
  readonly node?: NodeId;
  /** JSON path below the node's `params`, or below the document when `node` is absent. */
  readonly param?: string;
  /** Characters (UTF-16 units) in the text of that param. */
  readonly start?: number;
  readonly end?: number;
  /** Where in a source's files, if that is where it is. */
  readonly location?: DataLocation;
}

export const isError = (diagnostic: Diagnostic): boolean => diagnostic.severity === 'error';
