/** The form of a connection → a credential, or what is missing in it. Pure. */
import { credential, credentialName } from '../../../engine/contract/credential.ts';
import type { Credential, DatabaseKind } from '../../../engine/contract/credential.ts';

export interface CredentialForm {
  readonly name: string;
  readonly kind: DatabaseKind;
  readonly host: string;
  readonly port: string;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  readonly tls: Credential['tls'];
}

export const PORTS: Readonly<Record<DatabaseKind, string>> = { postgres: '5432', mysql: '3306' };

export const EMPTY: CredentialForm = {
  name: '',
  kind: 'postgres',
  host: 'localhost',
  port: PORTS.postgres,
  database: '',
  user: '',
  password: '',
  tls: 'off',
};

/** Another kind has another port, unless somebody has typed one. */
export const withKind = (form: CredentialForm, kind: DatabaseKind): CredentialForm => ({
  ...form,
  kind,
  port: form.port === PORTS[form.kind] ? PORTS[kind] : form.port,
});

export type ReadForm =
  | { readonly ok: true; readonly name: string; readonly credential: Credential }
  | { readonly ok: false; readonly wrong: ReadonlySet<keyof CredentialForm> };

export function readForm({ name, port, ...others }: CredentialForm): ReadForm {
  const named = credentialName.safeParse(name.trim());
  const parsed = credential.safeParse({
    ...others,
    port: /^\d+$/.test(port) ? Number(port) : port,
  });
  if (named.success && parsed.success) {
    return { ok: true, name: named.data, credential: parsed.data };
  }
  const keys = parsed.success ? [] : parsed.error.issues.map(({ path }) => path[0]);
  return {
    ok: false,
    wrong: new Set([...keys, ...(named.success ? [] : ['name'])] as (keyof CredentialForm)[]),
  };
}
