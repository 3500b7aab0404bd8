/** The command line of the benchmarks. */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';

const SUITES = [
  'csv',
  'tpch',
  'native',
  'write',
  'export',
  'memory',
  'studio',
  'page',
  'serve',
] as const;
const PLACES = ['node', 'chromium'] as const;

export type Suite = (typeof SUITES)[number];
export type Place = (typeof PLACES)[number];

export interface BenchOptions {
  readonly suites: readonly Suite[];
  readonly places: readonly Place[];
  /** Sizes of the pool; native DuckDB runs with 1 thread and with as many as the largest. */
  readonly workers: readonly number[];
  /** TPC-H scale factor: a folder .cache/tpch/sf<scale>. */
  readonly scale: string;
  /** Rounds; in each, every contender runs once. The median counts. */
  readonly rounds: number;
  /** Empty: all 22. */
  readonly queries: readonly string[];
}

export const USAGE = `npm run bench -- [options]
  --only csv,tpch,native,write,export,memory,studio,page,serve  what to measure (all)
  --where node,chromium      where Sluice runs (both)
  --workers 1,2,4            sizes of the pool (one per core)
  --scale 1                  TPC-H scale factor, made by: node .ci/ensure-test-tools.mjs --sf1
  --rounds 3                 repetitions, interleaved
  --queries q01,q06          some of the 22 only`;

export function readOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string', default: SUITES.join() },
      where: { type: 'string', default: PLACES.join() },
      workers: { type: 'string', default: String(availableParallelism()) },
      scale: { type: 'string', default: '1' },
      rounds: { type: 'string', default: '3' },
      queries: { type: 'string', default: '' },
    },
  });
  return {
    suites: choices(values.only, SUITES),
    places: choices(values.where, PLACES),
    workers: values.workers.split(',').map(positive),
    scale: values.scale,
    rounds: positive(values.rounds),
    queries: values.queries.split(',').filter((query) => query !== ''),
  };
}

function choices<T extends string>(text: string, known: readonly T[]): T[] {
  return text.split(',').map((name) => {
    const found = known.find((choice) => choice === name);
    if (found === undefined) throw new Error(`"${name}" is none of ${known.join(', ')}\n${USAGE}`);
    return found;
  });
}

function positive(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new Error(`"${text}" is no count\n${USAGE}`);
  return value;
}
