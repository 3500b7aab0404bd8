/** The built studio over HTTP on loopback: for browsers, and for tests and tools without a host. */
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { isOurHost, isOurOrigin } from './access.ts';
import { answerApp, told } from './answer-app.ts';
import type { AppAnswer } from './answer-app.ts';
import { openAppFolder } from './app-folder.ts';
import type { AppFile, AppFolder } from './app-folder.ts';
import { listenOnLoopback } from './listen.ts';

/** A browser has six for each page; what comes beyond is not taken up, so that files stay bounded. */
const MOST_CONNECTIONS = 256;
/** Milliseconds for the head of a request to come in. */
const HEAD_TIME = 10_000;
const CHUNK = 64 * 2 ** 10;

export interface AppServer {
  readonly server: Server;
  readonly port: number;
  /** With a slash at its end. */
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** @param port 0: any free one; absent: the first free one from 4173 on. Throws operational `port-taken` */
export async function openAppServer(folder: AppFolder, port?: number): Promise<AppServer> {
  const server = createServer({ headersTimeout: HEAD_TIME, requestTimeout: HEAD_TIME });
  server.maxConnections = MOST_CONNECTIONS;
  server.on('request', (request, response) => {
    answer(folder, request, response).catch(() => response.destroy());
  });
  const taken = await listenOnLoopback(server, port);
  return {
    server,
    port: taken,
    url: `http://127.0.0.1:${taken}/`,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

/** A folder of built files on any free port. */
export const serveFolder = (folder: string): Promise<AppServer> =>
  openAppServer(openAppFolder(folder), 0);

async function answer(folder: AppFolder, request: IncomingMessage, response: ServerResponse) {
  const { status, headers, file, text } = await answerOf(folder, request);
  response.writeHead(status, headers);
  if (file === undefined) response.end(request.method === 'HEAD' ? undefined : text);
  else await send(file, response);
}

/**
 * Through one buffer: a stream makes a new one for every 64 kB, and the 60 MB of the studio would leave
 * the heap a quarter larger for as long as the host runs.
 */
async function send(file: AppFile, response: ServerResponse): Promise<void> {
  const handle = await file.open();
  const gone = new Promise<never>((_resolve, reject) => {
    response.once('close', () => reject(new Error('The page went away.')));
  });
  gone.catch(() => undefined);
  try {
    const buffer = Buffer.allocUnsafeSlow(CHUNK);
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, CHUNK);
      if (bytesRead === 0) break;
      await Promise.race([write(response, buffer.subarray(0, bytesRead)), gone]);
    }
    response.end();
  } finally {
    await handle.close();
  }
}

/** The chunk is not needed any more when it settles. */
const write = (response: ServerResponse, chunk: Uint8Array): Promise<void> =>
  new Promise((resolve, reject) => {
    response.write(chunk, (error) => (error ? reject(error) : resolve()));
  });

async function answerOf(folder: AppFolder, request: IncomingMessage): Promise<AppAnswer> {
  const refusal = refuse(request);
  if (refusal !== undefined) return told(403, refusal);
  const { method = '', url: target = '', headers } = request;
  return answerApp(folder, { method, target, known: headers['if-none-match'] });
}

/** Why a request is not answered, whatever it asks for; undefined when it may be. */
export function refuse({ headers, socket }: IncomingMessage): string | undefined {
  const { host, origin } = headers;
  if (host === undefined || !isOurHost(host, socket.localPort ?? 0)) {
    return 'This server answers to 127.0.0.1 and localhost only.';
  }
  if (origin !== undefined && !isOurOrigin(origin, host)) {
    return 'This server answers to its own pages only.';
  }
  return undefined;
}
