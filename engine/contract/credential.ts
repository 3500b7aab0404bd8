/**
 * What a credential reference (`{"credential": "warehouse"}`) stands for. Documents hold the name alone;
 * the values come from who runs the pipeline, and never stand in a plan, an event or a log.
 */
import { z } from 'zod';

/** Letters of every system's environment, too: `warehouse` is `SLUICE_CREDENTIAL_WAREHOUSE` there. */
export const credentialName = z
  .string()
  .regex(/^[a-z][a-z0-9_-]{0,62}$/, 'Use small letters, digits, _ and -, a letter first.');

export const DATABASE_KINDS = ['postgres', 'mysql'] as const;
export type DatabaseKind = (typeof DATABASE_KINDS)[number];

/** MariaDB is of kind `mysql`. */
const databaseCredential = z.strictObject({
  kind: z.enum(DATABASE_KINDS),
  host: z.string().min(1),
  port: z.int().min(1).max(65_535),
  database: z.string().min(1),
  user: z.string(),
  password: z.string(),
  /** `require`: encrypted; `verify`: and the server shows a certificate that is trusted. */
  tls: z.enum(['off', 'require', 'verify']),
});
type DatabaseCredential = z.infer<typeof databaseCredential>;

/** A union on `kind`: further kinds are added beside databases. */
export const credential = databaseCredential;
export type Credential = DatabaseCredential;

/** How a document names one. */
export const credentialReference = z.strictObject({
  credential: credentialName.meta({ title: 'Name' }),
});
export type CredentialReference = z.infer<typeof credentialReference>;

/** Given to the engine by who runs it. */
export interface CredentialSource {
  /** Throws user `credential-missing`, with where to put it, when there is none of that name. */
  readonly resolve: (name: string) => Promise<Credential>;
}
