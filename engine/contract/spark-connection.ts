/** A cluster as people name it. Nothing in it is secret: a token comes from the environment or the keyring. */
import { z } from 'zod';

export const connectionName = z
  .string()
  .regex(/^[a-z][a-z0-9_-]{0,62}$/, 'Use small letters, digits, _ and -, a letter first.');

/** Schemes of storage that every node of a cluster can read. */
const uri = z
  .string()
  .regex(/^[a-z][a-z0-9+.-]*:\/\/?[^\s]*$/i, 'Write a URI, such as s3a://bucket/folder.');

/** How programs that run for long are handed in. */
const sparkSubmit = z.strictObject({
  /** As spark-submit takes it: `spark://host:7077`, `yarn`, `k8s://https://host:6443`. */
  master: z.string().min(1),
  /** Path of spark-submit; absent: the one that is found on PATH. */
  command: z.string().min(1).optional(),
  deployMode: z.enum(['client', 'cluster']).default('client'),
  /** Further settings, `--conf` of spark-submit. */
  conf: z.record(z.string(), z.string()).default({}),
});
export type SparkSubmit = z.infer<typeof sparkSubmit>;

export const sparkConnection = z.strictObject({
  kind: z.literal('spark-connect'),
  host: z.string().min(1),
  port: z.int().min(1).max(65_535).default(15_002),
  /** `off`: not encrypted, for servers on this computer. `verify`: and its certificate is trusted. */
  tls: z.enum(['off', 'verify']),
  /** File of certificates to trust instead of the system's. */
  caFile: z.string().min(1).optional(),
  /** Name that the server is told; absent: that of the person's account. */
  user: z.string().min(1).optional(),
  /** Local folders that the cluster sees too, with the URI that they have there. */
  shared: z.record(z.string().min(1), uri).default({}),
  /** Where outputs with a relative path go; absent: they are fetched and written here. */
  defaultSink: uri.optional(),
  /** Of the cluster, for estimates. */
  cores: z.int().min(1).optional(),
  submit: sparkSubmit.optional(),
});
export type SparkConnection = z.infer<typeof sparkConnection>;
