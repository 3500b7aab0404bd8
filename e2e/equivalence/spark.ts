/** The one Spark that a test run keeps. */
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { ensureSpark } from '../../.ci/ensure-spark.mjs';

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
  readonly version: string;
  readonly ask: (command: SparkQuery | SparkScript) => Promise<SparkAnswer>;
  readonly close: () => Promise<void>;
}

/** Starts Spark in local mode; takes some seconds. */
export async function openSpark(): Promise<Spark> {
  const python = ensureSpark();
  const scratch = await mkdtemp(join(tmpdir(), 'sluice-spark-'));
  const worker = fileURLToPath(new URL('spark_worker.py', import.meta.url));
  const child = spawn(python, [worker], {
    cwd: scratch,
    stdio: ['pipe', 'pipe', 'inherit'],
    env: {
      ...process.env,
      SLUICE_SPARK_SCRATCH: scratch,
      PATH: `${dirname(python)}:${process.env['PATH'] ?? ''}`,
      SPARK_LOCAL_IP: '127.0.0.1',
      // Java takes names of files for what the locale says.
      LC_ALL: 'C.UTF-8',
      PYSPARK_PYTHON: python,
    },
  });
  const waiting = new Map<number, (answer: unknown) => void>();
  const failed = new Set<(reason: Error) => void>();
  let next = 0;
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => {
    const answer = JSON.parse(line) as { readonly id: number };
    waiting.get(answer.id)?.(answer);
    waiting.delete(answer.id);
  });
  child.once('exit', (code) => {
    for (const fail of failed) fail(new Error(`Spark ended (status ${code}).`));
  });
  const reply = (id: number): Promise<unknown> =>
    new Promise((resolve, reject) => {
      failed.add(reject);
      waiting.set(id, (answer) => {
        failed.delete(reject);
        resolve(answer);
      });
    });
  const hello = (await reply(0)) as { readonly version: string };
  return {
    version: hello.version,
    ask: (command) => {
      next += 1;
      const answer = reply(next) as Promise<SparkAnswer>;
      child.stdin.write(`${JSON.stringify({ id: next, ...command })}\n`);
      return answer;
    },
    close: () => close(child, scratch),
  };
}

async function close(child: ChildProcess, scratch: string): Promise<void> {
  const ended = once(child, 'exit');
  child.stdin?.end();
  await ended;
  await rm(scratch, { recursive: true, force: true });
}
