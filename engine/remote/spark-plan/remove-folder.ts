/** Removes a folder of a cluster's storage, for which Spark Connect has nothing of its own. */
import { toEngineError } from '../../contract/errors.ts';
import { quoteText } from '../../spark/print/spark-sql.ts';
import { quoteName } from '../../spark/types.ts';
import type { SparkSession } from '../spark-connect/session.ts';
import { commandPlan } from './connect-plans.ts';

/**
 * The folder becomes a partition of a table that the catalog manages; a partition that is dropped takes
 * its files along.
 * @param folder made by this push and by nobody else
 * @param id part of a name that no table has
 * @returns whether it went: catalogs may refuse to make tables
 */
export async function removeFolder(
  folder: string,
  id: string,
  session: Pick<SparkSession, 'execute'>,
): Promise<boolean> {
  const table = quoteName(`sluice_remove_${id.replaceAll(/\W/g, '_')}`);
  const run = async (statement: string): Promise<void> => {
    for await (const _ of session.execute(commandPlan(statement)));
  };
  try {
    await run(`CREATE TABLE ${table} (v INT, p STRING) USING parquet PARTITIONED BY (p)`);
    try {
      await run(`ALTER TABLE ${table} ADD PARTITION (p = 'x') LOCATION ${quoteText(folder)}`);
      await run(`ALTER TABLE ${table} DROP PARTITION (p = 'x')`);
    } finally {
      await run(`DROP TABLE ${table}`);
    }
    return true;
  } catch (thrown) {
    if (toEngineError(thrown).kind === 'internal') throw thrown;
    return false;
  }
}
