/**
 * How much a plan reads, moves between tasks and writes. Sizes of sources are known, all others are
 * guesses from them (docs/scaling.md): right in order of magnitude, and never used to choose a result.
 */
import type { NodeId } from './ids.ts';

export interface PlanMeasure {
  /** Each source once, however often it is read. Bytes as they are stored, after pruning. */
  readonly sources: readonly {
    readonly step: NodeId | undefined;
    readonly bytes: number;
    readonly rows: number;
    /** Whether it comes from this computer's files, a database, or out of the pipeline itself. */
    readonly from: 'files' | 'database' | 'pipeline';
  }[];
  /** In plan order. */
  readonly exchanges: readonly MeasuredExchange[];
  readonly outputs: readonly {
    readonly step: NodeId | undefined;
    readonly bytes: number;
    readonly rows: number;
  }[];
}

/**
 * `hash`, `range`: every row goes to the task of its key. `broadcast`: all rows go to every task.
 * `gather`: all rows go to one task, however many there are.
 */
export interface MeasuredExchange {
  readonly step: NodeId | undefined;
  readonly kind: 'hash' | 'range' | 'broadcast' | 'gather';
  readonly bytes: number;
  readonly rows: number;
}

export const sourceBytesOf = ({ sources }: PlanMeasure): number => sum(sources);

/** Of what moves to where its key is; what is broadcast or gathered does not spread over tasks. */
export const shuffleBytesOf = ({ exchanges }: PlanMeasure): number =>
  sum(exchanges.filter(({ kind }) => kind === 'hash' || kind === 'range'));

export const outputBytesOf = ({ outputs }: PlanMeasure): number => sum(outputs);

const sum = (parts: readonly { readonly bytes: number }[]): number =>
  parts.reduce((total, { bytes }) => total + bytes, 0);
