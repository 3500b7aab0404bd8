/**
 * Credentials as people write them into an environment variable: a URL, or JSON. No error of this file
 * repeats any part of the text: where it is misread, a part of it is the password.
 */
import { z } from 'zod';
import { credential, type Credential, type DatabaseKind } from '../contract/credential.ts';
import { type EngineFailure, userError } from '../contract/errors.ts';

const KINDS: Readonly<Record<string, DatabaseKind>> = {
  'postgres:': 'postgres',
  'postgresql:': 'postgres',
  'mysql:': 'mysql',
  'mariadb:': 'mysql',
};

const PORTS: Readonly<Record<DatabaseKind, number>> = { postgres: 5432, mysql: 3306 };

/** `sslmode` as PostgreSQL's own tools write it. Those that may go without encryption are left out. */
const TLS: Readonly<Record<string, Credential['tls']>> = {
  off: 'off',
  disable: 'off',
  require: 'require',
  verify: 'verify',
  'verify-ca': 'verify',
  'verify-full': 'verify',
};

const FORM = 'postgres://user:password@host:port/database?tls=require';

/**
 * Without `tls`, a server on this machine is spoken to as it is and any other one encrypted.
 *
 * @param text `postgres://user:password@host:port/database?tls=verify`, `mysql://…`, or an object as
 *   JSON with the fields of `databaseCredential`, of which port and tls may be left out
 * @param where what to call its place in errors: `SLUICE_CREDENTIAL_WAREHOUSE`
 * @throws user `credential-invalid`
 */
export function parseCredential(text: string, where: string): Credential {
  const trimmed = text.trim();
  return trimmed.startsWith('{') ? parseObject(trimmed, where) : parseUrl(trimmed, where);
}

/** For people, without what is secret: `analyst@db.example:5432/sales`. */
export function describeCredential({ user, host, port, database }: Credential): string {
  const name = host.includes(':') ? `[${host}]` : host;
  return `${user === '' ? '' : `${user}@`}${name}:${port}/${database}`;
}

function parseUrl(text: string, where: string): Credential {
  const url = readUrl(text, where);
  const kind = KINDS[url.protocol];
  if (kind === undefined) {
    throw invalid(
      where,
      'it begins with no kind of database that is known',
      `Write ${FORM}, or mysql:// instead.`,
    );
  }
  // Most often a password with a # in it, the rest of which then is no part of the address.
  if (url.hash !== '') throw invalid(where, 'it has a #', ENCODE);
  const host = decoded(url.hostname, where).replace(/^\[(.*)\]$/, '$1');
  const tls = readTls(url.searchParams, where);
  return checked(
    {
      kind,
      host,
      ...(url.port === '' ? {} : { port: Number(url.port) }),
      database: decoded(url.pathname.replace(/^\//, ''), where),
      user: decoded(url.username, where),
      password: decoded(url.password, where),
      ...(tls === undefined ? {} : { tls }),
    },
    where,
  );
}

const ENCODE =
  'In a user name or password, write : / ? # [ ] @ % as %3A %2F %3F %23 %5B %5D %40 %25, or write the credential as JSON.';

function readUrl(text: string, where: string): URL {
  try {
    return new URL(text);
  } catch {
    throw invalid(where, 'it is neither a URL nor a JSON object', `Write ${FORM}. ${ENCODE}`);
  }
}

function decoded(part: string, where: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw invalid(where, 'it has a % that begins no character', ENCODE);
  }
}

function readTls(query: URLSearchParams, where: string): Credential['tls'] | undefined {
  const [first, ...others] = query;
  if (first === undefined) return undefined;
  const tls = first[0] === 'tls' || first[0] === 'sslmode' ? TLS[first[1]] : undefined;
  if (tls !== undefined && others.length === 0) return tls;
  throw invalid(
    where,
    'what stands after the ? is not tls=off, tls=require or tls=verify',
    `Write nothing else there. ${ENCODE}`,
  );
}

function parseObject(text: string, where: string): Credential {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalid(where, 'it is no JSON', `Correct it, or write ${FORM}.`);
  }
  return checked(value, where);
}

const partial = z.looseObject({
  kind: credential.shape.kind,
  host: credential.shape.host,
});

function checked(value: unknown, where: string): Credential {
  const known = partial.safeParse(value);
  const full = known.success
    ? { ...defaults(known.data.kind, known.data.host), ...known.data }
    : value;
  const parsed = credential.safeParse(full);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map(({ code, path }) =>
    code === 'unrecognized_keys' ? 'a field that it does not have' : path.join('.'),
  );
  throw invalid(
    where,
    `wrong or missing: ${[...new Set(fields)].join(', ')}`,
    `It has kind (postgres or mysql), host, port, database, user, password and tls (off, require or verify).`,
  );
}

const defaults = (kind: DatabaseKind, host: string): Pick<Credential, 'port' | 'tls'> => ({
  port: PORTS[kind],
  tls: isThisMachine(host) ? 'off' : 'require',
});

const isThisMachine = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127(\.\d+){3}$/.test(host) || host.startsWith('/');

const invalid = (where: string, what: string, hint: string): EngineFailure =>
  userError('credential-invalid', `${where} is no credential: ${what}.`, { hint });
