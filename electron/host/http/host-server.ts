/** `sluice serve`: the studio over HTTP, and the host for who has the token. */
import { STATUS_CODES } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import type { Host } from '../api/host-api.ts';
import { LARGEST_REQUEST } from '../api/wire.ts';
import { hasToken, PROTOCOL } from './access.ts';
import type { AppFolder } from './app-folder.ts';
import { openAppServer, refuse } from './app-server.ts';
import { speakOver } from './host-socket.ts';

/** Where the socket is, below the studio's address. */
const SOCKET_PATH = '/host';
const MOST_TABS = 64;
/** Milliseconds after which a tab that does not answer counts as gone. */
const HEARTBEAT = 30_000;
/** Milliseconds that a tab has to take note of the end. */
const GOODBYE = 1000;

export interface HostServer {
  readonly port: number;
  /** Address of the studio, with the token in its fragment, which browsers send to nobody. */
  readonly url: string;
  readonly close: () => Promise<void>;
}

export interface HostServerOptions {
  readonly host: Host;
  readonly app: AppFolder;
  /** Of this start: `createToken`. */
  readonly token: string;
  /** 0: any free one; absent: the first free one from 4173 on. */
  readonly port?: number;
  /** Who was refused and why, for the log; never a token. */
  readonly onRefused?: (reason: string) => void;
}

/** @throws operational `port-taken` */
export async function openHostServer(options: HostServerOptions): Promise<HostServer> {
  const { host, app, token, port, onRefused } = options;
  const opened = await openAppServer(app, port);
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: LARGEST_REQUEST,
    perMessageDeflate: false,
    handleProtocols: () => PROTOCOL,
  });
  opened.server.on('upgrade', (request, stream, head) => {
    const [status, reason] = refusal(request, token, sockets.clients.size) ?? [];
    if (status === undefined || reason === undefined) {
      sockets.handleUpgrade(request, stream, head, (socket) => speakOver(socket, host));
      return;
    }
    onRefused?.(reason);
    refuseUpgrade(stream, status, reason);
  });
  const stopBeats = keepAlive(sockets);
  return {
    port: opened.port,
    url: `${opened.url}#host=${token}`,
    close: async () => {
      stopBeats();
      for (const socket of sockets.clients) socket.close(1001, 'the host stops');
      const goodbye = setTimeout(() => {
        for (const socket of sockets.clients) socket.terminate();
      }, GOODBYE);
      await opened.close();
      clearTimeout(goodbye);
      sockets.close();
    },
  };
}

function refusal(
  request: IncomingMessage,
  token: string,
  tabs: number,
): readonly [status: number, reason: string] | undefined {
  const foreign = refuse(request);
  if (foreign !== undefined) return [403, foreign];
  const { origin, 'sec-websocket-protocol': protocols } = request.headers;
  if (origin === undefined) return [403, 'The host speaks to pages of its own studio only.'];
  if (request.url !== SOCKET_PATH) return [404, 'There is no such socket.'];
  if (!hasToken(protocols, token)) {
    return [401, 'The token is missing or not the one of this start of the host.'];
  }
  if (tabs >= MOST_TABS) return [503, 'Too many tabs have the host open.'];
  return undefined;
}

function refuseUpgrade(stream: Duplex, status: number, reason: string): void {
  stream.on('error', () => undefined);
  stream.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
      'Connection: close',
      'Content-Type: text/plain; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(reason)}`,
      '',
      reason,
    ].join('\r\n'),
  );
}

/** A tab whose machine slept or whose process is stuck never closes its socket. */
function keepAlive(sockets: WebSocketServer): () => void {
  const silent = new WeakSet<WebSocket>();
  const timer = setInterval(() => {
    for (const socket of sockets.clients) {
      if (silent.has(socket)) {
        socket.terminate();
        continue;
      }
      silent.add(socket);
      socket.once('pong', () => silent.delete(socket));
      socket.ping();
    }
  }, HEARTBEAT);
  timer.unref();
  return () => clearInterval(timer);
}
