/** Types of the columns of a CSV source: the user's over the sniffed ones. */
import { userError } from '../../../contract/errors.ts';
import { parseType, TypeSyntaxError } from '../../../contract/parse-type.ts';
import type { CsvSource } from '../../../contract/source-spec.ts';
import { type Column, nameKey, type Schema, scalar } from '../../../contract/schema.ts';
import type { CsvDialect } from '../../../contract/source.ts';
import type { Session } from '../../duckdb/session.ts';
import type { SniffedColumn } from './sniff-csv.ts';

/** Schema of the rejects output. */
export const REJECTS_SCHEMA: Schema = [
  { name: 'line', type: scalar('BIGINT') },
  { name: 'raw', type: scalar('VARCHAR') },
  { name: 'column', type: scalar('VARCHAR') },
  { name: 'reason', type: scalar('VARCHAR') },
];

export function resolveTypes(
  session: Session,
  source: CsvSource,
  sniffed: readonly SniffedColumn[],
): Schema {
  const given = new Map((source.columns ?? []).map((column) => [nameKey(column.name), column]));
  const columns = sniffed.map(({ name, type }): Column => {
    const own = given.get(nameKey(name));
    given.delete(nameKey(name));
    return { name, type: readType(own?.type ?? type, name) };
  });
  const [unknown] = given.values();
  if (unknown !== undefined) {
    throw userError('unknown-column', `The file has no column "${unknown.name}".`, {
      param: `columns.${unknown.name}`,
      hint: `Its columns are: ${sniffed
        .slice(0, 20)
        .map((column) => column.name)
        .join(', ')}${sniffed.length > 20 ? ', ...' : ''}.`,
    });
  }
  if (source.columns !== undefined && source.columns.length > 0) checkTypes(session, source);
  return columns;
}

function readType(type: string, column: string): Column['type'] {
  try {
    return parseType(type);
  } catch (thrown) {
    if (!(thrown instanceof TypeSyntaxError)) throw thrown;
    throw unknownType(type, column, thrown.message);
  }
}

/** DuckDB knows whether a well-formed type exists. */
function checkTypes(session: Session, source: CsvSource): void {
  for (const { name, type } of source.columns ?? []) {
    const answer = session.describe(`SELECT CAST(NULL AS ${type}) AS x`);
    if (!answer.ok) throw unknownType(type, name, answer.message);
  }
}

const unknownType = (type: string, column: string, detail: string): Error =>
  userError('unknown-type', `"${type}" is not a type (column "${column}").`, {
    param: `columns.${column}`,
    hint: 'Use a DuckDB type such as BIGINT, DOUBLE, DECIMAL(18,2), VARCHAR, DATE or TIMESTAMP.',
    detail,
  });

/** How a column is read: by `read_csv` itself, or as text that `strptime` reads afterwards. */
export interface ReadPlan {
  /** Dialect with the date formats that hold for all columns of their type. */
  readonly dialect: CsvDialect;
  /** Types for `read_csv`. */
  readonly columns: Schema;
  /** strptime patterns of the columns that are read as text, by column name. */
  readonly formats: ReadonlyMap<string, string>;
}

/**
 * `read_csv` takes one format for all DATE columns and one for all TIMESTAMP columns. Where columns
 * of a type differ, those with a format of their own are read as VARCHAR and parsed in the view.
 */
export function planReading(source: CsvSource, dialect: CsvDialect, columns: Schema): ReadPlan {
  const own = new Map<string, string>();
  for (const { name, format } of source.columns ?? []) {
    if (format !== undefined && format !== '') own.set(nameKey(name), format);
  }
  const formats = new Map<string, string>();
  const shared = (type: 'DATE' | 'TIMESTAMP', sniffed: string | undefined): string | undefined => {
    const used = columns.filter(({ type: t }) => t.kind === 'scalar' && t.name === type);
    const wanted = new Set(used.map((column) => own.get(nameKey(column.name)) ?? sniffed ?? ''));
    const [only] = wanted;
    if (wanted.size === 1) return only === '' ? undefined : only;
    for (const column of used) {
      const format = own.get(nameKey(column.name));
      if (format !== undefined) formats.set(column.name, format);
    }
    return sniffed;
  };
  const dateFormat = shared('DATE', dialect.dateFormat);
  const timestampFormat = shared('TIMESTAMP', dialect.timestampFormat);
  for (const { name, type } of columns) {
    const format = own.get(nameKey(name));
    const isShared = type.kind === 'scalar' && (type.name === 'DATE' || type.name === 'TIMESTAMP');
    if (format !== undefined && !isShared) formats.set(name, format);
  }
  const { dateFormat: _date, timestampFormat: _timestamp, ...rest } = dialect;
  return {
    dialect: {
      ...rest,
      ...(dateFormat === undefined ? {} : { dateFormat }),
      ...(timestampFormat === undefined ? {} : { timestampFormat }),
    },
    columns: columns.map((column) =>
      formats.has(column.name) ? { name: column.name, type: scalar('VARCHAR') } : column,
    ),
    formats,
  };
}
