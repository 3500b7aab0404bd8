/** What everything about clusters needs: connections with their tokens, and jobs with their folders. */
import type { SparkConnection } from '../../../engine/contract/spark-connection.ts';
import type { ConnectionStore } from '../connections/connections.ts';
import type { HostServices } from '../host-services.ts';
import type { JobService } from '../jobs/jobs.ts';
import type { ClusterTokens } from './cluster-tokens.ts';

/** A cluster that is asked for, with what is secret about it. */
export interface NamedCluster {
  /** Of the connection; its address where it has no name. */
  readonly name: string;
  readonly connection: SparkConnection;
  readonly token?: string;
}

export interface ClusterHost {
  readonly connections: ConnectionStore;
  readonly tokens: ClusterTokens;
  readonly jobs: JobService;
  /** Folder of a job's own files, such as what was asked for and its log; made when it is first asked for. */
  readonly folderOf: (job: string) => Promise<string>;
  /**
   * @param to name of a connection, or `sc://host:port`
   * @throws user `connection-missing`, `connection-invalid`, `connection-token-visible`
   */
  readonly find: (to: string) => Promise<NamedCluster>;
  /** A text without the secrets that were used. */
  readonly mask: (text: string) => string;
}

/** The services of a host that knows clusters. */
export interface ClusterServices extends HostServices {
  readonly clusters: ClusterHost;
}
