/** What Spark and gRPC say of a failure, as an `EngineFailure`. */
import { status } from '@grpc/grpc-js';
import {
  cancelledError,
  EngineFailure,
  type EngineError,
  operationalError,
  userError,
} from '../../contract/errors.ts';
import {
  FetchErrorDetailsResponse_QueryContext_ContextType as ContextType,
  type FetchErrorDetailsResponse,
  type FetchErrorDetailsResponse_Error,
  type FetchErrorDetailsResponse_QueryContext,
  type FetchErrorDetailsResponse_StackTraceElement,
} from './generated/spark/connect/base_pb.ts';
import { hasErrorClass, isUntrusted, type RpcErrorDetails, type RpcFailure } from './rpc-error.ts';

/** Where in a query an error lies. */
export interface QueryContext {
  readonly kind: 'sql' | 'dataframe';
  /** The failing part of the SQL text, or the call (`divide`). */
  readonly fragment: string;
  /** Of the fragment in the text that was sent: first character and behind the last. */
  readonly start?: number;
  readonly end?: number;
  /** Set when the text is that of a view. */
  readonly objectName?: string;
  readonly callSite?: string;
}

export interface SparkErrorDetails {
  /** `DIVIDE_BY_ZERO`, `TABLE_OR_VIEW_NOT_FOUND`, ... */
  readonly errorClass?: string;
  readonly sqlState?: string;
  readonly messageParameters: Readonly<Record<string, string>>;
  readonly queryContexts: readonly QueryContext[];
  /** From the outermost to the root. */
  readonly causes: readonly {
    readonly type: string;
    readonly message: string;
    /** Where it was thrown: the innermost calls, if the server tells them. */
    readonly trace: readonly string[];
  }[];
}

/** Spark refused or failed what it was asked for. */
export class SparkFailure extends EngineFailure {
  readonly spark: SparkErrorDetails;
  constructor(error: EngineError, spark: SparkErrorDetails, options?: { cause?: unknown }) {
    super(error, options);
    this.spark = spark;
  }
}

/** Whether Spark failed with an error of this class. */
export const isSparkError = (thrown: unknown, errorClass: string): boolean =>
  thrown instanceof SparkFailure && thrown.spark.errorClass === errorClass;

const SESSION_LOST = [
  'INVALID_HANDLE.SESSION_CHANGED',
  'INVALID_HANDLE.SESSION_NOT_FOUND',
  'INVALID_HANDLE.SESSION_CLOSED',
] as const;

/** What a server says that was told to stop, while calls still reach it. */
const SHUTTING_DOWN = ['stopped SparkContext'] as const;

const OPERATION_LOST = [
  'INVALID_HANDLE.OPERATION_NOT_FOUND',
  'INVALID_HANDLE.OPERATION_ABANDONED',
  'INVALID_CURSOR.POSITION_NOT_AVAILABLE',
  'INVALID_CURSOR.POSITION_NOT_FOUND',
  'INVALID_CURSOR.NOT_REATTACHABLE',
] as const;

/** @param enriched what FetchErrorDetails answered, where it did */
export function toEngineFailure(
  failure: RpcFailure,
  server: string,
  enriched?: FetchErrorDetailsResponse,
): EngineFailure {
  const { details } = failure;
  if (details.code === status.CANCELLED || hasErrorClass(details, 'OPERATION_CANCELED')) {
    return cancelledError();
  }
  if (hasErrorClass(details, ...SESSION_LOST, ...SHUTTING_DOWN))
    return sessionLost(server, details.message);
  if (hasErrorClass(details, ...OPERATION_LOST)) return operationLost(server, details.message);
  if (details.message.includes(UNKNOWN_RELATION)) return olderServer(server, details.message);
  return details.info === undefined
    ? connectionFailure(details, server)
    : sparkFailure(failure, enriched);
}

export const sessionLost = (server: string, detail: string): EngineFailure =>
  operationalError(
    'spark-session-lost',
    `The Spark server at ${server} was restarted, or has ended the session: what ran in it is lost.`,
    { hint: 'Nothing is run again by itself. See what was written, then run again.', detail },
  );

export const operationLost = (server: string, detail: string): EngineFailure =>
  operationalError(
    'spark-operation-lost',
    `The Spark server at ${server} no longer has the operation, or not all of its result.`,
    {
      hint: 'It ends operations that nobody follows for five minutes. See what was written, then run again.',
      detail,
    },
  );

/** What a server says of a relation that is newer than itself. */
const UNKNOWN_RELATION = 'Expected Relation to be set, but is empty';

const olderServer = (server: string, detail: string): EngineFailure =>
  operationalError(
    'spark-version',
    `The Spark server at ${server} is too old for a part of this.`,
    {
      hint: 'Rows over 64 kB that are sent along need Spark 4.1: put the data where the cluster reads, or use a later server.',
      detail,
    },
  );

function connectionFailure(details: RpcErrorDetails, server: string): EngineFailure {
  const detail = `${details.rpc}: ${status[details.code] ?? details.code}: ${details.message}`;
  if (isUntrusted(details)) {
    return operationalError('spark-tls', `No trusted encrypted connection to ${server}.`, {
      hint: 'See whether the server speaks TLS, and whether its certificate is valid and signed by an authority that this computer or the connection trusts.',
      detail,
    });
  }
  switch (details.code) {
    case status.UNAUTHENTICATED:
    case status.PERMISSION_DENIED:
      return userError('spark-login', `The Spark server at ${server} refused the token.`, {
        hint: 'Correct the token of the connection.',
        detail,
      });
    case status.UNIMPLEMENTED:
      return operationalError(
        'spark-version',
        `The server at ${server} does not know the call ${details.rpc} of Spark Connect.`,
        { hint: 'Connect to Spark 4; some calls need 4.2.', detail },
      );
    case status.RESOURCE_EXHAUSTED:
      return operationalError(
        'spark-message-too-large',
        `A message to or from ${server} is over the limit of 128 MiB.`,
        { hint: 'Write large values to storage instead of fetching or sending them.', detail },
      );
    default:
      return operationalError('spark-unreachable', `No answer from Spark at ${server}.`, {
        hint: 'See whether the Connect server runs, and whether host, port and TLS are right.',
        detail,
      });
  }
}

function sparkFailure(failure: RpcFailure, enriched?: FetchErrorDetailsResponse): SparkFailure {
  const { details } = failure;
  const chain = causesOf(enriched);
  const spark = describe(details, chain);
  const full = [...chain, details].flatMap(({ message }) => FULL.exec(message) ?? [])[0];
  if (full !== undefined) return noRoom(full, failure, spark);
  // What Spark said of the root of it: "Job aborted due to ..." tells nobody what to mend.
  const text = (chain[telling(chain)]?.message ?? details.message).trim();
  // Then come the query, marked, and plans: `detail` has all of it.
  const message = text.split('\n', 1)[0] ?? text;
  return new SparkFailure(
    { ...classify(spark), message, detail: detailOf(details, spark) },
    spark,
    { cause: failure },
  );
}

/** What systems of files say that have no room, or give this user no more of it. */
const FULL = /No space left on device|Disk quota exceeded|quota of \S+ is exceeded[^\n]*/;

const noRoom = (full: string, failure: RpcFailure, spark: SparkErrorDetails): SparkFailure =>
  new SparkFailure(
    {
      kind: 'operational',
      code: 'spark-disk-full',
      message: `A disk of the cluster is full: ${full}.`,
      hint: 'Make room in the storage that is written to, or on the disks where executors put data aside, then push again.',
      detail: detailOf(failure.details, spark),
    },
    spark,
    { cause: failure },
  );

/** From the outermost error to its root; cut where the chain comes back to itself. */
function causesOf(enriched?: FetchErrorDetailsResponse): FetchErrorDetailsResponse_Error[] {
  const chain: FetchErrorDetailsResponse_Error[] = [];
  let index = enriched?.rootErrorIdx;
  while (index !== undefined) {
    const error = enriched?.errors[index];
    if (error === undefined || chain.includes(error)) break;
    chain.push(error);
    index = error.causeIdx;
  }
  return chain;
}

/** The first error that has a place in the query, or an error class with an SQL state, or simply the first. */
function telling(chain: readonly FetchErrorDetailsResponse_Error[]): number {
  const placed = chain.findIndex(({ sparkThrowable }) => sparkThrowable?.queryContexts.length);
  if (placed >= 0) return placed;
  return Math.max(
    0,
    chain.findIndex(({ sparkThrowable }) => sparkThrowable?.sqlState),
  );
}

function describe(
  { info = {} }: RpcErrorDetails,
  chain: readonly FetchErrorDetailsResponse_Error[],
): SparkErrorDetails {
  const thrown = chain[telling(chain)]?.sparkThrowable;
  const errorClass = thrown?.errorClass ?? info['errorClass'];
  const sqlState = thrown?.sqlState ?? info['sqlState'];
  return {
    ...(errorClass ? { errorClass } : {}),
    ...(sqlState ? { sqlState } : {}),
    messageParameters: thrown?.messageParameters ?? {},
    queryContexts: (thrown?.queryContexts ?? []).map(contextOf),
    causes: chain.map(({ errorTypeHierarchy, message, stackTrace }) => ({
      type: errorTypeHierarchy[0] ?? 'unknown',
      message,
      trace: stackTrace.slice(0, TRACE_CALLS).map(callOf),
    })),
  };
}

/** What a person needs to look it up; the rest is in the server's own log. */
const TRACE_CALLS = 8;

const callOf = ({
  declaringClass,
  methodName,
  fileName,
  lineNumber,
}: FetchErrorDetailsResponse_StackTraceElement): string =>
  `${declaringClass}.${methodName}(${fileName ?? 'unknown'}${lineNumber > 0 ? `:${lineNumber}` : ''})`;

function contextOf(context: FetchErrorDetailsResponse_QueryContext): QueryContext {
  const { contextType, fragment, startIndex, stopIndex, objectName, callSite } = context;
  return {
    kind: contextType === ContextType.SQL ? 'sql' : 'dataframe',
    fragment,
    // Spark counts the last character in.
    ...(contextType === ContextType.SQL && startIndex >= 0 && stopIndex >= startIndex
      ? { start: startIndex, end: stopIndex + 1 }
      : {}),
    ...(objectName === '' ? {} : { objectName }),
    ...(callSite === '' ? {} : { callSite }),
  };
}

type Classified = Pick<EngineError, 'kind' | 'code' | 'hint'>;

/** SQL states by their class: wrong values, too many rows, broken rules, `raise_error`. */
const ABOUT_DATA = /^(22|21|23|P0)/;
/** What the query says or names, and what Spark does not support. */
const ABOUT_QUERY = /^(42|0A)/;

function classify({ errorClass = '', sqlState = '' }: SparkErrorDetails): Classified {
  if (/^CONNECT_INVALID_PLAN\..*(LIMIT_EXCEEDED|PLAN_SIZE_LARGER_THAN_MAX)$/.test(errorClass)) {
    return {
      kind: 'operational',
      code: 'spark-message-too-large',
      hint: 'Put large local data where the cluster can read it.',
    };
  }
  if (errorClass.startsWith('CONNECT_INVALID_PLAN')) return { kind: 'internal', code: 'internal' };
  if (ABOUT_DATA.test(sqlState)) {
    return { kind: 'user', code: 'spark-data', hint: 'Clean or cast the values before the step.' };
  }
  if (ABOUT_QUERY.test(sqlState)) {
    return { kind: 'user', code: 'spark-query', hint: 'Read what Spark says of the step.' };
  }
  return {
    kind: 'operational',
    code: 'spark-failed',
    hint: 'See the logs of the cluster; what had been committed is kept.',
  };
}

function detailOf({ rpc, info, message }: RpcErrorDetails, spark: SparkErrorDetails): string {
  const lines = [
    `${rpc}: ${spark.errorClass ?? info?.['reason'] ?? 'error'} (SQL state ${spark.sqlState ?? 'none'})`,
    ...(spark.causes.length === 0 ? [message] : []),
    ...spark.causes.flatMap(({ type, message: text, trace }) => [
      `${type}: ${text}`,
      ...trace.map((call) => `  at ${call}`),
    ]),
  ];
  return lines.join('\n');
}
