/** Tables of a cluster's catalog, which paths name as `table://sales.orders`. */

import { isCatalogTable } from '../contract/file-target.ts';

const SCHEME = /^table:\/\//i;
/** As Spark writes identifiers: letters, digits and `_`, or anything between backticks. */
const PART = /^(?:\w+|`(?:[^`]|``)+`)$/;
/** Dots between backticks belong to the name. */
const PARTS = /(?:`(?:[^`]|``)*`|[^.`])+|\./g;

/** What Spark calls the table of a path. */
export const tableName = (path: string): string => path.replace(SCHEME, '');

/** The names in a table's name, without backticks: catalog, namespaces and table, or the last ones of them. */
export const partsOfTable = (name: string): readonly string[] =>
  (name.match(PARTS) ?? [])
    .filter((part) => part !== '.')
    .map((part) => (part.startsWith('`') ? part.slice(1, -1).replaceAll('``', '`') : part));

export interface TableProblem {
  readonly message: string;
  readonly hint: string;
}

const NAMES =
  'Write table://schema.table or table://catalog.schema.table, with backticks around names of other characters than letters, digits and _.';

/**
 * Why paths cannot be had of a catalog.
 * @returns undefined where no path is a table's, and where one is that can be had
 */
export function tableProblem(paths: readonly string[], format: string): TableProblem | undefined {
  const tables = paths.filter(isCatalogTable);
  const wrong = tables.find((path) => !isTableName(tableName(path)));
  if (wrong !== undefined) return { message: `${wrong} is no name of a table.`, hint: NAMES };
  if (tables.length === 0) return undefined;
  if (paths.length > 1) {
    return {
      message: 'A table is read by a step of its own.',
      hint: 'Read each in a step of its own, and put their rows together with a union.',
    };
  }
  if (format !== 'parquet') {
    return {
      message: `A table of the cluster's catalog has columns with types, and is no ${format} file.`,
      hint: 'Choose Parquet: how the table is stored is up to the catalog.',
    };
  }
  return undefined;
}

function isTableName(name: string): boolean {
  const parts = name.match(PARTS) ?? [];
  // Names and dots take turns.
  return (
    parts.join('') === name &&
    parts.length % 2 === 1 &&
    parts.every((part, i) => (i % 2 === 1 ? part === '.' : PART.test(part)))
  );
}
