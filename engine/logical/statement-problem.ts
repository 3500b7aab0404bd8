/** SQL steps hold queries; other statements are named, where DuckDB would tell of a bracket of ours. */
import type { Diagnostic } from '../contract/diagnostic.ts';
import { lex } from '../expression/parse/lex.ts';

const STATEMENTS = new Set(
  (
    'alter analyze attach begin call checkpoint commit copy create delete detach drop execute export ' +
    'force import insert install load merge pragma prepare reset rollback set truncate update use vacuum'
  ).split(' '),
);

type StatementProblem = Pick<Diagnostic, 'code' | 'message' | 'hint' | 'start' | 'end'>;

/** Undefined for whatever may be a query: its grammar is DuckDB's matter. */
export function statementProblem(text: string): StatementProblem | undefined {
  const lexed = lex(text);
  const first = lexed.ok ? lexed.tokens[0] : undefined;
  if (first?.kind !== 'word' || !STATEMENTS.has(first.value)) return undefined;
  const isExtension = /^(force|install|load)$/.test(first.value);
  return {
    code: 'not-a-query',
    message: `${first.value.toUpperCase()} is not a query: a step gives the rows of one SELECT.`,
    hint: isExtension
      ? 'Leave it out: steps work without extensions, and files are read by input steps.'
      : 'Begin with SELECT, WITH or FROM.',
    start: first.start,
    end: first.end,
  };
}
