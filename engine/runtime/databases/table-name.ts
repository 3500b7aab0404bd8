/** Names of tables as pipelines have them, and as each database quotes them. */
import { userError } from '../../contract/errors.ts';
import type { DatabaseReading } from '../../contract/database.ts';

type Dialect = DatabaseReading['kind'];

export const quoteName = (name: string, dialect: Dialect): string =>
  dialect === 'mysql' ? `\`${name.replaceAll('`', '``')}\`` : `"${name.replaceAll('"', '""')}"`;

/** A text in a statement. MySQL must be told NO_BACKSLASH_ESCAPES. */
export const quoteText = (text: string): string => `'${text.replaceAll("'", "''")}'`;

const PART = /^(?:"((?:[^"]|"")+)"|([^."]+))(?:\.|$)/;

/**
 * Parts of a table's name, outermost first. They are separated by dots; a part that has a dot itself
 * stands in double quotes. Case is kept: the name is that of the database's own list.
 * @throws user `bad-table-name`
 */
export function tableParts(table: string): string[] {
  const parts: string[] = [];
  let rest = table.trim();
  while (rest !== '') {
    const found = PART.exec(rest);
    if (found === null || (found[0].endsWith('.') && found[0].length === rest.length)) {
      throw badName(table);
    }
    parts.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '');
    rest = rest.slice(found[0].length);
  }
  if (parts.length === 0 || parts.length > 3) throw badName(table);
  return parts;
}

const badName = (table: string): Error =>
  userError('bad-table-name', `${JSON.stringify(table)} is no name of a table.`, {
    param: 'table',
    hint: 'Write table or schema.table; a part with a dot in it stands in double quotes.',
  });

export const quoteTable = (table: string, dialect: Dialect): string =>
  tableParts(table)
    .map((part) => quoteName(part, dialect))
    .join('.');

/** What stands behind FROM. A comment at the query's end must not swallow what follows. */
export const fromOf = (
  { table, query }: { readonly table?: string; readonly query?: string },
  dialect: Dialect,
): string =>
  query === undefined
    ? quoteTable(table ?? '', dialect)
    : `(${query.trim().replace(/;\s*$/, '').trimEnd()}\n) AS sluice_query`;

/** SELECT of a split. */
export function selectOf(
  database: DatabaseReading,
  names: readonly string[],
  { where, limit }: { readonly where?: string; readonly limit?: number },
): string {
  const items = names.map((name) => {
    const column = database.columns.find((each) => each.name === name);
    if (column === undefined) throw new Error(`no column ${name} in the database`);
    return `${column.select} AS ${quoteName(name, database.kind)}`;
  });
  return [
    `SELECT ${items.join(', ')} FROM ${database.from}`,
    ...(where === undefined ? [] : [`WHERE ${where}`]),
    ...(limit === undefined ? [] : [`LIMIT ${limit}`]),
  ].join(' ');
}
