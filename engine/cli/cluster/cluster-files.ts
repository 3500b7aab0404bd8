/** Where a cluster sees the files of a pipeline. */
import type { SparkConnection } from '../../contract/spark-connection.ts';
import type { ClusterFiles } from '../../export/project.ts';
import { uriOfPath, uriOfSink } from '../../remote/spark-plan/shared-paths.ts';

/** @param folder that relative paths of the pipeline start from */
export function clusterFiles(
  { shared, defaultSink }: Pick<SparkConnection, 'shared' | 'defaultSink'>,
  folder: string,
): ClusterFiles {
  return {
    uriOf: (path) => uriOfPath(path, { shared, folder }),
    sinkUriOf: (path) => uriOfSink(path, { shared, folder, defaultSink }),
  };
}

/** Of a program that nobody waits for, which can write nothing here: in shared folders too. */
export function batchFiles(connection: SparkConnection, folder: string): ClusterFiles {
  const { uriOf, sinkUriOf } = clusterFiles(connection, folder);
  return { uriOf, sinkUriOf: (path) => sinkUriOf(path) ?? uriOf(path) };
}
