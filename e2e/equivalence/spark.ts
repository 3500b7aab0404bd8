/** The one Spark that a test run keeps. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ensureSpark } from '../../.ci/ensure-spark.mjs';
import { openPython } from './python-process.ts';

export type SparkAnswer =
  | {
      readonly ok: true;
      readonly schema?: string;
      readonly printed?: string;
      readonly plans?: readonly string[];
    }
  | { readonly ok: false; readonly error: string; readonly trace: string };

export interface SparkQuery {
  readonly sql: string;
  /** Views by name: the Parquet files that they read. */
  readonly views?: Readonly<Record<string, string>>;
  /** Folder for the rows as Parquet; absent: the query is only analysed. */
  readonly out?: string;
  /** The answer has the physical plan, without adaptive execution and broadcasts. */
  readonly plan?: true;
}

export interface SparkScript {
  readonly script: string;
  readonly folder: string;
  readonly argv?: readonly string[];
  /** As of a query: the plans of what would be written as Parquet. */
  readonly plan?: true;
}

export interface Spark {
  readonly ask: (command: SparkQuery | SparkScript) => Promise<SparkAnswer>;
  readonly close: () => Promise<void>;
}

/**
 * Starts Spark, which takes some seconds: in local mode, or as an application of a cluster.
 * @param env more for its process
 */
export async function openSpark(env: Readonly<Record<string, string>> = {}): Promise<Spark> {
  const python = ensureSpark();
  const scratch = await mkdtemp(join(tmpdir(), 'sluice-spark-'));
  const { ask, close } = await openPython<SparkQuery | SparkScript, SparkAnswer>(
    python,
    'spark_worker.py',
    {
      cwd: scratch,
      env: {
        ...process.env,
        SLUICE_SPARK_SCRATCH: scratch,
        PATH: `${dirname(python)}:${process.env['PATH'] ?? ''}`,
        SPARK_LOCAL_IP: '127.0.0.1',
        // Java takes names of files for what the locale says.
        LC_ALL: 'C.UTF-8',
        PYSPARK_PYTHON: python,
        ...env,
      },
    },
  );
  return {
    ask,
    close: async () => {
      await close();
      await rm(scratch, { recursive: true, force: true });
    },
  };
}
