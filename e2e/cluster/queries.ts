/** Queries for a Spark Connect server, and what they told. */
import { create } from '@bufbuild/protobuf';
import { readFile } from 'node:fs/promises';
import type { Cluster } from '../../.ci/spark-cluster.mjs';
import {
  PlanSchema,
  type Plan,
} from '../../engine/remote/spark-connect/generated/spark/connect/base_pb.ts';
import type { ExecuteEvent } from '../../engine/remote/spark-connect/session.ts';
import { tableFromIPC } from 'apache-arrow';

/** Runs at once and not when its result is asked for: what has effects. */
export const sqlCommand = (query: string): Plan =>
  create(PlanSchema, {
    opType: {
      case: 'command',
      value: {
        commandType: {
          case: 'sqlCommand',
          value: { input: { common: { planId: 1n }, relType: { case: 'sql', value: { query } } } },
        },
      },
    },
  });

/**
 * Rows `id`, each of which takes its time on the one core of an executor, in as many tasks as are
 * said. Only by sleeping: the machine is not kept busy.
 */
export const slowly = (rows: number, msPerRow: number, tasks: number): string =>
  `SELECT id FROM (
     SELECT id, reflect('java.lang.Thread', 'sleep', ${msPerRow}L) AS slept
     FROM range(0, ${rows}, 1, ${tasks})
   ) WHERE coalesce(slept, '') <> 'asked for, so that it is not left out'`;

type Of<Kind extends ExecuteEvent['kind']> = Extract<ExecuteEvent, { readonly kind: Kind }>;

export interface Told {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  readonly batches: number;
  readonly progress: readonly Of<'progress'>[];
  readonly complete: boolean;
}

/** Reads all that an operation tells; `at` hears each event before the next is asked for. */
export async function read(
  events: AsyncIterable<ExecuteEvent>,
  at: (event: ExecuteEvent) => void | Promise<void> = () => undefined,
): Promise<Told> {
  const rows: Record<string, unknown>[] = [];
  const progress: Of<'progress'>[] = [];
  let [batches, complete] = [0, false];
  for await (const event of events) {
    if (event.kind === 'batch') {
      batches += 1;
      rows.push(
        ...tableFromIPC(event.ipc)
          .toArray()
          .map((row) => row.toJSON()),
      );
    }
    if (event.kind === 'progress') progress.push(event);
    if (event.kind === 'complete') complete = true;
    await at(event);
  }
  return { rows, batches, progress, complete };
}

/** Tasks that were done, of all stages. */
export const tasksDone = ({ stages }: Of<'progress'>): number =>
  stages.reduce((sum, { completedTasks }) => sum + completedTasks, 0);

/** A job of Spark, as the page of the Connect server tells it. */
export interface SparkJob {
  readonly jobId: number;
  readonly status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'UNKNOWN';
  readonly numTasks: number;
  readonly numFailedTasks: number;
  readonly killedTasksSummary: Readonly<Record<string, number>>;
  readonly jobTags: readonly string[];
  /** `2026-01-31T12:00:00.000GMT`; of one that runs, none. */
  readonly completionTime: string;
}

/** All jobs that the Connect server has run since it was started. */
export async function sparkJobs({ sparkUi }: Cluster): Promise<readonly SparkJob[]> {
  const api = `${sparkUi}/api/v1/applications`;
  const [application] = (await (await fetch(api)).json()) as { id: string }[];
  if (application === undefined) throw new Error(`${api} tells of no application.`);
  return (await (await fetch(`${api}/${application.id}/jobs`)).json()) as SparkJob[];
}

/** Lines of the Connect server's log. */
export async function connectLog({ processes }: Cluster): Promise<readonly string[]> {
  const connect = processes.find(({ role }) => role === 'connect');
  return (await readFile(connect?.log ?? '', 'utf8')).split('\n');
}
