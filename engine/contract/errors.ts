/** The one error type that crosses module, worker and process borders. Codes are listed in docs/errors.md. */
import type { Diagnostic } from './diagnostic.ts';
import type { NodeId } from './ids.ts';
import type { DataLocation } from './location.ts';

/** Here too for who had it from here. */
export type { DataLocation };

interface ErrorBase {
  readonly code: string;
  /** What is wrong, in one sentence. */
  readonly message: string;
  /** What to do, or what was kept and how to go on. */
  readonly hint?: string;
  readonly node?: NodeId;
  readonly param?: string;
  readonly start?: number;
  readonly end?: number;
  readonly location?: DataLocation;
  /** Text of the cause, for logs and bug reports. */
  readonly detail?: string;
}

/** The pipeline or the data is wrong: the author can mend it. */
export interface UserError extends ErrorBase {
  readonly kind: 'user';
  /** All findings, when a check found more than one. */
  readonly diagnostics?: readonly Diagnostic[];
}

/** The surroundings failed: file gone, disk full, worker lost, memory budget. */
export interface OperationalError extends ErrorBase {
  readonly kind: 'operational';
}

/** Someone asked for the run to stop. */
export interface CancelledError extends ErrorBase {
  readonly kind: 'cancelled';
}

/** A bug in Sluice. */
export interface InternalError extends ErrorBase {
  readonly kind: 'internal';
}

export type EngineError = UserError | OperationalError | CancelledError | InternalError;

/** RPC answers carry this instead of throwing: comlink drops custom fields of thrown errors. */
export type Result<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: EngineError };

/** Carries an `EngineError` through `throw` inside one thread. */
export class EngineFailure extends Error {
  override readonly name = 'EngineFailure';
  readonly error: EngineError;
  constructor(error: EngineError, options?: { cause?: unknown }) {
    super(error.message, options);
    this.error = error;
  }
}

type Details = Omit<ErrorBase, 'code' | 'message'>;

export const userError = (
  code: string,
  message: string,
  details: Details & { readonly diagnostics?: readonly Diagnostic[] } = {},
): EngineFailure => new EngineFailure({ kind: 'user', code, message, ...details });

export const operationalError = (
  code: string,
  message: string,
  details: Details = {},
): EngineFailure => new EngineFailure({ kind: 'operational', code, message, ...details });

export const internalError = (message: string, cause?: unknown): EngineFailure =>
  new EngineFailure(
    {
      kind: 'internal',
      code: 'internal',
      message,
      ...(cause === undefined ? {} : { detail: describeCause(cause) }),
    },
    { cause },
  );

export const cancelledError = (): EngineFailure =>
  new EngineFailure({ kind: 'cancelled', code: 'cancelled', message: 'The run was cancelled.' });

const describeCause = (cause: unknown): string =>
  cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);

/** Any thrown value as an `EngineError`; what is not one of ours is a bug. */
export function toEngineError(thrown: unknown): EngineError {
  if (thrown instanceof EngineFailure) return thrown.error;
  return internalError(thrown instanceof Error ? thrown.message : String(thrown), thrown).error;
}

export async function asResult<T>(work: () => T | Promise<T>): Promise<Result<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (thrown) {
    return { ok: false, error: toEngineError(thrown) };
  }
}

export function unwrap<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new EngineFailure(result.error);
}
