/**
 * Functions of ours for what Spark has no single function for. Spark's SQL gets their bodies written
 * out; programs define them once, by the same bodies, and call them by name.
 */
import type { SparkExpression } from './expression.ts';
import type { Helper } from './helper.ts';
import { AGGREGATE_HELPERS } from './helpers/aggregate.ts';
import { LIST_HELPERS } from './helpers/list.ts';
import { NUMBER_HELPERS } from './number-helpers.ts';
import { TEXT_CAST_HELPERS } from './text-cast-helpers.ts';
import { TEXT_HELPERS } from './text-helpers.ts';
import { TIME_HELPERS } from './time-helpers.ts';

export const HELPERS: Readonly<Record<string, Helper>> = {
  ...NUMBER_HELPERS,
  ...TEXT_HELPERS,
  ...TEXT_CAST_HELPERS,
  ...TIME_HELPERS,
  ...AGGREGATE_HELPERS,
  ...LIST_HELPERS,
};

/** The body of a call with its arguments put in. */
export function expandHelper(name: string, args: readonly SparkExpression[]): SparkExpression {
  const found = HELPERS[name];
  if (found === undefined) throw new Error(`no helper ${name}`);
  return found.body(...args);
}
