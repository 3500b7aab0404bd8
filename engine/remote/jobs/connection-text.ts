/**
 * A connection as Spark's own clients write it: `sc://host:port/;use_ssl=true;user_id=me`. No error of this
 * file repeats any part of the text: a token may stand in it.
 */
import { sparkConnection, type SparkConnection } from '../../contract/spark-connection.ts';
import { type EngineFailure, userError } from '../../contract/errors.ts';

export interface ConnectionText {
  readonly connection: SparkConnection;
  readonly token?: string;
}

export const isConnectionText = (text: string): boolean => text.startsWith('sc://');

const FORM = 'sc://host:15002/;use_ssl=true;user_id=me';

/**
 * Servers on other computers are spoken to with TLS, unless `use_ssl=false` says otherwise.
 * @param where what to call the text in errors
 * @throws user `connection-invalid`
 */
export function parseConnectionText(text: string, where: string): ConnectionText {
  const [, host = '', port, query = ''] =
    /^sc:\/\/(\[[0-9a-f:]+\]|[^:/;[\]@]+)(?::(\d{1,5}))?(?:\/(?:;(.*))?)?$/i.exec(text.trim()) ??
    [];
  if (host === '') throw invalid(where, 'it has not the form of one');
  const options = readOptions(query, where);
  const useSsl = options.get('use_ssl') ?? (isLoopback(host) ? 'false' : 'true');
  if (useSsl !== 'true' && useSsl !== 'false') {
    throw invalid(where, 'use_ssl is neither true nor false');
  }
  const user = options.get('user_id');
  const token = options.get('token');
  const parsed = sparkConnection.safeParse({
    kind: 'spark-connect',
    host: host.replace(/^\[(.*)\]$/, '$1'),
    ...(port === undefined ? {} : { port: Number(port) }),
    tls: useSsl === 'true' ? 'verify' : 'off',
    ...(user === undefined ? {} : { user }),
  });
  if (!parsed.success) throw invalid(where, 'its port is no port');
  return { connection: parsed.data, ...(token === undefined ? {} : { token }) };
}

const OPTIONS: readonly string[] = ['use_ssl', 'user_id', 'token'];

function readOptions(text: string, where: string): ReadonlyMap<string, string> {
  const options = new Map<string, string>();
  for (const part of text.split(';').filter((one) => one !== '')) {
    const at = part.indexOf('=');
    const name = part.slice(0, Math.max(0, at));
    if (!OPTIONS.includes(name) || options.has(name)) {
      throw invalid(where, `after the ;, only ${OPTIONS.join(', ')} are taken, each once`);
    }
    options.set(name, decoded(part.slice(at + 1), where));
  }
  return options;
}

function decoded(text: string, where: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw invalid(where, 'it has a % that begins no character');
  }
}

/** Of this computer: what goes there passes no network. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || /^\[?::1\]?$/.test(host) || /^127(\.\d+){3}$/.test(host);

const invalid = (where: string, what: string): EngineFailure =>
  userError('connection-invalid', `${where} is no connection: ${what}.`, {
    hint: `Write it as ${FORM}.`,
  });
