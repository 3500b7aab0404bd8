/**
 * Clusters and pushes to them. A cluster is named, never addressed: the host connects to those of its
 * connections file alone, but for `clusters.test`, which a person asks for before keeping one.
 */
import { z } from 'zod';
import type { Diagnostic } from '../../../engine/contract/diagnostic.ts';
import { COMPARISON_STAGES } from '../../../engine/contract/push-comparison.ts';
import type { PushComparison } from '../../../engine/contract/push-comparison.ts';
import type { PushEstimate } from '../../../engine/contract/push-estimate.ts';
import { clusterSize } from '../../../engine/contract/push-job.ts';
import { connectionName, sparkConnection } from '../../../engine/contract/spark-connection.ts';
import { answer, question, rowCount, target } from './engine-methods.ts';
import { method, methodWithProgress } from './method.ts';

/** A connection without what is secret about it. */
export const clusterSummary = z.strictObject({
  name: connectionName,
  connection: sparkConnection,
  /** `environment`: cannot be changed here. */
  kept: z.enum(['file', 'environment']),
  /** Where its token is; `session`: forgotten when the host ends. Never the token itself. */
  token: z.enum(['none', 'keyring', 'encrypted', 'environment', 'session']),
});
export type ClusterSummary = z.infer<typeof clusterSummary>;

/** It goes out in a header: printable ASCII, no spaces. */
export const clusterToken = z
  .string()
  .regex(/^[\x21-\x7e]{1,8192}$/, 'A token has printable characters alone, and no spaces.');

export const clusterTested = clusterSize.extend({
  /** Of Spark. */
  version: z.string(),
  /** Of one question and its answer, with the connection made for it. */
  milliseconds: z.number(),
});
export type ClusterTested = z.infer<typeof clusterTested>;

export const pushCheck = z.strictObject({
  /** What is wrong with the pipeline, what will not run there, and how rows may differ: at their steps. */
  diagnostics: z.custom<readonly Diagnostic[]>(Array.isArray),
  /** Empty where errors stand in the way. */
  outputs: z.array(
    z.strictObject({
      step: z.string(),
      /** URI, table or path, for people. */
      target: z.string(),
      place: z.enum(['cluster', 'here']),
    }),
  ),
  sources: z.array(
    z.strictObject({
      step: z.string(),
      /** Read by its executors, or read here and sent along. */
      place: z.enum(['cluster', 'sent']),
      /** Of what is sent: size of its files. */
      bytes: z.number().optional(),
    }),
  ),
  /** Absent: the sizes of sources cannot be seen from here. */
  estimate: z.custom<PushEstimate>((value) => typeof value === 'object').optional(),
});
export type PushCheck = z.infer<typeof pushCheck>;

const pushComparison = z.custom<PushComparison>(
  (value) => typeof value === 'object' && value !== null && 'outputs' in value,
);

/** A pipeline for a cluster. */
const clusterQuestion = question.extend({ cluster: connectionName });
const pushId = z.strictObject({ id: z.guid() });

export const CLUSTER_METHODS = {
  'clusters.list': method(z.strictObject({}), z.array(clusterSummary)),
  /**
   * Adds one, or replaces the one of that name. `token`: `null` takes it away, absent leaves it as long as
   * it is the same server: of another host, port or certificate the token is forgotten. How programs are
   * handed in (`submit`) is kept as it is: it names a program to start, so that only the file and the
   * command line set it. `file:` URIs are taken where they lie in what the host was given.
   */
  'clusters.put': method(
    z.strictObject({
      name: connectionName,
      connection: sparkConnection,
      token: clusterToken.nullable().optional(),
    }),
    clusterSummary,
  ),
  /** Its token, too. */
  'clusters.remove': method(z.strictObject({ name: connectionName }), z.null()),
  /** Connects and asks for the version. Fails as a push would. The token that is kept goes to a named one only. */
  'clusters.test': method(
    z.union([
      z.strictObject({ name: connectionName }),
      z.strictObject({ connection: sparkConnection, token: clusterToken.optional() }),
    ]),
    clusterTested,
  ),
  /** Sends nothing that computes: of files that only the cluster sees, it is asked for the columns. */
  'push.check': method(clusterQuestion, pushCheck),
  /** Answers when the job was kept; everything else is told as `jobs.changed`. The page may go away. */
  'push.start': method(clusterQuestion, pushId),
  /** As `engine.preview`: the first rows of a step, computed there. Ends the preview before. */
  'push.preview': method(clusterQuestion.extend({ target, rows: rowCount }), answer),
  /**
   * A sample on both sides, and what differs; nothing is written and no job is kept. Ends the comparison
   * before, which then fails as cancelled.
   */
  'push.compare': methodWithProgress(
    clusterQuestion.extend({ rows: z.int().min(1).max(50_000) }),
    pushComparison,
    z.strictObject({ stage: z.enum(COMPARISON_STAGES) }),
  ),
  /** Ends the comparison of this page, if there is one. */
  'push.stopCompare': method(z.strictObject({}), z.null()),
  /** Stops a push, whoever attends to it; answers when it has ended. */
  'jobs.cancel': method(pushId, z.null()),
  /** Pushes what was asked for once more, as a new job. */
  'jobs.retry': method(pushId, pushId),
  /** Goes on with a push whose client has ended; answers when something was heard of it again. */
  'jobs.fetch': method(pushId, z.null()),
  /** What happened, line by line, the oldest first; of a batch what spark-submit said. */
  'jobs.log': method(pushId, z.array(z.string())),
} as const;
