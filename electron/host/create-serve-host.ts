/** The host as `sluice serve` has it: no dialogs, one workspace. */
import { availableParallelism, totalmem } from 'node:os';
import { userError } from '../../engine/contract/errors.ts';
import { HOST_API_VERSION } from './api/host-api.ts';
import type { Host, HostInfo } from './api/host-api.ts';

export interface ServeHostOptions {
  readonly workspace: string;
  readonly release: string;
}

export function createServeHost({ release }: ServeHostOptions): Host {
  const info: HostInfo = {
    version: HOST_API_VERSION,
    release,
    kind: 'serve',
    platform: process.platform,
    computer: { cores: availableParallelism(), memory: totalmem() },
    features: { dialogs: false, credentials: 'session', updates: false },
  };
  return {
    call: (_caller, name) => {
      if (name === 'host.info') return Promise.resolve({ ok: true, value: info });
      const { error } = userError('host-bad-request', `The host has no method ${name}.`, {
        hint: 'Load the page again.',
      });
      return Promise.resolve({ ok: false, error });
    },
    leave: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}
