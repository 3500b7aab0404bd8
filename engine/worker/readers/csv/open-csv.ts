/** Makes a CSV split queryable. */
import { EngineFailure, userError } from '../../../contract/errors.ts';
import type { CsvSource } from '../../../contract/source-spec.ts';
import { findColumn, formatType, nameKey, type Schema } from '../../../contract/schema.ts';
import { readCsvSql } from '../../../sources/csv/read-csv-sql.ts';
import { FILE_PREFIX, type Session } from '../../duckdb/session.ts';
import type { SplitInput, SplitServices } from '../../task-parts.ts';
import { fileColumns, partitionValueSql } from '../partition-columns.ts';
import type { ReadableSplit } from '../readable-split.ts';
import { NO_COLUMNS, quoteName } from '../table-view.ts';
import { readPiece } from '../text/read-piece.ts';
import { badEncoding, invalidUtf8At } from '../text/encoding.ts';
import {
  type CsvPart,
  type CsvSplit,
  loadCsvText,
  type LoadedText,
  makeCsvPart,
} from './csv-part.ts';
import { encodeRejects, locateRows, readRejects, recordText, type Reject } from './csv-rejects.ts';
import { planReading, type ReadPlan } from './csv-types.ts';
import { openPlainCsv } from './plain/open-plain.ts';

let opened = 0;

interface Opening {
  readonly input: SplitInput;
  readonly split: CsvSplit;
  readonly session: Session;
  readonly part: CsvPart;
  readonly plan: ReadPlan;
  /** Unique within this worker: part of the names of files and tables. */
  readonly number: number;
}

/**
 * Under `fail` plain text is parsed here and its columns are kept (`openPlainCsv`). Of other text the
 * table is a view over `read_csv`, so that DuckDB scans in the task's own statement
 * and reads only the columns it needs; a bad value of a column that nobody reads goes unnoticed.
 * Under `reject` every column is read once, whatever the query needs, so that the two outputs of the
 * source always agree: rows in = rows out + rejects.
 */
export async function openCsv(input: SplitInput, services: SplitServices): Promise<ReadableSplit> {
  const { split, description } = input;
  if (split.kind !== 'csv' || description.spec.format !== 'csv') {
    throw new Error('openCsv is for CSV splits');
  }
  const { spec } = description;
  const { csv: dialect } = description;
  if (dialect === undefined) throw new Error('a CSV source without a dialect');
  const { session, bytes } = services;
  const parts = { session, bytes, readPiece: () => readPiece(input, services) };
  const plan = planReading(spec, dialect, fileColumns(description.schema, split.partitionValues));
  let loading: Promise<LoadedText> | undefined;
  const text = (): Promise<LoadedText> => (loading ??= loadCsvText(split, dialect, parts));
  if (spec.onBadRow === 'fail') {
    const plain = await openPlainCsv(input, split, plan, text, services);
    if (plain !== undefined) return plain;
  }
  const part = makeCsvPart(split, dialect, await text(), parts);
  const opening: Opening = { input, split, session, part, plan, number: ++opened };
  try {
    return await (spec.onBadRow === 'reject'
      ? openWithRejects(opening)
      : openAsView(opening, spec));
  } catch (thrown) {
    part.release();
    throw thrown;
  }
}

const fileName = ({ number }: Opening): string => `${FILE_PREFIX}split_${number}.csv`;

function scanSql(opening: Opening, rejects?: { errors: string; scans: string }): string {
  const { part, plan } = opening;
  return readCsvSql({
    file: fileName(opening),
    dialect: plan.dialect,
    columns: plan.columns,
    header: part.header,
    newLine: part.newLine,
    maxRecordBytes: part.length,
    ...(rejects === undefined ? {} : { rejects }),
  });
}

/** The columns of the split's table, in order; `strptime` where a column has a format of its own. */
function selectList({ input, split, plan }: Opening): string {
  const items = input.columns.map((name) => {
    const column = findColumn(input.description.schema, name);
    if (column === undefined) throw new Error(`no column ${name} in the source`);
    const alias = quoteName(column.name);
    if (column.name in split.partitionValues) {
      return `${partitionValueSql(split.partitionValues[column.name], column.type)} AS ${alias}`;
    }
    const format = plan.formats.get(column.name);
    if (format === undefined) return alias;
    const pattern = `'${format.replaceAll("'", "''")}'`;
    return `CAST(strptime(${alias}, ${pattern}) AS ${formatType(column.type)}) AS ${alias}`;
  });
  return items.length === 0 ? `NULL AS ${NO_COLUMNS}` : items.join(', ');
}

async function openAsView(opening: Opening, spec: CsvSource): Promise<ReadableSplit> {
  const { input, session, part } = opening;
  const [unterminated] = unterminatedRejects(part);
  if (unterminated !== undefined) throw await badRow(opening, unterminated);
  part.register(fileName(opening));
  session.execute(
    `CREATE OR REPLACE TEMP VIEW ${quoteName(input.table)} AS SELECT ${selectList(opening)} FROM ${scanSql(opening)}`,
  );
  let open = true;
  const facts = { rowsRead: undefined, bytesRead: part.bytesRead, rowsRejected: 0 };
  return {
    ...facts,
    finish: () => facts,
    explain: (failure) => explain(opening, spec, failure),
    close: () => {
      if (!open) return;
      open = false;
      session.execute(`DROP VIEW IF EXISTS ${quoteName(input.table)}`);
      part.release();
    },
  };
}

async function openWithRejects(opening: Opening): Promise<ReadableSplit> {
  const { input, session, part } = opening;
  part.register(fileName(opening));
  const raw = `csv_rows_${opening.number}`;
  const read = await readAll(opening, raw, opening.plan.columns);
  const drop = (): void => {
    session.execute(`DROP VIEW IF EXISTS ${quoteName(input.table)}`);
    session.execute(`DROP TABLE IF EXISTS ${quoteName(raw)}`);
  };
  const table = quoteName(input.table);
  let closeTable = drop;
  try {
    if (input.output === 'rejects') {
      drop();
      const source = `${input.table} rejects`;
      session.insertArrow(source, await encodeRejects(part, read.rejects));
      const columns =
        input.columns.length === 0
          ? `NULL AS ${NO_COLUMNS}`
          : input.columns.map(quoteName).join(', ');
      session.execute(
        `CREATE OR REPLACE TEMP VIEW ${table} AS SELECT ${columns} FROM ${quoteName(source)}`,
      );
      closeTable = () => {
        session.execute(`DROP VIEW IF EXISTS ${table}`);
        session.execute(`DROP TABLE IF EXISTS ${quoteName(source)}`);
      };
    } else {
      session.execute(
        `CREATE OR REPLACE TEMP VIEW ${table} AS SELECT ${selectList(opening)} FROM ${quoteName(raw)}${read.bad}`,
      );
    }
  } catch (thrown) {
    drop();
    throw thrown;
  }
  part.release();
  let open = true;
  const facts = {
    rowsRead: input.output === 'rejects' ? read.rejects.length : read.rows,
    bytesRead: part.bytesRead,
    rowsRejected: read.rejects.length,
  };
  return {
    ...facts,
    finish: () => facts,
    explain: (failure) => Promise.resolve(failure),
    close: () => {
      if (!open) return;
      open = false;
      closeTable();
    },
  };
}

/** Reads these columns of all records into a table and gives the records that could not be read. */
async function readAll(
  opening: Opening,
  table: string,
  columns: Schema,
): Promise<{ readonly rows: number; readonly rejects: readonly Reject[]; readonly bad: string }> {
  const { session, part, plan, number } = opening;
  const tables = { errors: `csv_errors_${number}`, scans: `csv_scans_${number}` };
  const list =
    columns.length === 0 ? '0 AS x' : columns.map(({ name }) => quoteName(name)).join(', ');
  try {
    await session.run(
      `CREATE TEMP TABLE ${quoteName(table)} AS SELECT ${list} FROM ${scanSql(opening, tables)}`,
    );
    const structural = readRejects(session, tables.errors, part);
    const formats = [...plan.formats].filter(([name]) => findColumn(columns, name) !== undefined);
    const badDates = readBadDates(opening, table, formats, structural);
    const rejects = [...structural, ...badDates, ...unterminatedRejects(part)].sort(
      (a, b) => a.offset - b.offset,
    );
    const counted = session.query(`SELECT count(*)::DOUBLE AS n FROM ${quoteName(table)}`);
    return {
      rows: Number(counted.getChild('n')?.get(0)) - badDates.length,
      rejects,
      bad: formats.length === 0 ? '' : ` WHERE NOT (${formats.map(unparsed).join(' OR ')})`,
    };
  } finally {
    session.execute(`DROP TABLE IF EXISTS ${tables.errors}`);
    session.execute(`DROP TABLE IF EXISTS ${tables.scans}`);
  }
}

const unparsed = ([name, format]: readonly [string, string]): string =>
  `(${quoteName(name)} IS NOT NULL AND try_strptime(${quoteName(name)}, '${format.replaceAll("'", "''")}') IS NULL)`;

/** Values that `strptime` cannot read. */
function readBadDates(
  opening: Opening,
  table: string,
  formats: readonly (readonly [string, string])[],
  others: readonly Reject[],
): Reject[] {
  if (formats.length === 0) return [];
  const { part, plan, session } = opening;
  const which = formats
    .map((entry) => `WHEN ${unparsed(entry)} THEN '${entry[0].replaceAll("'", "''")}'`)
    .join(' ');
  const rows = session.query(
    `SELECT rowid::DOUBLE AS n, CASE ${which} END AS name FROM ${quoteName(table)}
     WHERE ${formats.map(unparsed).join(' OR ')} ORDER BY rowid`,
  );
  const ordinals = Array.from({ length: rows.numRows }, (_, i) =>
    Number(rows.getChild('n')?.get(i)),
  );
  return locateRows(part, ordinals, others, plan.columns.length === 1).map((offset, i) => {
    const column = String(rows.getChild('name')?.get(i));
    return {
      offset,
      raw: recordText(part, offset),
      column,
      reason: `The value does not match the format "${plan.formats.get(column) ?? ''}"`,
    };
  });
}

const unterminatedRejects = (part: CsvPart): Reject[] =>
  part.unterminated === undefined
    ? []
    : [
        {
          offset: part.unterminated.offset,
          raw: part.unterminated.raw,
          column: null,
          reason: 'A quote is opened here and never closed',
        },
      ];

/** An error of the task's query in terms of the file, if the file is to blame. */
async function explain(
  opening: Opening,
  spec: CsvSource,
  failure: EngineFailure,
): Promise<EngineFailure> {
  const { error } = failure;
  if (error.kind !== 'user') return failure;
  const text = `${error.message}\n${error.detail ?? ''}`;
  if (!/CSV|strptime|Could not parse string|format specifier/.test(text)) return failure;
  const { input, plan, session, number } = opening;
  const table = `csv_check_${number}`;
  const needed = new Set(input.columns.map(nameKey));
  try {
    const read = await readAll(
      opening,
      table,
      plan.columns.filter((column) => needed.has(nameKey(column.name))),
    );
    const [first] = read.rejects;
    return first === undefined ? failure : await badRow(opening, first);
  } catch (thrown) {
    return thrown instanceof EngineFailure && thrown.error.kind === 'cancelled' ? thrown : failure;
  } finally {
    session.execute(`DROP TABLE IF EXISTS ${quoteName(table)}`);
  }
}

async function badRow({ part }: Opening, reject: Reject): Promise<EngineFailure> {
  const line = await part.lineAt(reject.offset);
  const file = part.file.name;
  if (/not utf-8|Invalid unicode/i.test(reject.reason)) {
    const invalid = invalidUtf8At(part.bytes());
    return badEncoding(file, 'utf-8', { line, ...(invalid === -1 ? {} : { byte: invalid }) });
  }
  const raw = reject.raw.length > 200 ? `${reject.raw.slice(0, 200)}...` : reject.raw;
  const reason = reject.reason.replace(/\.$/, '');
  return userError('bad-csv-row', `${file}, line ${line}: ${reason}.`, {
    param: 'on_bad_row',
    hint:
      reject.column === null
        ? 'Set "Bad rows" (on_bad_row) to reject: such rows then go to the rejects output. Or mend the file.'
        : `Set the type of "${reject.column}" to VARCHAR, or "Bad rows" (on_bad_row) to reject: such rows then go to the rejects output.`,
    location: { file, line, ...(reject.column === null ? {} : { column: reject.column }) },
    detail: raw,
  });
}
