export interface ClusterProcess {
  readonly role: string;
  readonly pid: number;
  readonly log: string;
}

export interface Cluster {
  readonly folder: string;
  /** A folder that every process sees. */
  readonly storage: string;
  readonly owner: number;
  readonly master: string;
  readonly masterUi: string;
  readonly sparkUi: string;
  readonly connect: { readonly host: string; readonly port: number };
  readonly processes: readonly ClusterProcess[];
}

export interface ClusterOptions {
  readonly folder: string;
  readonly workers?: number;
  /** Of each worker. */
  readonly cores?: number;
  /** Of each executor. */
  readonly memoryMb?: number;
  readonly driverMemoryMb?: number;
  readonly ports?: {
    readonly master?: number;
    readonly masterUi?: number;
    readonly connect?: number;
  };
  readonly storage?: string;
  /** What clients must show. */
  readonly token?: string;
  /** Settings of Spark, for the Connect server. */
  readonly conf?: Readonly<Record<string, string>>;
  readonly patienceMs?: number;
}

export function readCluster(folder: string): Cluster | undefined;
export function startCluster(options: ClusterOptions): Promise<Cluster>;
export function startConnect(
  folder: string,
  options?: { readonly token?: string; readonly conf?: Readonly<Record<string, string>> },
): Promise<Cluster>;
export function startWorker(folder: string, index: number): Promise<Cluster>;
export function stopRole(folder: string, role: string, signal?: NodeJS.Signals): Promise<void>;
export function stopCluster(folder: string): Promise<ClusterProcess[]>;
