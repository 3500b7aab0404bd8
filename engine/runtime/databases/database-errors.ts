/** What servers and their drivers say, as errors of ours. Nothing of the credential but its name is told. */
import type { Credential } from '../../contract/credential.ts';
import type { EngineError } from '../../contract/errors.ts';
import {
  cancelledError,
  EngineFailure,
  operationalError,
  userError,
} from '../../contract/errors.ts';

/** Where an error came up. */
export interface DatabasePlace {
  /** Name of the credential. */
  readonly name: string;
  readonly credential: Credential;
  /** The param that is to blame where the server does not like what it was asked. */
  readonly param?: string;
}

interface Thrown {
  readonly code?: unknown;
  readonly errno?: unknown;
  readonly message?: unknown;
  readonly column?: unknown;
}

type Kind =
  | 'login'
  | 'tls'
  | 'unreachable'
  | 'lost'
  | 'no-database'
  | 'no-table'
  | 'permission'
  | 'writes'
  | 'value'
  | 'full'
  | 'cancelled'
  | 'query';

/** By SQLSTATE, or the beginning of one; longest first. */
const POSTGRES: readonly (readonly [string, Kind])[] = [
  ['28', 'login'],
  ['3D000', 'no-database'],
  ['42P01', 'no-table'],
  ['3F000', 'no-table'],
  ['42501', 'permission'],
  ['25006', 'writes'],
  ['57014', 'cancelled'],
  ['57P', 'lost'],
  ['08', 'lost'],
  ['53100', 'full'],
  ['53200', 'full'],
  ['53300', 'unreachable'],
  ['22', 'value'],
  ['23', 'value'],
  ['21000', 'value'],
];

const MYSQL: Readonly<Record<number, Kind>> = {
  1044: 'login',
  1045: 'login',
  1698: 'login',
  1049: 'no-database',
  1146: 'no-table',
  1142: 'permission',
  1143: 'permission',
  1227: 'permission',
  1792: 'writes',
  1317: 'cancelled',
  1053: 'lost',
  1040: 'unreachable',
  1114: 'full',
  1021: 'full',
  1048: 'value',
  1054: 'query',
  1062: 'value',
  1264: 'value',
  1265: 'value',
  1292: 'value',
  1364: 'value',
  1366: 'value',
  1406: 'value',
  1451: 'value',
  1452: 'value',
  4025: 'value',
};

const DRIVER: Readonly<Record<string, Kind>> = {
  ECONNREFUSED: 'unreachable',
  ENOTFOUND: 'unreachable',
  EAI_AGAIN: 'unreachable',
  ETIMEDOUT: 'unreachable',
  EHOSTUNREACH: 'unreachable',
  ENETUNREACH: 'unreachable',
  ENOENT: 'unreachable',
  ECONNRESET: 'lost',
  EPIPE: 'lost',
  PROTOCOL_CONNECTION_LOST: 'lost',
  PROTOCOL_SEQUENCE_TIMEOUT: 'lost',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'tls',
  SELF_SIGNED_CERT_IN_CHAIN: 'tls',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'tls',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'tls',
  CERT_HAS_EXPIRED: 'tls',
  ERR_TLS_CERT_ALTNAME_INVALID: 'tls',
  HANDSHAKE_NO_SSL_SUPPORT: 'tls',
  HANDSHAKE_SSL_ERROR: 'tls',
};

function kindOf({ code, errno, message }: Thrown): Kind {
  const text = String(message);
  if (typeof code === 'string' && code in DRIVER) return DRIVER[code] as Kind;
  if (/does not support SSL|certificate/i.test(text)) return 'tls';
  if (/timeout expired|connect ETIMEDOUT/i.test(text)) return 'unreachable';
  if (/Connection terminated|connection is in closed state|closed the connection/i.test(text)) {
    return 'lost';
  }
  if (typeof errno === 'number' && errno in MYSQL) return MYSQL[errno] as Kind;
  if (typeof code === 'string') {
    return POSTGRES.find(([state]) => code.startsWith(state))?.[1] ?? 'query';
  }
  return 'query';
}

/** Failures of ours pass as they are. */
export function databaseError(thrown: unknown, place: DatabasePlace): EngineFailure {
  if (thrown instanceof EngineFailure) return thrown;
  const given = (typeof thrown === 'object' && thrown !== null ? thrown : {}) as Thrown;
  const { name, credential } = place;
  const { host, port, database } = credential;
  const said = withoutSecret(String(given.message ?? thrown), credential);
  const at = place.param === undefined ? {} : { param: place.param };
  const detail = `${String(given.code ?? given.errno ?? '')} ${said}`.trim();
  const server = `The database of the connection "${name}"`;
  switch (kindOf(given)) {
    case 'login':
      return userError('database-login', `${server} refused the user or the password: ${said}`, {
        param: 'connection',
        hint: 'Correct the connection, or ask who runs the database.',
        detail,
      });
    case 'tls':
      return operationalError(
        'database-tls',
        `No trusted connection to the database of "${name}": ${said}`,
        {
          param: 'connection',
          hint: 'With tls=verify the server must show a certificate that this computer trusts; tls=require encrypts without asking for one.',
          detail,
        },
      );
    case 'unreachable':
      return operationalError(
        'database-unreachable',
        `${server} does not answer at ${host}:${port}: ${said}`,
        {
          param: 'connection',
          hint: 'See whether it runs, and whether host and port are right.',
          detail,
        },
      );
    case 'lost':
      return operationalError('database-lost', `${server} ended the connection: ${said}`, {
        hint: 'What had been written is taken back. Run again once it is up.',
        detail,
      });
    case 'no-database':
      return userError(
        'database-not-found',
        `There is no database ${database} at ${host}:${port}.`,
        {
          param: 'connection',
          hint: 'Correct the connection.',
          detail,
        },
      );
    case 'no-table':
      return userError('table-not-found', `${server} says: ${said}`, {
        ...at,
        hint: 'Write the name as the database has it: case counts. With its schema: schema.table.',
        detail,
      });
    case 'permission':
      return userError('database-permission', `${server} does not allow it: ${said}`, {
        ...at,
        hint: 'Ask who runs the database for the right to do this.',
        detail,
      });
    case 'writes':
      return userError('query-writes', `A query of an input only reads: ${said}`, {
        param: 'query',
        hint: 'Leave out what changes the database; an output step writes.',
        detail,
      });
    case 'value':
      return userError('database-value', `${server} refused a value: ${said}`, {
        hint: 'Nothing was written. Correct the value before the step, or change the table.',
        ...(typeof given.column === 'string' ? { location: { column: given.column } } : {}),
        detail,
      });
    case 'full':
      return operationalError('database-full', `${server} has no room left: ${said}`, {
        hint: 'Nothing was written. Make room there, then run again.',
        detail,
      });
    case 'cancelled':
      return cancelledError();
    case 'query':
      return userError('database-query', `${server} says: ${said}`, {
        ...at,
        hint: 'Try the query in a tool of the database.',
        detail,
      });
  }
}

/** The failure with where in the rows it came up. */
export const atRow = (failure: EngineFailure, location: EngineError['location']): EngineFailure =>
  new EngineFailure(
    { ...failure.error, location: { ...failure.error.location, ...location } },
    { cause: failure },
  );

/** Servers do not repeat passwords; should one do so, it ends here. */
const withoutSecret = (text: string, { password }: Credential): string =>
  password.length < 3 ? text : text.replaceAll(password, '***');
