/**
 * The host out of its services: finds the method, checks what goes in and what comes out, bounds how
 * much is under way, and lets nothing be thrown across.
 */
import type { z } from 'zod';
import {
  type EngineError,
  internalError,
  operationalError,
  type Result,
  toEngineError,
  userError,
} from '../../engine/contract/errors.ts';
import { HOST_METHODS, type Host, type HostCaller, type HostMethodName } from './api/host-api.ts';
import type { Method } from './api/method.ts';
import type { Audience } from './audience.ts';
import type {
  CallContext,
  ClusterPart,
  EnginePart,
  FilePart,
  Handlers,
  HostPart,
  MachinePart,
} from './host-part.ts';

export interface HostParts {
  readonly files: FilePart;
  readonly machine: MachinePart;
  readonly engine: EnginePart;
  readonly clusters: ClusterPart;
  readonly audience: Audience;
  readonly onError?: (method: string, error: EngineError) => void;
  /** Takes secrets out of what is told of an error. */
  readonly mask?: (text: string) => string;
}

/** Calls under way of one window, and of all: far more than a studio has, far less than hurts. */
export const CALLS_OF_ONE = 256;
export const CALLS_OF_ALL = 1024;

/** Issues told of params that are refused. */
const MOST_ISSUES = 3;

export function createHost(parts: HostParts): Host {
  const { files, machine, engine, clusters, audience, onError, mask = (text) => text } = parts;
  const handlers: Handlers<HostMethodName> = {
    ...files.handlers,
    ...machine.handlers,
    ...engine.handlers,
    ...clusters.handlers,
  };
  const underWay = new Map<string, number>();
  const gone = new WeakSet<HostCaller>();
  let all = 0;
  let closing: Promise<void> | undefined;

  const enter = (caller: HostCaller): void => {
    if (closing !== undefined || gone.has(caller)) throw hostClosed();
    const own = underWay.get(caller.id) ?? 0;
    if (own >= CALLS_OF_ONE || all >= CALLS_OF_ALL) throw hostBusy();
    audience.join(caller);
    underWay.set(caller.id, own + 1);
    all += 1;
  };
  const exit = (caller: HostCaller): void => {
    all -= 1;
    const own = (underWay.get(caller.id) ?? 1) - 1;
    if (own > 0) underWay.set(caller.id, own);
    else underWay.delete(caller.id);
  };

  const answer = async (
    caller: HostCaller,
    name: string,
    params: unknown,
    onProgress: (progress: unknown) => void,
  ): Promise<unknown> => {
    const method = methodOf(name);
    const context = { caller, onProgress: progressOf(method, onProgress) };
    const handler = handlers[name as HostMethodName] as (
      params: unknown,
      context: CallContext<HostMethodName>,
    ) => unknown;
    const result = await handler(checkedParams(name, method.params, params), context as never);
    const parsed = method.result.safeParse(result);
    if (parsed.success) return parsed.data;
    throw internalError(`The answer to ${name} is not as agreed.`, parsed.error);
  };

  const call: Host['call'] = async (caller, name, params, onProgress) => {
    let entered = false;
    try {
      enter(caller);
      entered = true;
      return { ok: true, value: await answer(caller, name, params, onProgress) };
    } catch (thrown) {
      return failed(name, thrown);
    } finally {
      if (entered) exit(caller);
    }
  };

  const failed = (name: string, thrown: unknown): Result<never> => {
    const error = maskError(toEngineError(thrown), mask);
    onError?.(name.slice(0, LONGEST_NAME), error);
    return { ok: false, error };
  };

  /** Pushes before the engine that they use, and both first: what they tell of their end is kept and logged. */
  const each = async (work: (part: Pick<HostPart<never>, 'leave' | 'close'>) => unknown) => {
    for (const part of [clusters, engine, files, machine]) {
      try {
        await work(part);
      } catch (thrown) {
        failed('leave', thrown);
      }
    }
  };

  return {
    call,
    leave: async (caller) => {
      if (gone.has(caller)) return;
      gone.add(caller);
      audience.leave(caller);
      await each((part) => part.leave?.(caller));
    },
    close: () => (closing ??= each((part) => part.close?.())),
  };
}

const LONGEST_NAME = 64;

function methodOf(name: string): Method {
  if (Object.hasOwn(HOST_METHODS, name)) return HOST_METHODS[name as HostMethodName];
  throw badRequest(
    'The host has no such method.',
    'Reload the studio: it may be of another version.',
  );
}

function checkedParams(name: string, schema: z.ZodType, params: unknown): unknown {
  const parsed = schema.safeParse(params);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues
    .slice(0, MOST_ISSUES)
    .map(({ path, message }) => `${path.join('.')} ${message}`.trim().slice(0, 200));
  throw badRequest(`${name} was called with other params than it takes: ${issues.join('; ')}`);
}

/** What is told meanwhile is checked as well; a transport that is gone does not end the work. */
function progressOf(
  method: Method,
  onProgress: (progress: unknown) => void,
): (progress: unknown) => void {
  return (progress) => {
    const parsed = method.progress?.safeParse(progress);
    if (parsed?.success !== true) return;
    try {
      onProgress(parsed.data);
    } catch {
      // Nobody listens any more; `leave` says so to the work.
    }
  };
}

/** Every text of it: a server's answer may repeat what it was sent. */
export function maskError(error: EngineError, mask: (text: string) => string): EngineError {
  const masked = (value: unknown): unknown => {
    if (typeof value === 'string') return mask(value);
    if (Array.isArray(value)) return value.map(masked);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, masked(part)]));
  };
  return masked(error) as EngineError;
}

const badRequest = (message: string, hint?: string) =>
  userError('host-bad-request', message, hint === undefined ? {} : { hint });

const hostBusy = () =>
  operationalError('host-busy', 'The host has too much to do at once.', {
    hint: 'Wait until some of it is done, then try again.',
  });

const hostClosed = () =>
  operationalError('host-closed', 'The host has ended.', {
    hint: 'Start it again, then reload the studio. Nothing of the document is lost.',
  });
