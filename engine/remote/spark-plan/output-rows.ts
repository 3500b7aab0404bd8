/** The rows of an output as one statement over given tables, with the columns that they have here. */
import { hashText } from '../../document/hash.ts';
import type { Relation } from '../spark-connect/generated/spark/connect/relations_pb.ts';
import type { SparkSession } from '../spark-connect/session.ts';
import type { CastColumn } from './analyse.ts';
import { localColumns } from './analyse.ts';
import { namedArguments } from './arguments.ts';
import { sqlRelation } from './connect-plans.ts';
import type { GivenTables } from './given-tables.ts';
import type { ClusterOutput, ClusterProgram } from './program.ts';
import type { Statement } from './statement.ts';
import { statementOf } from './statement.ts';

/** @param select of its columns, as SQL; absent: all */
export function outputStatement(
  { steps, columnsOf, files }: ClusterProgram,
  output: ClusterOutput,
  select?: string,
): Statement {
  const names = new Map(files.map(({ source, table }) => [source, table]));
  const limit = output.kind === 'rows' ? output.limit : undefined;
  return statementOf(
    { node: output.node, frame: output.frame, limit, select },
    { steps, columnsOf, tableOf: (source) => names.get(source) ?? '' },
  );
}

export interface OutputRows {
  readonly statement: Statement;
  readonly rows: Relation;
  readonly casts: readonly CastColumn[];
}

/** Asks the cluster for the columns, and casts those that are not of the local type. */
export async function outputRows(
  program: ClusterProgram,
  output: ClusterOutput,
  tables: GivenTables,
  session: Pick<SparkSession, 'schema'>,
  signal: AbortSignal | undefined,
): Promise<OutputRows> {
  const over = (statement: Statement, given: ReadonlyMap<string, Relation>): Relation =>
    sqlRelation(statement.sql, namedArguments(statement.parameters, program.parameters), given);
  const rowsOf = (statement: Statement, casts: readonly CastColumn[] = []): OutputRows => ({
    statement,
    casts,
    rows: over(statement, tables.given(statement.tables)),
  });
  const plain = outputStatement(program, output);
  // The one text that is an array of all rows.
  if (output.kind === 'write' && output.target.format === 'json') return rowsOf(plain);
  const columns = over(plain, tables.columns(plain.tables));
  const { select, casts } = await localColumns(
    columns,
    output.schema,
    output.node,
    session,
    signal,
  );
  return select === undefined
    ? rowsOf(plain)
    : rowsOf(outputStatement(program, output, select), casts);
}

/** Same program, same hash; values of parameters and what is in files stand aside. */
export const programHash = (program: ClusterProgram): string =>
  hashText(
    JSON.stringify([
      program.outputs.map((output) => [
        output.kind,
        outputStatement(program, output).sql,
        output.kind === 'rows' ? '' : output.target,
      ]),
      program.files.map(({ source }) => source),
      program.shipped.map(({ scan }) => [scan.source, scan.output]),
    ]),
  );
