/** What the commands about clusters need: connections, jobs, and a session on a cluster. */
import type { ConnectionStore } from '../../../electron/host/connections/connections.ts';
import type { JobService } from '../../../electron/host/jobs/jobs.ts';
import type { SparkConnection } from '../../contract/spark-connection.ts';

/** A cluster that a command names, with what is secret about it. */
export interface NamedCluster {
  /** Of the connection; its address where it has no name. */
  readonly name: string;
  readonly connection: SparkConnection;
  readonly token?: string;
}

export interface ClusterHost {
  readonly connections: ConnectionStore;
  readonly jobs: JobService;
  /** Folder of a job's own files, such as a batch's program and its log; made when it is first asked for. */
  readonly folderOf: (job: string) => Promise<string>;
  /**
   * @param to name of a connection, or `sc://host:port`
   * @throws user `connection-missing`, `connection-invalid`, `connection-token-visible`
   */
  readonly find: (to: string) => Promise<NamedCluster>;
}

export type OpenCluster = () => Promise<ClusterHost>;
