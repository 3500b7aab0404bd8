/** Removes a folder of a cluster's storage, for which Spark Connect has nothing of its own. */
import { quoteText } from '../../spark/print/spark-sql.ts';
import { quoteName } from '../../spark/types.ts';
import type { SparkSession } from '../spark-connect/session.ts';
import { isTidied, runCommand } from './run-command.ts';

/**
 * The folder becomes a partition of a table that the catalog manages; a partition that is dropped takes
 * its files along.
 * @param folder made by this push and by nobody else
 * @param id part of a name that no table has
 * @returns whether it went: catalogs may refuse to make tables
 */
export function removeFolder(
  folder: string,
  id: string,
  session: Pick<SparkSession, 'execute'>,
): Promise<boolean> {
  const table = quoteName(`sluice_remove_${id.replaceAll(/\W/g, '_')}`);
  const run = (statement: string): Promise<void> => runCommand(statement, session);
  return isTidied(async () => {
    await run(`CREATE TABLE ${table} (v INT, p STRING) USING parquet PARTITIONED BY (p)`);
    try {
      await run(`ALTER TABLE ${table} ADD PARTITION (p = 'x') LOCATION ${quoteText(folder)}`);
      await run(`ALTER TABLE ${table} DROP PARTITION (p = 'x')`);
    } finally {
      await run(`DROP TABLE ${table}`);
    }
  });
}
