/**
 * A computer behind the studio for widgets, which no page of tests can have for real: the studio's own
 * client and adapter, over answers that are given here and checked against the host's contract.
 */
import { createHostClient } from '../../../electron/host/api/host-client.ts';
import type {
  HostEvent,
  HostMethodName,
  HostParams,
  HostResult,
} from '../../../electron/host/api/host-api.ts';
import type { FileEntry } from '../../../electron/host/api/file-methods.ts';
import type { Result } from '../../../engine/contract/errors.ts';
import { createBrowserHost } from '../../platform/browser-host.ts';
import type { Computer } from '../../platform/computer.ts';
import { createDesktopHost } from '../../platform/desktop-host.ts';
import { listenOutside } from '../../platform/outside.ts';

export type Answers = {
  readonly [M in HostMethodName]?: (params: HostParams<M>) => Result<HostResult<M>>;
};

/** What a page asks by itself, on a computer that nothing happened on. */
const BY_ITSELF: Answers = {
  'clusters.list': () => ({ ok: true, value: [] }),
  'jobs.list': () => ({ ok: true, value: [] }),
};

export interface TestComputer {
  readonly computer: Computer;
  /** What it was asked, in order; what a page asks by itself left out. */
  readonly asked: readonly (readonly [HostMethodName, unknown])[];
  /** As the host does unasked. */
  readonly tell: (event: HostEvent) => void;
}

export function openComputer(answers: Answers): TestComputer {
  const asked: [HostMethodName, unknown][] = [];
  const listeners: ((event: HostEvent) => void)[] = [];
  const client = createHostClient({
    call: async (name, params) => {
      asked.push([name, params]);
      const answer = { ...BY_ITSELF, ...answers }[name] as
        ((params: unknown) => Result<unknown>) | undefined;
      if (answer === undefined) throw new Error(`${name} is not part of this test`);
      return answer(params);
    },
    onEvent: (listener) => void listeners.push(listener),
    onClosed: () => undefined,
  });
  const tell = (event: HostEvent): void => listeners.forEach((listen) => listen(event));
  const info = {
    version: 1,
    release: '1.0.0',
    kind: 'serve',
    platform: 'linux',
    workspace: entry('workspace', 'folder'),
    computer: { cores: 2, memory: 4e9 },
    features: { dialogs: false, credentials: 'keyring', updates: false },
  } as const;
  const beside = createBrowserHost('Pipeline');
  return { ...createDesktopHost(client, info, beside, listenOutside(client)), asked, tell };
}

export const entry = (name: string, kind: FileEntry['kind'] = 'file'): FileEntry => ({
  token: `token-of-${name}`.replaceAll(/[^\w-]/g, '_').padEnd(22, '_'),
  kind,
  name,
  location: name,
  size: 10,
  modified: 1,
  fingerprint: name,
  writable: true,
});
