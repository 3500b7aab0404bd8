/** The session's methods, put together over one connection. */
import { randomUUID } from 'node:crypto';
import { create, type MessageInitShape } from '@bufbuild/protobuf';
import { explainPlan, planInputFiles, planSchema, sparkVersion } from './analyse.ts';
import type { Connection } from './connection.ts';
import { followOperation } from './execute.ts';
import {
  ConfigRequestSchema,
  ExecutePlanRequestSchema,
  GetStatusRequestSchema,
  GetStatusResponse_OperationStatus_OperationState as ServerState,
  InterruptRequest_InterruptType as InterruptType,
  InterruptRequestSchema,
  type Plan,
  ReleaseSessionRequestSchema,
} from './generated/spark/connect/base_pb.ts';
import { RPC } from './protocol.ts';
import type {
  CallOptions,
  ExecuteEvent,
  ExecuteOptions,
  OperationState,
  ReattachOptions,
  SparkSession,
} from './session.ts';
import { cacheBlobs, relationOfLocalData, uploadArtifacts } from './upload.ts';

/** Of calls that ask the server for nothing that takes time. */
const TIMEOUT_MS = 60_000;
/** Batches are smaller by themselves; a row of huge values is cut into parts of this size. */
const CHUNK_BYTES = 4 * 2 ** 20;

export function makeSession(connection: Connection): SparkSession {
  const { sessionId, userId } = connection;
  return {
    id: sessionId,
    userId,
    get serverSessionId() {
      return connection.serverSessionId;
    },
    version: (options) => sparkVersion(connection, options),
    config: {
      set: (pairs, options) => setConfig(connection, pairs, options),
      get: (keys, options) => getConfig(connection, keys, options),
    },
    schema: (plan, options) => planSchema(connection, plan, options),
    explain: (plan, mode, options) => explainPlan(connection, plan, mode, options),
    inputFiles: (plan, options) => planInputFiles(connection, plan, options),
    execute: (plan, options = {}) => execute(connection, plan, options),
    reattach: (operationId, options = {}) => reattach(connection, operationId, options),
    status: (operationIds, options) => operationStates(connection, operationIds, options),
    addArtifacts: (artifacts, options) => uploadArtifacts(connection, artifacts, options),
    cacheLocal: (blobs, options) => cacheBlobs(connection, blobs, options),
    localRelation: (chunks, schema, options) =>
      relationOfLocalData(connection, chunks, schema, options),
    interrupt: (what, options) => interrupt(connection, what, options),
    release: async (options) => {
      const request = create(ReleaseSessionRequestSchema, sessionOnly(connection));
      await connection.call(RPC.releaseSession, request, { timeoutMs: TIMEOUT_MS, ...options });
    },
    close: () => connection.close(),
  };
}

type Operation = NonNullable<
  NonNullable<MessageInitShape<typeof ConfigRequestSchema>['operation']>['opType']
>;

function configure(connection: Connection, opType: Operation, options?: CallOptions) {
  const request = create(ConfigRequestSchema, { ...connection.head(), operation: { opType } });
  return connection.call(RPC.config, request, { timeoutMs: TIMEOUT_MS, ...options });
}

async function setConfig(
  connection: Connection,
  pairs: Readonly<Record<string, string>>,
  options?: CallOptions,
): Promise<readonly string[]> {
  const value = { pairs: Object.entries(pairs).map(([key, text]) => ({ key, value: text })) };
  return (await configure(connection, { case: 'set', value }, options)).warnings;
}

async function getConfig(
  connection: Connection,
  keys: readonly string[],
  options?: CallOptions,
): Promise<ReadonlyMap<string, string>> {
  const value = { keys: [...keys] };
  const { pairs } = await configure(connection, { case: 'getOption', value }, options);
  return new Map(
    pairs.flatMap(({ key, value: text }) => (text === undefined ? [] : [[key, text] as const])),
  );
}

async function* execute(
  connection: Connection,
  plan: Plan,
  { operationId = randomUUID(), tags = [], retain = false, signal }: ExecuteOptions,
): AsyncGenerator<ExecuteEvent, void, void> {
  // A plan that may be sent a second time is meant for this life of the server and no other: a new one
  // would run it again from the start, with all that it writes.
  if (connection.serverSessionId === undefined) {
    await sparkVersion(connection, { signal });
  }
  const request = create(ExecutePlanRequestSchema, {
    ...connection.head(),
    operationId,
    plan,
    tags: [...tags],
    requestOptions: [
      { requestOption: { case: 'reattachOptions', value: { reattachable: true } } },
      {
        requestOption: {
          case: 'resultChunkingOptions',
          value: { allowArrowBatchChunking: true, preferredArrowChunkSize: BigInt(CHUNK_BYTES) },
        },
      },
    ],
  });
  const until = connection.untilClosed(signal);
  yield* followOperation(connection, { id: operationId, request, retain, signal: until });
}

const reattach = (
  connection: Connection,
  operationId: string,
  { after, retain = false, signal }: ReattachOptions,
): AsyncIterable<ExecuteEvent> =>
  followOperation(connection, {
    id: operationId,
    retain,
    signal: connection.untilClosed(signal),
    ...(after === undefined ? {} : { after }),
  });

const STATES = new Map<number, OperationState>([
  [ServerState.RUNNING, 'running'],
  [ServerState.TERMINATING, 'terminating'],
  [ServerState.SUCCEEDED, 'succeeded'],
  [ServerState.FAILED, 'failed'],
  [ServerState.CANCELLED, 'cancelled'],
]);

async function operationStates(
  connection: Connection,
  operationIds: readonly string[],
  options?: CallOptions,
): Promise<ReadonlyMap<string, OperationState>> {
  const request = create(GetStatusRequestSchema, {
    ...connection.head(),
    operationStatus: { operationIds: [...operationIds] },
  });
  const { operationStatuses } = await connection.call(RPC.getStatus, request, {
    timeoutMs: TIMEOUT_MS,
    ...options,
  });
  return new Map(
    operationStatuses.map(({ operationId, state }) => [
      operationId,
      STATES.get(state) ?? 'unknown',
    ]),
  );
}

async function interrupt(
  connection: Connection,
  what: Parameters<SparkSession['interrupt']>[0],
  options?: CallOptions,
): Promise<readonly string[]> {
  const request = create(InterruptRequestSchema, { ...connection.head(), ...interruptOf(what) });
  const { interruptedIds } = await connection.call(RPC.interrupt, request, {
    timeoutMs: TIMEOUT_MS,
    ...options,
  });
  return interruptedIds;
}

function interruptOf(what: Parameters<SparkSession['interrupt']>[0]) {
  if (what === 'all') return { interruptType: InterruptType.ALL };
  return 'tag' in what
    ? ({
        interruptType: InterruptType.TAG,
        interrupt: { case: 'operationTag', value: what.tag },
      } as const)
    : ({
        interruptType: InterruptType.OPERATION_ID,
        interrupt: { case: 'operationId', value: what.operationId },
      } as const);
}

/** ReleaseSession has no field for the life of the server. */
function sessionOnly(connection: Connection) {
  const { sessionId, userContext, clientType } = connection.head();
  return { sessionId, userContext, clientType };
}
