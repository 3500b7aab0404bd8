/** What stands for a match: `\1` in DuckDB, `$1` in Java. */
import { refuse } from '../refusal.ts';

/**
 * @param groups how many the pattern has
 * @param numbers Java's of the group that holds the whole match, and of the pattern's first one
 */
export function javaReplacement(
  rewrite: string,
  groups: number,
  numbers: { readonly whole: number; readonly first: number },
): string {
  return rewrite.replace(
    /\\([\s\S]?)|[$]|[0-9]/g,
    (found, escaped: string | undefined, at: number) => {
      if (found === '$') return '\\$';
      // A digit after a group would be read as part of its number.
      if (escaped === undefined) return /\\\d$/.test(rewrite.slice(0, at)) ? `\\${found}` : found;
      if (escaped === '\\') return '\\\\';
      const group = /^\d$/.test(escaped) ? Number(escaped) : Infinity;
      if (group > groups) {
        return refuse(
          `The replacement ${rewrite} is not valid: DuckDB replaces nothing then.`,
          'Write \\\\ for a backslash.',
        );
      }
      return `$${group === 0 ? numbers.whole : numbers.first + group - 1}`;
    },
  );
}
