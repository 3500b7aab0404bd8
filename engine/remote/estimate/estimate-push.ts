/**
 * What a run costs here and on a cluster, and which of them to choose. The rates are those of
 * docs/scaling.md: right within a factor of a few, which is why a cluster must be much better to be
 * recommended for its speed.
 */
import {
  outputBytesOf,
  type PlanMeasure,
  shuffleBytesOf,
  sourceBytesOf,
} from '../../contract/plan-measure.ts';
import type { CostEstimate, CostPart, PushEstimate } from '../../contract/push-estimate.ts';
import { sparkSizing } from './spark-sizing.ts';

export interface LocalMachine {
  readonly cores: number;
  /** For the workers of a run. */
  readonly memoryBytes: number;
  /** Free for what does not fit into memory. */
  readonly diskBytes: number;
}

export interface ClusterSize {
  /** Absent: nobody said. */
  readonly cores?: number;
  /** Whether local files must be sent there first, and rows come back. */
  readonly sharesFiles: boolean;
}

const MB = 1e6;

/** Bytes a second of one core, and seconds: where each comes from stands in docs/scaling.md. */
const LOCAL = { start: 0.5, read: 100 * MB, exchange: 60 * MB, disk: 200 * MB };
const CLUSTER = { start: 1.5, stage: 0.3, read: 40 * MB, exchange: 11.7 * MB, gather: 40 * MB };
/** Between this computer and the cluster, for all cores together: 1 Gbit/s. */
const NETWORK = 100 * MB;

/** Taken for a cluster that does not say. */
export const ASSUMED_CORES = 16;

/** More local data than this is not sent along; it must lie where the cluster can read it. */
export const MOST_UPLOADED = 64 * 1024 ** 2;

/** A cluster must promise this many times the speed, and be worth the wait for it. */
const MUCH_FASTER = 2;
const WORTH_SECONDS = 30;

export function estimatePush(
  measure: PlanMeasure,
  local: LocalMachine,
  cluster: ClusterSize,
): PushEstimate {
  const cores = cluster.cores ?? ASSUMED_CORES;
  const gathers = measure.exchanges
    .filter(({ kind }) => kind === 'gather')
    .map(({ step, bytes }) => ({ step, bytes }));
  const estimates = {
    local: localCost(measure, local),
    cluster: { ...clusterCost(measure, cores, cluster.sharesFiles), cores },
    sizing: sparkSizing(measure, cluster.cores),
    gathers,
  };
  return { ...estimates, ...recommend(measure, local, cluster, estimates) };
}

function localCost(measure: PlanMeasure, { cores, memoryBytes }: LocalMachine): CostEstimate {
  const moved = measure.exchanges.reduce((sum, { bytes }) => sum + bytes, 0);
  return costOf({
    start: LOCAL.start,
    read: sourceBytesOf(measure) / (LOCAL.read * cores),
    exchange: moved / (LOCAL.exchange * cores),
    // Written once and read once.
    spill: (2 * Math.max(0, heldBytes(measure) - memoryBytes)) / LOCAL.disk,
  });
}

function clusterCost(measure: PlanMeasure, cores: number, sharesFiles: boolean): CostEstimate {
  const gathered = measure.exchanges.filter(({ kind }) => kind === 'gather');
  return costOf({
    start: CLUSTER.start + CLUSTER.stage * (1 + measure.exchanges.length),
    read: sourceBytesOf(measure) / (CLUSTER.read * cores),
    exchange: shuffleBytesOf(measure) / (CLUSTER.exchange * cores),
    gather: gathered.reduce((sum, { bytes }) => sum + bytes, 0) / CLUSTER.gather,
    upload: sharesFiles ? 0 : localBytes(measure) / NETWORK,
    fetch: sharesFiles ? 0 : outputBytesOf(measure) / NETWORK,
  });
}

function costOf(seconds: Partial<Record<CostPart, number>>): CostEstimate {
  const parts = Object.entries(seconds)
    .map(([what, of]) => ({ what: what as CostPart, seconds: of }))
    .filter((part) => part.seconds > 0)
    .sort((a, b) => b.seconds - a.seconds);
  return { seconds: parts.reduce((sum, part) => sum + part.seconds, 0), parts };
}

/** What stands in memory or on disk at once: the largest exchange. */
const heldBytes = ({ exchanges }: PlanMeasure): number =>
  Math.max(0, ...exchanges.map(({ bytes }) => bytes));

const localBytes = ({ sources }: PlanMeasure): number =>
  sources.reduce((sum, { from, bytes }) => (from === 'files' ? sum + bytes : sum), 0);

function recommend(
  measure: PlanMeasure,
  machine: LocalMachine,
  { sharesFiles }: ClusterSize,
  { local, cluster }: Pick<PushEstimate, 'local' | 'cluster'>,
): Pick<PushEstimate, 'recommended' | 'reason'> {
  const fits = heldBytes(measure) <= machine.memoryBytes + machine.diskBytes;
  if (!fits) return { recommended: 'cluster', reason: 'no-room-here' };
  if (!sharesFiles && localBytes(measure) > MOST_UPLOADED) {
    return { recommended: 'local', reason: 'must-be-uploaded' };
  }
  const isMuchFaster =
    local.seconds > MUCH_FASTER * cluster.seconds &&
    local.seconds - cluster.seconds > WORTH_SECONDS;
  return isMuchFaster
    ? { recommended: 'cluster', reason: 'faster-there' }
    : { recommended: 'local', reason: 'fits-here' };
}

/** The same plan over so many times the data: broadcast tables stay as they are, as dimensions do. */
export function scaleMeasure(measure: PlanMeasure, factor: number): PlanMeasure {
  const scaled = <T extends { readonly bytes: number; readonly rows: number }>(one: T): T => ({
    ...one,
    bytes: one.bytes * factor,
    rows: one.rows * factor,
  });
  return {
    sources: measure.sources.map(scaled),
    exchanges: measure.exchanges.map((one) => (one.kind === 'broadcast' ? one : scaled(one))),
    outputs: measure.outputs.map(scaled),
  };
}
