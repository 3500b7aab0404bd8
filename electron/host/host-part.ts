/** What a host is put together from: the methods of one service, and how it ends. */
import type { z } from 'zod';
import type { CLUSTER_METHODS } from './api/cluster-methods.ts';
import type { ENGINE_METHODS } from './api/engine-methods.ts';
import type { FILE_METHODS } from './api/file-methods.ts';
import type { HostCaller, HostMethodName, HostMethods, HostProgress } from './api/host-api.ts';
import type { MACHINE_METHODS } from './api/machine-methods.ts';

export interface CallContext<M extends HostMethodName> {
  readonly caller: HostCaller;
  readonly onProgress: (progress: HostProgress<M>) => void;
}

/** Answers a call whose params are checked already; throws `EngineFailure`. */
export type Handler<M extends HostMethodName> = (
  params: z.output<HostMethods[M]['params']>,
  context: CallContext<M>,
) => Promise<z.input<HostMethods[M]['result']>> | z.input<HostMethods[M]['result']>;

export type Handlers<M extends HostMethodName> = { readonly [N in M]: Handler<N> };

export interface HostPart<M extends HostMethodName> {
  readonly handlers: Handlers<M>;
  /** Ends what one window or tab has begun. */
  readonly leave?: (caller: HostCaller) => Promise<void>;
  readonly close?: () => Promise<void>;
}

export type FilePart = HostPart<keyof typeof FILE_METHODS>;
export type MachinePart = HostPart<'host.info' | keyof typeof MACHINE_METHODS>;
export type EnginePart = HostPart<keyof typeof ENGINE_METHODS>;
export type ClusterPart = HostPart<keyof typeof CLUSTER_METHODS>;
