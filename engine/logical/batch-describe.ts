import type { Describe, DescribeAnswer } from '../contract/describe.ts';

/** So many queries are one question at most. */
const LARGEST = 64;

interface Question {
  readonly sql: string;
  readonly resolve: (answer: DescribeAnswer) => void;
  readonly reject: (reason: unknown) => void;
}

const markerOf = (i: number): string => `__batch_${i}`;

/**
 * Asks for what comes in while a question is open in one statement. Each answer is what the query has by
 * itself, but for names of columns that several queries share. What does not bind is asked for alone.
 */
export function batchDescribe(describe: Describe): Describe {
  const waiting: Question[] = [];
  let asking = false;
  const ask = async (questions: readonly Question[]): Promise<void> => {
    const [first] = questions;
    if (first === undefined) return;
    if (questions.length === 1) {
      await describe(first.sql).then(first.resolve, first.reject);
      return;
    }
    const answers = await together(
      describe,
      questions.map(({ sql }) => sql),
    ).catch(() => undefined);
    if (answers === undefined) {
      const middle = Math.ceil(questions.length / 2);
      await ask(questions.slice(0, middle));
      await ask(questions.slice(middle));
      return;
    }
    questions.forEach(({ resolve }, i) => {
      const columns = answers[i];
      if (columns !== undefined) resolve({ ok: true, columns });
    });
  };
  const askAll = async (): Promise<void> => {
    asking = true;
    while (waiting.length > 0) await ask(waiting.splice(0, LARGEST));
    asking = false;
  };
  return (sql) =>
    new Promise((resolve, reject) => {
      waiting.push({ sql, resolve, reject });
      if (!asking) void askAll();
    });
}

type Columns = Extract<DescribeAnswer, { ok: true }>['columns'];

/** The columns of each query; undefined where they do not bind together. */
async function together(
  describe: Describe,
  queries: readonly string[],
): Promise<readonly Columns[] | undefined> {
  // A column of our own after each query's, since only DuckDB knows how many a query has.
  const parts = queries.map((sql, i) => `(${sql}\n), (SELECT true AS "${markerOf(i)}")`);
  const answer = await describe(`FROM ${parts.join(', ')}`);
  if (!answer.ok) return undefined;
  const found: Columns[] = [];
  let start = 0;
  for (const [at, { name }] of answer.columns.entries()) {
    if (name !== markerOf(found.length)) continue;
    found.push(answer.columns.slice(start, at));
    start = at + 1;
  }
  return found.length === queries.length ? found : undefined;
}
