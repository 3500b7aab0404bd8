/** What a push would cost, here and on a cluster, and which of them is advised (docs/scaling.md). */

export interface PushEstimate {
  readonly local: CostEstimate;
  readonly cluster: CostEstimate & { readonly cores: number };
  readonly sizing: SparkSizing;
  readonly recommended: 'local' | 'cluster';
  readonly reason: 'fits-here' | 'faster-there' | 'no-room-here' | 'must-be-uploaded';
  /** Steps of which all rows meet in one task, and how many bytes: no cluster makes them faster. */
  readonly gathers: readonly { readonly step: string | undefined; readonly bytes: number }[];
}

export interface CostEstimate {
  readonly seconds: number;
  /** What the time goes into, longest first. */
  readonly parts: readonly { readonly what: CostPart; readonly seconds: number }[];
}

export type CostPart = 'start' | 'read' | 'exchange' | 'spill' | 'upload' | 'fetch' | 'gather';

export interface SparkSizing {
  readonly readTasks: number;
  readonly shufflePartitions: number;
  /** Of one task of the largest exchange. */
  readonly bytesPerShuffleTask: number;
  /** Settings of the session. */
  readonly settings: Readonly<Record<string, string>>;
}
