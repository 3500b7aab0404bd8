/** Calls over one gRPC connection, without retries: they throw `RpcFailure`, or `cancelled` when aborted. */
import {
  Client,
  credentials,
  Metadata,
  type ChannelOptions,
  type ServiceError,
} from '@grpc/grpc-js';
import { cancelledError, userError } from '../../contract/errors.ts';
import type { Rpc } from './protocol.ts';
import { toRpcFailure } from './rpc-error.ts';
import type { CallOptions, SparkTarget } from './session.ts';

/** What Spark's servers send at most, and its own clients take. */
const MAX_MESSAGE_BYTES = 128 * 2 ** 20;
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/i;

const OPTIONS: ChannelOptions = {
  'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
  'grpc.max_send_message_length': MAX_MESSAGE_BYTES,
  // Of a stream: what the server may send ahead. More than the default of 64 kB, which makes a
  // distant server wait for every few rows.
  'grpc-node.flow_control_window': 4 * 2 ** 20,
  // Finds out a connection that is gone without a word. Servers of gRPC for Java end a connection on
  // the third ping without data between: two fit into the two minutes that a stream lasts.
  'grpc.keepalive_time_ms': 50_000,
  'grpc.keepalive_timeout_ms': 15_000,
  // Retries are ours, and know which calls may be repeated.
  'grpc.enable_retries': 0,
  'grpc.initial_reconnect_backoff_ms': 100,
  'grpc.max_reconnect_backoff_ms': 5_000,
};

export interface UnaryOptions extends CallOptions {
  /** After so long without an answer, the call fails with DEADLINE_EXCEEDED. */
  readonly timeoutMs?: number;
}

export interface Channel {
  unary<Q, R>(rpc: Rpc<Q, R>, request: Q, options?: UnaryOptions): Promise<R>;
  /** The call is made when the first answer is asked for, and ended when the loop is left. */
  stream<Q, R>(rpc: Rpc<Q, R>, request: Q, options?: CallOptions): AsyncGenerator<R, void, void>;
  /** Sends as fast as the server takes; the requests are made one at a time. */
  upload<Q, R>(rpc: Rpc<Q, R>, requests: Iterable<Q>, options?: CallOptions): Promise<R>;
  close(): void;
}

/** Nothing is sent yet. Throws user `spark-token-unprotected`. */
export function openChannel(target: SparkTarget, userAgent: string): Channel {
  if (target.token !== undefined && target.tls === undefined && !LOOPBACK.test(target.host)) {
    throw userError(
      'spark-token-unprotected',
      `The token for ${target.host} would be sent in plain text.`,
      { hint: 'Use TLS for this connection, or take the token out.' },
    );
  }
  const client = new Client(addressOf(target), channelCredentials(target), {
    ...OPTIONS,
    'grpc.primary_user_agent': userAgent,
    ...(LOOPBACK.test(target.host) ? { 'grpc.enable_http_proxy': 0 } : {}),
  });
  return new GrpcChannel(client, metadataOf(target));
}

const addressOf = ({ host, port }: SparkTarget): string =>
  host.includes(':') && !host.startsWith('[') ? `[${host}]:${port}` : `${host}:${port}`;

const channelCredentials = ({ tls }: SparkTarget) =>
  tls === undefined
    ? credentials.createInsecure()
    : credentials.createSsl(tls.ca === undefined ? null : Buffer.from(tls.ca));

function metadataOf({ token, headers = {} }: SparkTarget): Metadata {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(headers)) metadata.set(name, value);
  if (token !== undefined) metadata.set('authorization', `Bearer ${token}`);
  return metadata;
}

class GrpcChannel implements Channel {
  readonly #client: Client;
  readonly #metadata: Metadata;

  constructor(client: Client, metadata: Metadata) {
    this.#client = client;
    this.#metadata = metadata;
  }

  unary<Q, R>(rpc: Rpc<Q, R>, request: Q, options: UnaryOptions = {}): Promise<R> {
    const { signal, timeoutMs } = options;
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) return reject(cancelledError());
      const call = this.#client.makeUnaryRequest(
        rpc.path,
        rpc.serialize,
        rpc.deserialize,
        request,
        this.#metadata,
        timeoutMs === undefined ? {} : { deadline: Date.now() + timeoutMs },
        (error, response) => {
          signal?.removeEventListener('abort', abort);
          if (error === null) resolve(response as R);
          else reject(failureOf(rpc.name, error, signal));
        },
      );
      const abort = () => call.cancel();
      signal?.addEventListener('abort', abort, { once: true });
    });
  }

  async *stream<Q, R>(
    rpc: Rpc<Q, R>,
    request: Q,
    { signal }: CallOptions = {},
  ): AsyncGenerator<R, void, void> {
    if (signal?.aborted === true) throw cancelledError();
    const call = this.#client.makeServerStreamRequest(
      rpc.path,
      rpc.serialize,
      rpc.deserialize,
      request,
      this.#metadata,
      {},
    );
    const abort = () => call.cancel();
    signal?.addEventListener('abort', abort, { once: true });
    // The loop below throws it; after the loop, ending the call is no news.
    call.on('error', () => undefined);
    try {
      for await (const response of call) yield response as R;
    } catch (error) {
      throw isServiceError(error) ? failureOf(rpc.name, error, signal) : error;
    } finally {
      signal?.removeEventListener('abort', abort);
      call.cancel();
    }
  }

  upload<Q, R>(rpc: Rpc<Q, R>, requests: Iterable<Q>, { signal }: CallOptions = {}): Promise<R> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) return reject(cancelledError());
      let answered = false;
      const call = this.#client.makeClientStreamRequest(
        rpc.path,
        rpc.serialize,
        rpc.deserialize,
        this.#metadata,
        {},
        (error, response) => {
          answered = true;
          signal?.removeEventListener('abort', abort);
          if (error === null) resolve(response as R);
          else reject(failureOf(rpc.name, error, signal));
        },
      );
      const abort = () => call.cancel();
      signal?.addEventListener('abort', abort, { once: true });
      // The callback has it too.
      call.on('error', () => undefined);
      const iterator = requests[Symbol.iterator]();
      const send = () => {
        while (!answered) {
          const next = iterator.next();
          if (next.done === true) return void call.end();
          if (!call.write(next.value)) return void call.once('drain', send);
        }
      };
      send();
    });
  }

  close(): void {
    this.#client.close();
  }
}

const isServiceError = (error: unknown): error is ServiceError =>
  error instanceof Error && 'code' in error && 'details' in error;

const failureOf = (rpc: string, error: ServiceError, signal: AbortSignal | undefined) =>
  signal?.aborted === true ? cancelledError() : toRpcFailure(rpc, error);
