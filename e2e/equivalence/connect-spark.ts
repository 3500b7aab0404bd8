/** Spark's SQL as a push sends it: by Sluice's own client, to the cluster of two workers. */
import { toEngineError } from '../../engine/contract/errors.ts';
import { openSparkSession } from '../../engine/remote/spark-connect/open.ts';
import type { SparkSession } from '../../engine/remote/spark-connect/session.ts';
import { SPARK_SETTINGS } from '../../engine/spark/settings.ts';
import { theCluster } from '../cluster/cluster.ts';
import { read, sqlCommand } from '../cluster/queries.ts';
import type { QuerySpark } from './expressions.ts';
import type { SparkAnswer, SparkQuery } from './spark.ts';

/** Starts the cluster where it does not run; paths in queries are those of this machine. */
export async function openConnectSpark(): Promise<QuerySpark> {
  const { connect } = await theCluster();
  const session = openSparkSession(connect);
  await session.config.set(Object.fromEntries(SPARK_SETTINGS));
  return {
    ask: (query) => answer(session, query),
    close: async () => {
      await session.release();
      session.close();
    },
  };
}

async function answer(
  session: SparkSession,
  { sql, views = {}, out }: SparkQuery,
): Promise<SparkAnswer> {
  const run = (command: string) => read(session.execute(sqlCommand(command)));
  try {
    for (const [name, path] of Object.entries(views)) {
      await run(
        `CREATE OR REPLACE TEMPORARY VIEW \`${name}\` USING parquet OPTIONS (path 'file:${path}')`,
      );
    }
    if (out !== undefined) {
      await run(`INSERT OVERWRITE DIRECTORY 'file:${out}' USING parquet SELECT * FROM (${sql})`);
    }
    return { ok: true };
  } catch (thrown) {
    const { message, detail = '' } = toEngineError(thrown);
    return { ok: false, error: message, trace: detail };
  }
}
