/** What the host keeps for a person: recent documents, settings, credentials, jobs, its log. */
import { z } from 'zod';
import { credential, credentialName } from '../../../engine/contract/credential.ts';
import { pushJob } from '../../../engine/contract/push-job.ts';
import { documentId, fileEntry, fileToken } from './file-methods.ts';
import { method } from './method.ts';

export const recentDocument = z.strictObject({
  /** Absent when the file is gone or may not be read. */
  entry: fileEntry.optional(),
  id: z.string(),
  name: z.string(),
  location: z.string(),
  opened: z.number(),
});
export type RecentDocument = z.infer<typeof recentDocument>;

/** Where the pipelines of a person run unless they say otherwise, and what they allowed. */
export const hostSettings = z.strictObject({
  place: z.enum(['tab', 'computer']),
  /** Threads of a run on this computer; absent: one for each core. */
  workers: z.int().min(1).max(256).optional(),
  /** Bytes for a run on this computer; absent: a quarter of its memory. */
  memory: z.int().min(256e6).optional(),
  /** The app looks for newer versions of itself. */
  updates: z.boolean(),
});
export type HostSettings = z.infer<typeof hostSettings>;

/** A credential without what is secret. */
export const credentialSummary = z.strictObject({
  name: credentialName,
  kind: z.string(),
  /** For people: `analyst@db.example:5432/sales`. */
  description: z.string(),
  /** `session`: forgotten when the host ends. `environment`: cannot be changed here. */
  kept: z.enum(['keyring', 'encrypted', 'environment', 'session']),
});
export type CredentialSummary = z.infer<typeof credentialSummary>;

export const jobState = z.enum(['running', 'finished', 'failed', 'cancelled', 'lost']);

/** A run on this computer. `lost`: the host ended while it ran. */
export const runJob = z.strictObject({
  id: z.string(),
  kind: z.literal('run'),
  name: z.string(),
  /** The document's file, for people; absent: it had none. */
  location: z.string().optional(),
  state: jobState,
  started: z.number(),
  ended: z.number().optional(),
  files: z.array(z.strictObject({ path: z.string(), rows: z.number(), bytes: z.number() })),
  /** Code and message of what ended it. */
  error: z.strictObject({ code: z.string(), message: z.string() }).optional(),
});
export type RunJob = z.infer<typeof runJob>;

/** A push, and whether a process that lives attends to it: one that nobody does can be fetched. */
export const push = pushJob.extend({ attended: z.boolean() });
export type Push = z.infer<typeof push>;

/** Runs on this computer and pushes to clusters. */
export const job = z.discriminatedUnion('kind', [runJob, push]);
export type Job = z.infer<typeof job>;

const none = z.strictObject({});

export const MACHINE_METHODS = {
  'recents.list': method(none, z.array(recentDocument)),
  'recents.add': method(z.strictObject({ file: fileToken }), z.null()),
  'recents.remove': method(z.strictObject({ id: z.string() }), z.null()),
  'settings.get': method(none, hostSettings),
  /** Changes what is given, `null` takes away; gives all. */
  'settings.set': method(
    z
      .strictObject({
        place: hostSettings.shape.place.optional(),
        workers: hostSettings.shape.workers.nullable(),
        memory: hostSettings.shape.memory.nullable(),
        updates: z.boolean().optional(),
      })
      .partial(),
    hostSettings,
  ),
  'credentials.list': method(none, z.array(credentialSummary)),
  'credentials.put': method(
    z.strictObject({ name: credentialName, credential }),
    credentialSummary,
  ),
  'credentials.remove': method(z.strictObject({ name: credentialName }), z.null()),
  /**
   * A document may use a credential after a person has allowed it once, by choosing it in a step or by
   * answering the question that user `credential-not-granted` calls for (its `detail` is the name).
   */
  'credentials.grant': method(
    z
      .strictObject({
        name: credentialName,
        file: fileToken.optional(),
        documentId: documentId.optional(),
      })
      .refine(({ file, documentId }) => file !== undefined || documentId !== undefined, {
        error: 'Say to which document: its file, its id, or both.',
      }),
    z.null(),
  ),
  /** Connects and asks for the server's version. Fails as a run would. */
  'credentials.test': method(
    z.strictObject({ name: credentialName }),
    z.strictObject({ server: z.string() }),
  ),
  /** Last started first. */
  'jobs.list': method(none, z.array(job)),
  'jobs.remove': method(z.strictObject({ id: z.string() }), z.null()),
  /** The last lines, secrets left out: for bug reports. */
  'log.tail': method(z.strictObject({ lines: z.int().min(1).max(5000) }), z.array(z.string())),
} as const;
