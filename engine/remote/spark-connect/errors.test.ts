import { create, toBinary } from '@bufbuild/protobuf';
import { anyPack, DurationSchema } from '@bufbuild/protobuf/wkt';
import { status } from '@grpc/grpc-js';
import { expect, test } from 'vitest';
import { refuseOtherVersions } from './analyse.ts';
import { openChannel } from './channel.ts';
import { type SparkFailure, toEngineFailure } from './errors.ts';
import {
  ErrorInfoSchema,
  RetryInfoSchema,
  StatusSchema,
} from './generated/google/rpc/errors_pb.ts';
import { FetchErrorDetailsResponseSchema } from './generated/spark/connect/base_pb.ts';
import { isRetryable, readDetails, RpcFailure, type RpcErrorDetails } from './rpc-error.ts';

const details = (
  code: number,
  message: string,
  info?: Record<string, string>,
): RpcErrorDetails => ({
  rpc: 'ExecutePlan',
  code,
  message,
  ...(info === undefined ? {} : { info }),
});
const errorOf = (...of: Parameters<typeof details>) =>
  toEngineFailure(new RpcFailure(details(...of)), 'spark:15002').error;

test.each([
  [status.UNAVAILABLE, 'connect ECONNREFUSED', undefined, true],
  [status.INTERNAL, '[INVALID_CURSOR.DISCONNECTED] another call', undefined, true],
  [status.INTERNAL, 'Received RST_STREAM with code 2 (read ECONNRESET)', undefined, true],
  [status.INTERNAL, 'Division by zero ECONNRESET', { errorClass: 'DIVIDE_BY_ZERO' }, false],
  [status.UNAVAILABLE, 'Last error: Error: certificate has expired', undefined, false],
  [status.UNAVAILABLE, 'Last error: Error: self-signed certificate', undefined, false],
  [status.UNAUTHENTICATED, 'Invalid token', undefined, false],
] as const)('status %i, %s: retried or not', (code, message, info, retryable) => {
  expect(isRetryable(details(code, message, info))).toBe(retryable);
});

test('what a server adds to an error is read: the class, and when to come back', () => {
  const bytes = toBinary(
    StatusSchema,
    create(StatusSchema, {
      code: status.RESOURCE_EXHAUSTED,
      message: 'busy',
      details: [
        anyPack(
          RetryInfoSchema,
          create(RetryInfoSchema, {
            retryDelay: create(DurationSchema, { seconds: 2n, nanos: 500_000_000 }),
          }),
        ),
        anyPack(
          ErrorInfoSchema,
          create(ErrorInfoSchema, { reason: 'r', metadata: { errorClass: 'BUSY' } }),
        ),
      ],
    }),
  );
  const read = readDetails(bytes);
  expect(read).toEqual({
    message: 'busy',
    retryDelayMs: 2_500,
    info: { errorClass: 'BUSY', reason: 'r' },
  });
  expect(isRetryable({ ...details(status.RESOURCE_EXHAUSTED, 'busy'), ...read })).toBe(true);
});

test.each([
  [status.UNAVAILABLE, 'connect ECONNREFUSED', 'spark-unreachable'],
  [status.DEADLINE_EXCEEDED, 'Deadline exceeded', 'spark-unreachable'],
  [status.UNAVAILABLE, 'Last error: Error: certificate has expired', 'spark-tls'],
  [status.UNAUTHENTICATED, 'Invalid token', 'spark-login'],
  [status.UNIMPLEMENTED, 'unknown method', 'spark-version'],
  [status.INTERNAL, 'Expected Relation to be set, but is empty.', 'spark-version'],
  [status.RESOURCE_EXHAUSTED, 'message larger than max', 'spark-message-too-large'],
  [status.INTERNAL, '[INVALID_HANDLE.SESSION_CHANGED] x', 'spark-session-lost'],
  [status.INTERNAL, '[INVALID_HANDLE.OPERATION_ABANDONED] x', 'spark-operation-lost'],
  [status.INTERNAL, 'Cannot call methods on a stopped SparkContext.', 'spark-session-lost'],
  [status.CANCELLED, 'Call cancelled', 'cancelled'],
])('status %i, %s: %s', (code, message, expected) => {
  expect(errorOf(code, message).code).toBe(expected);
});

test("an error of a task is told by its root that has a place, not by the job's end", () => {
  const enriched = create(FetchErrorDetailsResponseSchema, {
    rootErrorIdx: 0,
    errors: [
      {
        errorTypeHierarchy: ['org.apache.spark.SparkException'],
        message: 'Job aborted due to stage failure',
        causeIdx: 1,
      },
      {
        errorTypeHierarchy: ['org.apache.spark.SparkArithmeticException'],
        message: '[DIVIDE_BY_ZERO] Division by zero.\n== SQL ==\nSELECT 1/0',
        // A chain that comes back to itself is cut.
        causeIdx: 0,
        stackTrace: [
          { declaringClass: 'o.a.Divide', methodName: 'eval', fileName: 'D.scala', lineNumber: 7 },
          { declaringClass: 'Generated', methodName: 'processNext', lineNumber: -1 },
          ...Array.from({ length: 100 }, () => ({ declaringClass: 'Far', methodName: 'out' })),
        ],
        sparkThrowable: {
          errorClass: 'DIVIDE_BY_ZERO',
          sqlState: '22012',
          queryContexts: [{ fragment: '1/0', startIndex: 7, stopIndex: 9 }],
        },
      },
    ],
  });
  const failure = toEngineFailure(
    new RpcFailure(details(status.INTERNAL, 'Job aborted', { errorClass: '' })),
    'spark:15002',
    enriched,
  ) as SparkFailure;
  expect(failure.error).toMatchObject({
    kind: 'user',
    code: 'spark-data',
    message: '[DIVIDE_BY_ZERO] Division by zero.',
  });
  expect(failure.spark.queryContexts).toEqual([
    { kind: 'sql', fragment: '1/0', start: 7, end: 10 },
  ]);
  expect(failure.spark.causes).toHaveLength(2);
  const calls = failure.error.detail?.split('\n').filter((line) => line.startsWith('  at '));
  expect(calls).toHaveLength(8);
  expect(calls?.slice(0, 2)).toEqual([
    '  at o.a.Divide.eval(D.scala:7)',
    '  at Generated.processNext(unknown)',
  ]);
});

test.each([
  ['DUPLICATED_MAP_KEY', '23505', 'spark-data'],
  ['USER_RAISED_EXCEPTION', 'P0001', 'spark-data'],
  ['SCALAR_SUBQUERY_TOO_MANY_ROWS', '21000', 'spark-data'],
  ['PATH_NOT_FOUND', '42K03', 'spark-query'],
  ['UNSUPPORTED_FEATURE', '0A000', 'spark-query'],
  ['FAILED_READ_FILE', 'KD001', 'spark-failed'],
  ['COLLECTION_SIZE_LIMIT_EXCEEDED', '54000', 'spark-failed'],
  ['CONNECT_INVALID_PLAN.LOCAL_RELATION_SIZE_LIMIT_EXCEEDED', '56K00', 'spark-message-too-large'],
])('Spark says %s (%s): %s', (errorClass, sqlState, code) => {
  expect(errorOf(status.INTERNAL, 'x', { errorClass, sqlState }).code).toBe(code);
});

test('a plan that Spark cannot read is a bug of ours; an executor that died is not', () => {
  const plan = { errorClass: 'CONNECT_INVALID_PLAN.CANNOT_PARSE', sqlState: '56K00' };
  expect(errorOf(status.INTERNAL, 'x', plan).kind).toBe('internal');
  expect(errorOf(status.INTERNAL, 'ExecutorLostFailure', {})).toMatchObject({
    kind: 'operational',
    code: 'spark-failed',
  });
});

test('a full disk is said to be one, wherever in the chain of errors it stands', () => {
  const job = 'Job aborted due to stage failure: Task 3 in stage 1.0 failed 4 times:';
  const enriched = create(FetchErrorDetailsResponseSchema, {
    rootErrorIdx: 0,
    errors: [
      {
        message: '[TASK_WRITE_FAILED] Task failed while writing rows to file:/disk/out.',
        causeIdx: 1,
        sparkThrowable: { errorClass: 'TASK_WRITE_FAILED', sqlState: '58030' },
      },
      { errorTypeHierarchy: ['java.io.IOException'], message: 'No space left on device' },
    ],
  });
  for (const [message, more] of [
    ['[TASK_WRITE_FAILED] Task failed', enriched],
    [`${job} java.io.IOException: No space left on device`, undefined],
    [`${job} The DiskSpace quota of /out is exceeded: quota = 1 B`, undefined],
  ] as const) {
    const failure = new RpcFailure(details(status.INTERNAL, message, {}));
    const { error } = toEngineFailure(failure, 'spark:15002', more);
    expect(error).toMatchObject({ kind: 'operational', code: 'spark-disk-full' });
  }
});

test('only Spark 4 is spoken to', () => {
  expect(() => refuseOtherVersions('4.2.0', 'h:1')).not.toThrow();
  for (const version of ['3.5.6', '40.0', '']) {
    expect(() => refuseOtherVersions(version, 'h:1')).toThrow(`runs Spark ${version}`);
  }
});

test('a token does not travel in plain text to another computer', () => {
  const target = { port: 15002, token: 'secret' };
  expect(() => openChannel({ ...target, host: 'spark.example' }, 'test')).toThrow('plain text');
  for (const host of ['localhost', '127.0.0.1', '::1']) {
    openChannel({ ...target, host }, 'test').close();
  }
  openChannel({ ...target, host: 'spark.example', tls: {} }, 'test').close();
});
