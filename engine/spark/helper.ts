/** What a function of ours is. */
import type { SparkExpression } from './expression.ts';

export interface Helper {
  readonly params: readonly string[];
  /** One line for the definition in programs. */
  readonly doc: string;
  readonly body: (...args: readonly SparkExpression[]) => SparkExpression;
}

/** @param body takes as many expressions as there are names in `params` */
export const helper = (
  params: readonly string[],
  doc: string,
  body: (...args: SparkExpression[]) => SparkExpression,
): Helper => ({
  params,
  doc,
  body: (...args) => {
    if (args.length !== params.length) throw new Error(`a helper takes ${params.length} arguments`);
    return body(...args);
  },
});
