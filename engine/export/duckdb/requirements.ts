/** Statements that stop a program where its data is not as the pipeline expects. */
import { quoteIdentifier, quoteText } from '../../expression/quote.ts';
import { indent } from '../../sql/format-query.ts';

/**
 * A query that gives no rows, or fails with the message and some of the rows that should not be.
 * @param columns of those rows: keys, then how often they are there
 */
export const requirementQuery =
  (message: string, columns: readonly string[]) =>
  (rows: string): string => {
    const keys = columns.slice(0, -1).map(quoteIdentifier).join(', ');
    const times = quoteIdentifier(columns.at(-1) ?? '');
    const sample = `concat_ws(', ', ${keys}) || ' (' || ${times} || ' times)'`;
    return `SELECT error(${quoteText(`${message} `)} || string_agg(${sample}, '; '))\nFROM (\n${indent(rows)}\n)\nHAVING count(*) > 0`;
  };
