/** The form of a cluster → a connection, or what is wrong in it. Pure. */
import { connectionName, sparkConnection } from '../../../engine/contract/spark-connection.ts';
import type { SparkConnection } from '../../../engine/contract/spark-connection.ts';
import type { ClusterSummary } from '../../platform/computer.ts';

export interface SharedFolder {
  readonly here: string;
  readonly there: string;
}

/** As it is typed. */
export interface ClusterForm {
  readonly name: string;
  readonly host: string;
  readonly port: string;
  readonly tls: SparkConnection['tls'];
  /** Somebody has; else it follows the server. */
  readonly hasChosenTls: boolean;
  readonly caFile: string;
  readonly user: string;
  readonly cores: string;
  readonly defaultSink: string;
  readonly shared: readonly SharedFolder[];
  /** Empty: as it was. */
  readonly token: string;
  /** The one that is kept goes. */
  readonly forgetsToken: boolean;
}

export const DEFAULT_PORT = '15002';

const EMPTY: ClusterForm = {
  name: '',
  host: '',
  port: DEFAULT_PORT,
  tls: 'verify',
  hasChosenTls: false,
  caFile: '',
  user: '',
  cores: '',
  defaultSink: '',
  shared: [],
  token: '',
  forgetsToken: false,
};

export function formOf(summary: ClusterSummary | undefined): ClusterForm {
  if (summary === undefined) return EMPTY;
  const { name, connection } = summary;
  const { host, port, tls, caFile = '', user = '', cores, defaultSink = '', shared } = connection;
  return {
    ...EMPTY,
    ...{ name, host, tls, caFile, user, defaultSink },
    port: String(port),
    hasChosenTls: true,
    cores: cores === undefined ? '' : String(cores),
    shared: Object.entries(shared).map(([here, there]) => ({ here, there })),
  };
}

/** Servers on this computer speak without encryption, and no other should. */
export const isLocal = (host: string): boolean =>
  /^(?:localhost|127(?:\.\d+){3}|\[?::1\]?)$/.test(host.trim());

/**
 * The form once a server is typed. `sc://spark.example:443/;use_ssl=true` is an address as Spark writes it:
 * its parts go where they belong. What else it may hold, such as a token, is for the form's own fields.
 */
export function withServer(form: ClusterForm): ClusterForm {
  const found = /^sc:\/\/(\[[^\]]+\]|[^:/;]+)(?::(\d+))?(?:\/;?(.*))?$/.exec(form.host.trim());
  const host = found?.[1] ?? form.host;
  const usual = host.trim() !== '' && isLocal(host) ? 'off' : 'verify';
  const tls = form.hasChosenTls ? form.tls : usual;
  if (found === null) return { ...form, tls };
  const options = new Set((found[3] ?? '').split(';'));
  return {
    ...form,
    host,
    port: found[2] ?? DEFAULT_PORT,
    tls: options.has('use_ssl=true') ? 'verify' : tls,
  };
}

export type FormField =
  Exclude<keyof ClusterForm, 'forgetsToken' | 'tls' | 'hasChosenTls'> | `shared.${number}`;

export type ReadForm =
  | {
      readonly ok: true;
      readonly name: string;
      readonly connection: SparkConnection;
      /** Null: the kept one goes; absent: it stays. */
      readonly token?: string | null;
    }
  | { readonly ok: false; readonly wrong: ReadonlySet<FormField> };

/**
 * @param taken names of other clusters
 * @param kept of a cluster that is edited: what the form has no fields for stays
 */
export function readForm(
  form: ClusterForm,
  taken: readonly string[],
  kept?: SparkConnection,
): ReadForm {
  const wrong = new Set<FormField>();
  const named = connectionName.safeParse(form.name.trim());
  if (!named.success || taken.includes(named.data)) wrong.add('name');
  // An address with its port, or one as Spark writes it, is no name of a server.
  if (/[\s/;]|^[^:]*:\d*$/.test(form.host.trim())) wrong.add('host');
  if (!/^[\x21-\x7e]*$/.test(form.token)) wrong.add('token');
  const folders = form.shared.filter(({ here, there }) => `${here}${there}`.trim() !== '');
  const parsed = sparkConnection.safeParse({
    kind: 'spark-connect',
    host: form.host.trim(),
    port: numberOf(form.port.trim() === '' ? DEFAULT_PORT : form.port),
    tls: form.tls,
    ...optional('caFile', form.tls === 'off' ? '' : form.caFile),
    ...optional('user', form.user),
    ...optional('defaultSink', form.defaultSink),
    ...(form.cores.trim() === '' ? {} : { cores: numberOf(form.cores) }),
    shared: Object.fromEntries(folders.map(({ here, there }) => [here.trim(), there.trim()])),
    ...(kept?.submit === undefined ? {} : { submit: kept.submit }),
  });
  for (const { path } of parsed.error?.issues ?? []) {
    const [field, folder] = path;
    if (field !== 'shared') wrong.add(field as FormField);
    else {
      const at = form.shared.findIndex(({ here }) => here.trim() === folder);
      wrong.add(`shared.${Math.max(0, at)}`);
    }
  }
  if (!parsed.success || !named.success || wrong.size > 0) return { ok: false, wrong };
  return {
    ok: true,
    name: named.data,
    connection: parsed.data,
    ...(form.token === '' ? (form.forgetsToken ? { token: null } : {}) : { token: form.token }),
  };
}

/** Not a number: the text, which the schema then refuses. */
const numberOf = (text: string): number | string =>
  /^\d+$/.test(text.trim()) ? Number(text.trim()) : text;

const optional = (key: string, text: string): Readonly<Record<string, string>> =>
  text.trim() === '' ? {} : { [key]: text.trim() };
