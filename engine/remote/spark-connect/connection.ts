/** One session's calls: what every request says of the session, retries, errors, a changed server. */
import { setMaxListeners } from 'node:events';
import { create } from '@bufbuild/protobuf';
import { EngineFailure, internalError } from '../../contract/errors.ts';
import type { Channel, UnaryOptions } from './channel.ts';
import { sessionLost, toEngineFailure } from './errors.ts';
import { FetchErrorDetailsRequestSchema } from './generated/spark/connect/base_pb.ts';
import { RPC, type Rpc } from './protocol.ts';
import type { CallOptions } from './session.ts';
import { type Retrying, withRetries } from './retry.ts';
import { RpcFailure } from './rpc-error.ts';

/** Each answer says of which session it is, and of which life of the server. */
interface Answer {
  readonly sessionId: string;
  readonly serverSideSessionId: string;
}

/** What is said of an error is soon known; who waits for it wants the error itself. */
const ERROR_DETAILS_TIMEOUT_MS = 10_000;

export class Connection {
  readonly channel: Channel;
  readonly sessionId: string;
  readonly userId: string;
  readonly userAgent: string;
  /** `host:port`, for messages. */
  readonly server: string;
  readonly retrying: Retrying;
  serverSessionId: string | undefined;
  readonly #closed = new AbortController();

  constructor(parts: {
    readonly channel: Channel;
    readonly sessionId: string;
    readonly userId: string;
    readonly userAgent: string;
    readonly server: string;
    readonly retrying: Retrying;
    readonly serverSessionId: string | undefined;
  }) {
    this.channel = parts.channel;
    this.sessionId = parts.sessionId;
    this.userId = parts.userId;
    this.userAgent = parts.userAgent;
    this.server = parts.server;
    this.retrying = parts.retrying;
    this.serverSessionId = parts.serverSessionId;
    // Each call in flight listens: as many as there are.
    setMaxListeners(0, this.#closed.signal);
  }

  /** The fields that every request begins with. */
  head() {
    return {
      sessionId: this.sessionId,
      userContext: { userId: this.userId, userName: this.userId },
      clientType: this.userAgent,
      // The server refuses what is meant for a session that it no longer has.
      ...(this.serverSessionId === undefined
        ? {}
        : { clientObservedServerSideSessionId: this.serverSessionId }),
    };
  }

  /** Throws operational `spark-session-lost` when the answer is another session's. */
  observe<R extends Answer>(answer: R): R {
    const { sessionId, serverSideSessionId } = answer;
    if (sessionId !== '' && sessionId !== this.sessionId) {
      throw sessionLost(this.server, `answer for session ${sessionId}, not ${this.sessionId}`);
    }
    if (serverSideSessionId !== '') {
      this.serverSessionId ??= serverSideSessionId;
      if (serverSideSessionId !== this.serverSessionId) {
        throw sessionLost(
          this.server,
          `server session ${serverSideSessionId}, not ${this.serverSessionId}`,
        );
      }
    }
    return answer;
  }

  /** A unary call that may be repeated. Throws `EngineFailure`. */
  call<Q, R extends Answer>(rpc: Rpc<Q, R>, request: Q, options: UnaryOptions = {}): Promise<R> {
    return this.attempt(options, (signal) =>
      this.channel.unary(rpc, request, { ...options, signal }),
    );
  }

  async attempt<R extends Answer>(
    options: CallOptions,
    call: (signal: AbortSignal) => Promise<R>,
  ): Promise<R> {
    const signal = this.untilClosed(options.signal);
    try {
      return this.observe(await withRetries({ ...this.retrying, signal }, () => call(signal)));
    } catch (error) {
      throw await this.failure(error);
    }
  }

  /** Aborted with the caller's, and when the session is closed. */
  untilClosed(signal: AbortSignal | undefined): AbortSignal {
    const { signal: closed } = this.#closed;
    return signal === undefined ? closed : AbortSignal.any([signal, closed]);
  }

  /** What still waits ends as cancelled. */
  close(): void {
    this.#closed.abort();
    this.channel.close();
  }

  /** Anything thrown as an `EngineFailure`; of Spark's own errors, the whole story is fetched. */
  async failure(error: unknown): Promise<EngineFailure> {
    if (error instanceof EngineFailure) return error;
    if (!(error instanceof RpcFailure)) return internalError('A call to Spark failed.', error);
    return toEngineFailure(error, this.server, await this.#errorDetails(error));
  }

  async #errorDetails({ details }: RpcFailure) {
    const errorId = details.info?.['errorId'];
    if (errorId === undefined) return undefined;
    const request = create(FetchErrorDetailsRequestSchema, { ...this.head(), errorId });
    try {
      return await this.channel.unary(RPC.fetchErrorDetails, request, {
        timeoutMs: ERROR_DETAILS_TIMEOUT_MS,
      });
    } catch {
      // The message of the error itself is there anyway.
      return undefined;
    }
  }
}
