/**
 * The one contract of the host: over IPC in the desktop app, over a WebSocket under `sluice serve`, in
 * the page in tests. Every call gives a `Result`; what goes in and out is checked on both sides.
 */
import { z } from 'zod';
import type { Result } from '../../../engine/contract/errors.ts';
import { CLUSTER_METHODS } from './cluster-methods.ts';
import { ENGINE_METHODS } from './engine-methods.ts';
import { FILE_METHODS, fileEntry, fileToken } from './file-methods.ts';
import { MACHINE_METHODS, job } from './machine-methods.ts';
import { method } from './method.ts';

/** Grows when a method changes in a way that an older studio would not understand. */
export const HOST_API_VERSION = 1;

export const hostInfo = z.strictObject({
  version: z.literal(HOST_API_VERSION),
  /** Of Sluice. */
  release: z.string(),
  kind: z.enum(['desktop', 'serve']),
  platform: z.string(),
  /** Absent: the host has none, files are picked. */
  workspace: fileEntry.optional(),
  computer: z.strictObject({
    cores: z.number(),
    /** Bytes. */
    memory: z.number(),
  }),
  features: z.strictObject({
    /** The system's own dialogs. */
    dialogs: z.boolean(),
    /** Where credentials that are put are kept. */
    credentials: z.enum(['keyring', 'encrypted', 'session']),
    /** The app can look for newer versions of itself. */
    updates: z.boolean(),
  }),
});
export type HostInfo = z.infer<typeof hostInfo>;

export const HOST_METHODS = {
  'host.info': method(z.strictObject({}), hostInfo),
  ...FILE_METHODS,
  ...MACHINE_METHODS,
  ...ENGINE_METHODS,
  ...CLUSTER_METHODS,
} as const;

export type HostMethods = typeof HOST_METHODS;
export type HostMethodName = keyof HostMethods;
export type HostParams<M extends HostMethodName> = z.input<HostMethods[M]['params']>;
export type HostResult<M extends HostMethodName> = z.output<HostMethods[M]['result']>;
export type HostProgress<M extends HostMethodName> = HostMethods[M] extends {
  readonly progress: infer E extends z.ZodType;
}
  ? z.output<E>
  : never;

/** What the host tells unasked. */
export const hostEvent = z.discriminatedUnion('event', [
  z.strictObject({
    event: z.literal('files.changed'),
    file: fileToken,
    entry: fileEntry.nullable(),
  }),
  z.strictObject({ event: z.literal('jobs.changed'), job }),
  /** A document that was opened from outside: by a double click, by dropping it on the app, by a link. */
  z.strictObject({ event: z.literal('document.open'), entry: fileEntry }),
  /** A menu of the app was chosen: the id of a command of the studio. */
  z.strictObject({ event: z.literal('command'), command: z.string() }),
]);
export type HostEvent = z.infer<typeof hostEvent>;

/** The host as its mounts call it. */
export interface Host {
  /**
   * Checks `params`; gives user `host-bad-request` when they are not as the method wants them. Never
   * throws.
   * @param caller who asks: engines, watches and opened rows are those of one window or tab
   */
  readonly call: (
    caller: HostCaller,
    name: string,
    params: unknown,
    onProgress: (progress: unknown) => void,
  ) => Promise<Result<unknown>>;
  /** Ends what a window or tab has begun; call it when it is gone. */
  readonly leave: (caller: HostCaller) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** One window or tab: the same object in every call, as long as it is there. */
export interface HostCaller {
  readonly id: string;
  readonly tell: (event: HostEvent) => void;
}

/** How the studio reaches a host. */
export interface HostTransport {
  readonly call: (
    name: HostMethodName,
    params: unknown,
    onProgress: (progress: unknown) => void,
  ) => Promise<Result<unknown>>;
  readonly onEvent: (listener: (event: HostEvent) => void) => void;
  /** The host went away; calls that are under way have failed. */
  readonly onClosed: (listener: (reason: string) => void) => void;
}

/** The host as the studio calls it. */
export interface HostClient {
  readonly call: <M extends HostMethodName>(
    name: M,
    params: HostParams<M>,
    onProgress?: (progress: HostProgress<M>) => void,
  ) => Promise<Result<HostResult<M>>>;
  readonly onEvent: HostTransport['onEvent'];
  readonly onClosed: HostTransport['onClosed'];
}
