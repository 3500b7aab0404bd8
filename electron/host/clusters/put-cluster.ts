/** Clusters as the studio lists and changes them. */
import { toEngineError, userError } from '../../../engine/contract/errors.ts';
import type { SparkConnection, SparkSubmit } from '../../../engine/contract/spark-connection.ts';
import { canonicalJson } from '../../../engine/document/hash.ts';
import type { ClusterSummary } from '../api/cluster-methods.ts';
import type { ClusterHost } from './cluster-host.ts';
import type { GuardPath } from './cluster-files.ts';

export async function listClusters({
  connections,
  tokens,
}: ClusterHost): Promise<ClusterSummary[]> {
  const all = await connections.list();
  return Promise.all(all.map(async (one) => ({ ...one, token: await tokens.keptIn(one.name) })));
}

export interface PutCluster {
  readonly name: string;
  readonly connection: SparkConnection;
  /** Null takes it away. Absent: it stays where the server is the same. */
  readonly token?: string | null | undefined;
}

/**
 * What asks is a page, which is trusted with less than the person who writes the file: it chooses no
 * program to start, sends no token that is kept to another server, and shares no folder that it may not use.
 *
 * @throws user `connection-by-hand`, `token-in-environment`, `connection-in-environment`
 */
export async function putCluster(
  host: ClusterHost,
  { name, connection: asked, token }: PutCluster,
  guard: GuardPath,
): Promise<ClusterSummary> {
  const { connections, tokens } = host;
  const before = await keptAs(host, name);
  const { submit = before?.submit, ...others } = asked;
  if (!isSame(submit, before?.submit)) throw byHand(name, 'how programs are handed in');
  await checkUris(name, asked, before, guard);
  const staysThere = before !== undefined && isSameServer(before, asked);
  const connection = { ...others, ...(submit === undefined ? {} : { submit }) };
  // Refused where it comes from the environment: before anything of it is changed.
  if ((await keptWhere(host, name)) === 'environment') await connections.put(name, connection);
  const where = await tokens.keptIn(name);
  if (where === 'environment' && !staysThere) throw byHand(name, 'another server for its token');
  // Before the connection is: a token is never there with a server that it was not given for.
  if (token === null || !staysThere) await tokens.remove(name);
  await connections.put(name, connection);
  if (typeof token === 'string') await tokens.put(name, token);
  return { name, connection, kept: 'file', token: await tokens.keptIn(name) };
}

const keptWhere = async ({ connections }: ClusterHost, name: string) =>
  (await connections.list()).find((one) => one.name === name)?.kept;

async function keptAs(
  { connections }: ClusterHost,
  name: string,
): Promise<SparkConnection | undefined> {
  try {
    return await connections.get(name);
  } catch (thrown) {
    if (toEngineError(thrown).code === 'connection-missing') return undefined;
    throw thrown;
  }
}

/** As they are kept: what is undefined is not there. */
const isSame = (a: SparkSubmit | undefined, b: SparkSubmit | undefined): boolean =>
  canonicalJson(a ?? null) === canonicalJson(b ?? null);

/** To whom a token goes, and how it is known that it is they. */
const isSameServer = (a: SparkConnection, b: SparkConnection): boolean =>
  a.host === b.host && a.port === b.port && a.tls === b.tls && a.caFile === b.caFile;

/** A `file:` URI is this computer's where the cluster is on it. */
async function checkUris(
  name: string,
  asked: SparkConnection,
  before: SparkConnection | undefined,
  guard: GuardPath,
): Promise<void> {
  const known = before === undefined ? [] : urisOf(before);
  for (const uri of urisOf(asked)) {
    if (!/^file:/i.test(uri) || known.includes(uri)) continue;
    try {
      await guard(uri.replace(/^file:\/*/i, '/'), 'write');
    } catch {
      throw byHand(name, uri);
    }
  }
}

const urisOf = ({ shared, defaultSink }: SparkConnection): readonly string[] => [
  ...Object.values(shared),
  ...(defaultSink === undefined ? [] : [defaultSink]),
];

const byHand = (name: string, what: string) =>
  userError('connection-by-hand', `The studio does not set ${what} of ${name}.`, {
    hint: 'Write it into the file of connections, or use the command line: sluice connections add.',
  });
