/** Where a cluster sees the files of a pipeline. */
import type { SparkConnection } from '../../../engine/contract/spark-connection.ts';
import type { ClusterFiles } from '../../../engine/export/project.ts';
import {
  isClusterPath,
  localPathOf,
  uriOfPath,
  uriOfSink,
} from '../../../engine/remote/spark-plan/shared-paths.ts';

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

/** Throws where a path of this computer may not be used so: user `outside-workspace`. */
export type GuardPath = (path: string, use: 'read' | 'write') => Promise<void>;

export interface GuardedFiles extends ClusterFiles {
  /** Before the cluster is asked about these. */
  readonly check: (paths: readonly string[]) => Promise<void>;
  /** All that was asked for so far. Before anything is sent. */
  readonly checkAll: () => Promise<void>;
}

/**
 * What the cluster reads and writes in folders that it shares with this computer is this computer's too:
 * there, no more is allowed than to a run here.
 */
export function guardedFiles(
  { uriOf, sinkUriOf }: ClusterFiles,
  folder: string,
  guard: GuardPath | undefined,
): GuardedFiles {
  const used = new Map<string, readonly [path: string, use: 'read' | 'write']>();
  const note = (path: string, use: 'read' | 'write', uri: string | undefined): void => {
    const local = localPathOf(path, folder);
    if (uri !== undefined && local !== undefined) used.set(`${use} ${local}`, [local, use]);
  };
  const check = async (): Promise<void> => {
    for (const [path, use] of used.values()) await guard?.(path, use);
  };
  return {
    uriOf: (path) => {
      const uri = uriOf(path);
      note(path, 'read', uri);
      return uri;
    },
    sinkUriOf: (path) => {
      const uri = sinkUriOf(path);
      // A relative path is below the default sink, which is the connection's.
      if (isClusterPath(path)) note(path, 'write', uri);
      return uri;
    },
    check: (paths) => {
      for (const path of paths) note(path, 'read', uriOf(path));
      return check();
    },
    checkAll: check,
  };
}

/** Of a program that nobody waits for, which can write nothing here: in shared folders too. */
export function batchFiles(connection: SparkConnection, folder: string): ClusterFiles {
  const { uriOf, sinkUriOf } = clusterFiles(connection, folder);
  return { uriOf, sinkUriOf: (path) => sinkUriOf(path) ?? uriOf(path) };
}
