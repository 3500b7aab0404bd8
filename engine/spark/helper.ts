/** What a function of ours is. */
import type { SparkExpression } from './expression.ts';

/** What a parameter that is given as a literal is in a program. */
export type PlainType = 'DOUBLE' | 'BOOLEAN' | 'STRING';

export interface Helper {
  readonly params: readonly string[];
  /** Parameters that are always literals: programs take them as plain values instead of columns. */
  readonly plain: Readonly<Record<string, PlainType>>;
  /** One line for the definition in programs. */
  readonly doc: string;
  readonly body: (...args: readonly SparkExpression[]) => SparkExpression;
}

/** @param body takes as many expressions as there are names in `params` */
export const helper = (
  params: readonly string[],
  doc: string,
  body: (...args: SparkExpression[]) => SparkExpression,
  plain: Helper['plain'] = {},
): Helper => ({
  params,
  plain,
  doc,
  body: (...args) => {
    if (args.length !== params.length) throw new Error(`a helper takes ${params.length} arguments`);
    return body(...args);
  },
});
