/** What cannot be said in Spark's terms with the same result. */
import type { Span } from '../contract/expression.ts';

/** Thrown while a pipeline is translated; becomes a diagnostic at the step, with the reason. */
export class NotOnSpark extends Error {
  override readonly name = 'NotOnSpark';
  /** What to do instead. */
  readonly hint: string | undefined;
  /** Where in the user's text, if the refused piece came from there. */
  span: Span | undefined;
  constructor(reason: string, hint?: string) {
    super(reason);
    this.hint = hint;
  }
}

export function refuse(reason: string, hint?: string): never {
  throw new NotOnSpark(reason, hint);
}

/** Runs a translation; what it refuses is said to stand at `span`, unless it knows better. */
export function refusedAt<T>(span: Span | undefined, translate: () => T): T {
  try {
    return translate();
  } catch (thrown) {
    if (thrown instanceof NotOnSpark && thrown.span === undefined) thrown.span = span;
    throw thrown;
  }
}
