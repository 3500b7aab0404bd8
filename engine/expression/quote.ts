/** Quoting for DuckDB's SQL. Used wherever a name or a text becomes part of a statement. */

/** DuckDB's reserved words (`duckdb_keywords()` of 1.4.3): as a name they must be quoted. */
const RESERVED: ReadonlySet<string> = new Set(
  (
    'all analyse analyze and any array as asc asymmetric both case cast check collate column ' +
    'constraint create default deferrable desc describe distinct do else end except false fetch ' +
    'for foreign from group having in initially intersect into lambda lateral leading limit not ' +
    'null offset on only or order pivot pivot_longer pivot_wider placing primary qualify ' +
    'references returning select show some summarize symmetric table then to trailing true union ' +
    'unique unpivot using variadic when where window with'
  ).split(' '),
);

/**
 * Words with their own place in the expression grammar (`coalesce(`, `a IS NULL`, typed literals).
 * Some may stand unquoted as a column, but a reader could mistake them.
 */
const STRUCTURAL: ReadonlySet<string> = new Set(
  (
    'anti asof at between bigint bit boolean char character coalesce columns current_catalog ' +
    'current_date current_schema current_time current_timestamp current_user dec decimal exists ' +
    'extract filter float full generated glob grouping grouping_id if ignore ilike inner int integer ' +
    'interval is isnull join left like localtime localtimestamp map natural nchar none notnull ' +
    'nullif numeric outer over overlaps overlay position positional precision real respect right ' +
    'row semi setof session_user similar smallint struct substring tablesample time timestamp treat ' +
    'trim try try_cast unknown user values varchar'
  ).split(' '),
);

export const isReserved = (word: string): boolean => RESERVED.has(word.toLowerCase());

/** A name in double quotes, always: right for any name, reserved or not. */
export const quoteIdentifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A name as a person would write it: quoted only where it has to be. */
export const formatIdentifier = (name: string): string => {
  const plain = /^[A-Za-z_][A-Za-z0-9_]*$/.test(name);
  const key = name.toLowerCase();
  return plain && !RESERVED.has(key) && !STRUCTURAL.has(key) ? name : quoteIdentifier(name);
};

/**
 * A VARCHAR literal. DuckDB reads a statement up to the first NUL, so NULs are put in with `chr(0)`;
 * the result is then a concatenation in parentheses.
 */
export function quoteText(text: string): string {
  const quoted = (part: string): string => `'${part.replaceAll("'", "''")}'`;
  if (!text.includes('\0')) return quoted(text);
  return `(${text.split('\0').map(quoted).join(' || chr(0) || ')})`;
}
