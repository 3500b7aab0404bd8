import type { Describe, DescribeAnswer } from '../contract/describe.ts';

const KEPT = 20_000;

/**
 * Remembers answers by statement, so that what an edit leaves alone is not asked again. An answer
 * depends on nothing but the text: statements read typed empty tables only. The oldest go first.
 */
export function rememberDescribe(describe: Describe): Describe {
  const answers = new Map<string, Promise<DescribeAnswer>>();
  return (sql) => {
    const known = answers.get(sql);
    if (known !== undefined) return known;
    // A call that failed, as opposed to a query that does not bind, may be tried again.
    const answer = describe(sql).catch((thrown: unknown) => {
      answers.delete(sql);
      throw thrown;
    });
    answers.set(sql, answer);
    if (answers.size > KEPT) {
      const [oldest] = answers.keys();
      if (oldest !== undefined) answers.delete(oldest);
    }
    return answer;
  };
}
