/** Finds the host behind the studio and puts its computer beside the tab. Loaded only where there is one. */
import { createHostClient } from '../../electron/host/api/host-client.ts';
import type { HostClient, HostInfo, HostTransport } from '../../electron/host/api/host-api.ts';
import { serveRanges } from '../../engine/runtime/range-channel.ts';
import type { Computer } from '../platform/computer.ts';
import { createDesktopHost } from '../platform/desktop-host.ts';
import type { Host } from '../platform/host.ts';
import { listenOutside } from '../platform/outside.ts';
import type { Outside } from '../platform/outside.ts';
import { connectSocket, openSocket } from '../platform/socket-transport.ts';
import type { EngineClient } from '../session/engine-client.ts';
import type { Studio } from '../session/studio.ts';
import { createComputerEngine } from './computer-engine.ts';
import type { AskedDocument } from './computer-engine.ts';
import { HOST_PREFIX, TOKEN_KEY } from './host-sign.ts';
import { routeEngine } from './route-engine.ts';

interface Connected {
  readonly host: Host;
  readonly computer: Computer;
  readonly engine: (tab: EngineClient) => EngineClient;
  /** The studio that the engines are asked by: it says where and about which document. */
  readonly attach: (studio: Studio) => void;
}

/** What is left to do once the page's own parts are there. */
export type Connect = (beside: Host, channel: string) => Connected;

/** Undefined: the host has gone, and the studio is that of a browser. */
export async function greetHost(): Promise<Connect | undefined> {
  const { sluice } = globalThis as { readonly sluice?: HostTransport };
  const transport = sluice ?? (await connectServe());
  if (transport === undefined) return undefined;
  const client = createHostClient(transport);
  const outside = listenOutside(client);
  const info = await client.call('host.info', {});
  if (!info.ok) return undefined;
  return (beside, channel) => connect(client, info.value, outside, beside, channel);
}

function connect(
  client: HostClient,
  info: HostInfo,
  outside: Outside,
  beside: Host,
  channel: string,
): Connected {
  const { host, computer } = createDesktopHost(client, info, beside, outside);
  serveRanges(channel, (range) => client.call('files.read', range));
  let studio: Studio | undefined;
  const documentNow = async (): Promise<AskedDocument> => {
    const { id = '', file } = studio?.workspace.store.getState() ?? {};
    const entry = file?.handle?.kind === 'host' ? await computer.entryOf(file.handle) : undefined;
    return { id, ...(entry === undefined ? {} : { file: entry.token }) };
  };
  return {
    host,
    computer,
    engine: (tab) =>
      routeEngine(
        { tab, computer: createComputerEngine(client, documentNow) },
        () => studio?.session.getState().place ?? 'tab',
      ),
    attach: (attached) => {
      studio = attached;
    },
  };
}

/** The token leaves the address at once, where people copy it from; a reload finds it in the tab. */
async function connectServe(): Promise<HostTransport | undefined> {
  const { hash, pathname, search, host, protocol } = location;
  if (hash.startsWith(HOST_PREFIX)) {
    sessionStorage.setItem(TOKEN_KEY, hash.slice(HOST_PREFIX.length));
    history.replaceState(history.state, '', pathname + search);
  }
  const token = sessionStorage.getItem(TOKEN_KEY) ?? '';
  if (!/^[\w-]{22,128}$/.test(token)) return undefined;
  const scheme = protocol === 'https:' ? 'wss:' : 'ws:';
  const transport = await connectSocket(openSocket(`${scheme}//${host}/host`, token));
  // Of a host that has ended: the next load need not ask again.
  if (transport === undefined) sessionStorage.removeItem(TOKEN_KEY);
  return transport;
}
