/** One operation: sent once, followed to its end across broken connections, released as it is read. */
import { create } from '@bufbuild/protobuf';
import { status } from '@grpc/grpc-js';
import { assembleBatches } from './batches.ts';
import type { Connection } from './connection.ts';
import { operationLost, sessionLost } from './errors.ts';
import { eventsOf } from './events.ts';
import {
  type ExecutePlanRequest,
  type ExecutePlanResponse,
  ReattachExecuteRequestSchema,
} from './generated/spark/connect/base_pb.ts';
import { RPC } from './protocol.ts';
import { makeReleaser } from './release.ts';
import { makeBackoff, waitToRetry } from './retry.ts';
import { hasErrorClass, RpcFailure } from './rpc-error.ts';
import type { ExecuteEvent } from './session.ts';

export interface Operation {
  readonly id: string;
  /** Absent: it was sent before, by another client or an earlier call. */
  readonly request?: ExecutePlanRequest;
  readonly after?: { readonly responseId: string; readonly rows: number };
  readonly retain: boolean;
  readonly signal: AbortSignal;
}

const NOT_FOUND = ['INVALID_HANDLE.OPERATION_NOT_FOUND', 'INVALID_HANDLE.SESSION_NOT_FOUND'];
/** A stream that ends with nothing, sooner than this, was not ended by the server's limit of time. */
const HASTY_MS = 1_000;

/** After these, the server has nothing to release, or is not there to be told. */
const GONE = ['spark-unreachable', 'spark-session-lost', 'spark-operation-lost'];

/** Everything the operation tells, `complete` last. Throws `EngineFailure`. */
export async function* followOperation(
  connection: Connection,
  operation: Operation,
): AsyncGenerator<ExecuteEvent, void, void> {
  const batches = assembleBatches(operation.after?.rows);
  const release = makeReleaser(connection, operation.id);
  let detached = false;
  try {
    for await (const response of responsesOf(connection, operation)) {
      yield* eventsOf(response, batches);
      // The caller has had the events, having asked for more. Of a batch in chunks, all or none.
      if (!operation.retain && !batches.partial) release.until(response.responseId);
    }
  } catch (error) {
    const failure = await connection.failure(error);
    // Who aborts the wait may come back to the operation; `interrupt` is what ends it.
    detached = operation.signal.aborted || GONE.includes(failure.error.code);
    throw failure;
  } finally {
    // Also when the caller leaves early: nobody will read the rest.
    if (!detached) await release.all();
  }
}

/** The responses of an operation in order, once each, over as many streams as it takes. */
async function* responsesOf(
  connection: Connection,
  operation: Operation,
): AsyncGenerator<ExecutePlanResponse, void, void> {
  const { request, signal } = operation;
  let last = operation.after?.responseId;
  let sending = request !== undefined;
  let backoff = makeBackoff(connection.retrying.policy);
  for (;;) {
    const started = performance.now();
    let heard = false;
    try {
      const stream =
        sending && request !== undefined
          ? connection.channel.stream(RPC.executePlan, request, { signal })
          : connection.channel.stream(
              RPC.reattachExecute,
              reattachRequest(connection, operation.id, last),
              { signal },
            );
      sending = false;
      for await (const response of stream) {
        connection.observe(response);
        heard = true;
        backoff = makeBackoff(connection.retrying.policy);
        last = response.responseId;
        yield response;
        if (response.responseType.case === 'resultComplete') return;
      }
      // Ended in good order without a `ResultComplete`: there is more to come.
      if (heard || performance.now() - started >= HASTY_MS) continue;
      throw emptyStream();
    } catch (error) {
      if (!(error instanceof RpcFailure)) throw error;
      sending = await recover(error);
    }
  }

  /** Waits where that may help; says whether the plan is to be sent (again). */
  async function recover(failure: RpcFailure): Promise<boolean> {
    const { details } = failure;
    if (details.rpc === RPC.reattachExecute.name && hasErrorClass(details, ...NOT_FOUND)) {
      // Sent anew only when nothing came of it: the request never arrived. Under the same id, so that
      // one that arrives late after all is refused; and to the same life of the server alone.
      if (request === undefined || last !== undefined) {
        const lost = hasErrorClass(details, 'INVALID_HANDLE.SESSION_NOT_FOUND')
          ? sessionLost
          : operationLost;
        throw lost(connection.server, details.message);
      }
      if (backoff.next() === undefined) throw failure;
      return true;
    }
    // It did arrive.
    if (
      hasErrorClass(details, 'INVALID_HANDLE.OPERATION_ALREADY_EXISTS') &&
      request !== undefined
    ) {
      if (backoff.attempt === 0) throw failure;
      return false;
    }
    await waitToRetry(failure, backoff, { ...connection.retrying, signal });
    return false;
  }
}

const reattachRequest = (connection: Connection, operationId: string, last: string | undefined) =>
  create(ReattachExecuteRequestSchema, {
    ...connection.head(),
    operationId,
    ...(last === undefined ? {} : { lastResponseId: last }),
  });

const emptyStream = () =>
  new RpcFailure({
    rpc: RPC.reattachExecute.name,
    code: status.UNAVAILABLE,
    message: 'the stream ended at once, with nothing in it',
  });
