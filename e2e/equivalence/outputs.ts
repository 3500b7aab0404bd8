/** What a Spark program wrote against what the engine wrote, output by output. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { PipelineDocument } from '../../engine/document/schema.ts';
import type { NativeDuckDB } from '../../engine/testing/native.ts';
import { differences } from '../compare.ts';
import { dataFiles } from './written.ts';

interface Output {
  readonly path: string;
  readonly format: string;
}

const outputsOf = ({ nodes }: PipelineDocument): Output[] =>
  Object.values(nodes)
    .filter(({ type }) => type === 'output.file')
    .map(({ params }) => ({ path: String(params['path']), format: String(params['format']) }));

const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const name = (text: string): string => `"${text.replaceAll('"', '""')}"`;

/** @param text all columns as they stand in the file */
function reader({ format }: Output, path: string, text: boolean): string {
  const files = `[${dataFiles(path).map(quote).join(', ')}]`;
  switch (format) {
    case 'parquet':
      return `read_parquet(${files}, hive_partitioning = true)`;
    case 'csv':
      return `read_csv(${files}, header = true, all_varchar = ${text}, hive_partitioning = true)`;
    default:
      return `read_json(${files}, hive_partitioning = true)`;
  }
}

/**
 * @param alike columns of an output by its path, where the others may differ
 * @returns what differs, with the output's path; nothing when all are the same
 */
export async function outputDifferences(
  native: NativeDuckDB,
  document: PipelineDocument,
  gotFolder: string,
  wantedFolder: string,
  alike: Readonly<Record<string, readonly string[]>> = {},
): Promise<string[]> {
  const found: string[] = [];
  for (const output of outputsOf(document)) {
    const [got, wanted] = [join(gotFolder, output.path), join(wantedFolder, output.path)];
    if (!existsSync(got)) {
      found.push(`${output.path}: not written`);
      continue;
    }
    const all = await outputDifference(native, output, got, wanted, alike[output.path]);
    found.push(...all.map((difference) => `${output.path}: ${difference}`));
  }
  return found;
}

async function outputDifference(
  native: NativeDuckDB,
  output: Output,
  got: string,
  wanted: string,
  alike: readonly string[] | undefined,
): Promise<readonly string[]> {
  const expected = `FROM ${reader(output, wanted, false)}`;
  if (dataFiles(got).length === 0) {
    const [row] = await native.queryRows(`SELECT count(*) AS n ${expected}`);
    return Number(row?.['n']) === 0 ? [] : ['no rows'];
  }
  const columns = await native.queryRows(`DESCRIBE ${expected}`);
  const casts = columns.map(({ column_name: column, column_type: type }) => {
    const quoted = name(String(column));
    return `CAST(${quoted} AS ${String(type)}) AS ${quoted}`;
  });
  const actual = `FROM ${reader(output, got, true)}`;
  const names = (rows: readonly Readonly<Record<string, unknown>>[]): string =>
    rows.map((row) => String(row['column_name'])).join(', ');
  const mine = names(await native.queryRows(`DESCRIBE ${actual}`));
  if (mine !== names(columns)) return [`columns ${mine} instead of ${names(columns)}`];
  const kept = alike === undefined ? '*' : alike.map(name).join(', ');
  const typed = `(SELECT ${casts.join(', ')} ${actual})`;
  return differences(native, `SELECT ${kept} FROM ${typed}`, `SELECT ${kept} ${expected}`);
}
