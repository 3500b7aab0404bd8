/** What gRPC says of a failed call, read out of it once. */
import { fromBinary } from '@bufbuild/protobuf';
import { anyUnpack } from '@bufbuild/protobuf/wkt';
import { status, type ServiceError } from '@grpc/grpc-js';
import {
  ErrorInfoSchema,
  RetryInfoSchema,
  StatusSchema,
} from './generated/google/rpc/errors_pb.ts';

export interface RpcErrorDetails {
  /** `ExecutePlan`, ... */
  readonly rpc: string;
  /** Of gRPC: 14 is UNAVAILABLE. */
  readonly code: number;
  readonly message: string;
  /** What Spark adds to its own errors: `errorClass`, `sqlState`, `errorId`, `classes`, ... */
  readonly info?: Readonly<Record<string, string>>;
  /** How long the server asks to wait before the next try. */
  readonly retryDelayMs?: number;
}

export class RpcFailure extends Error {
  override readonly name = 'RpcFailure';
  readonly details: RpcErrorDetails;
  constructor(details: RpcErrorDetails, options?: { cause?: unknown }) {
    super(`${details.rpc}: ${status[details.code] ?? details.code}: ${details.message}`, options);
    this.details = details;
  }
}

/** Of gRPC for JavaScript: what Node said, in a status that means something else. */
const BROKEN_CONNECTION = /RST_STREAM|ECONNRESET|EPIPE|ETIMEDOUT|ECONNABORTED|session closed/i;
const UNTRUSTED =
  /certificate|self[- ]signed|altnames|wrong version number|tlsv1|\bSSL\b|EPROTO|unable to verify|unable to get/i;

export function toRpcFailure(rpc: string, error: ServiceError): RpcFailure {
  const [bytes] = error.metadata?.get('grpc-status-details-bin') ?? [];
  const details = Buffer.isBuffer(bytes) ? readDetails(bytes) : {};
  return new RpcFailure(
    { rpc, code: error.code, message: error.details || error.message, ...details },
    { cause: error },
  );
}

/** Exported for its test. */
export function readDetails(bytes: Uint8Array): Partial<RpcErrorDetails> {
  const { details, message } = fromBinary(StatusSchema, bytes);
  const found: { message?: string; info?: Record<string, string>; retryDelayMs?: number } = {};
  // Longer than the copy in the header, which servers cut.
  if (message !== '') found.message = message;
  for (const any of details) {
    const info = anyUnpack(any, ErrorInfoSchema);
    if (info !== undefined) found.info = { ...info.metadata, reason: info.reason };
    const delay = anyUnpack(any, RetryInfoSchema)?.retryDelay;
    if (delay !== undefined) found.retryDelayMs = Number(delay.seconds) * 1000 + delay.nanos / 1e6;
  }
  return found;
}

export const isUntrusted = ({ code, message }: RpcErrorDetails): boolean =>
  code === status.UNAVAILABLE && UNTRUSTED.test(message);

export const hasErrorClass = (details: RpcErrorDetails, ...classes: readonly string[]): boolean =>
  classes.some((name) => details.info?.['errorClass'] === name || details.message.includes(name));

/**
 * Whether the same call may succeed when tried again: as PySpark decides, and for what gRPC for
 * JavaScript calls INTERNAL when a connection breaks.
 */
export function isRetryable(details: RpcErrorDetails): boolean {
  if (isUntrusted(details)) return false;
  if (details.retryDelayMs !== undefined || details.code === status.UNAVAILABLE) return true;
  if (details.code !== status.INTERNAL) return false;
  // Another call took the stream over, which is what reattaching does.
  if (hasErrorClass(details, 'INVALID_CURSOR.DISCONNECTED')) return true;
  return details.info === undefined && BROKEN_CONNECTION.test(details.message);
}
