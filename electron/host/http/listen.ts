/** Ports on loopback. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { operationalError } from '../../../engine/contract/errors.ts';

/** Tried one after the other when none was asked for. */
const FIRST = 4173;
const TRIES = 100;
/** Connections that wait to be taken up: with few, a crowd of them is told nothing for seconds. */
const BACKLOG = 4096;

/**
 * Only this machine can reach the server.
 * @param wanted 0: any free one; absent: the first free one from 4173 on
 * @returns the port
 * @throws operational `port-taken`
 */
export async function listenOnLoopback(server: Server, wanted?: number): Promise<number> {
  const candidates =
    wanted === undefined ? Array.from({ length: TRIES }, (_, i) => FIRST + i) : [wanted];
  for (const port of candidates) {
    if (await tryPort(server, port)) return (server.address() as AddressInfo).port;
  }
  throw operationalError(
    'port-taken',
    wanted === undefined
      ? `No port from ${FIRST} to ${FIRST + TRIES - 1} is free on this machine.`
      : `Port ${wanted} is taken by another program, or may not be used.`,
    { hint: 'Choose another one with --port; --port 0 takes any free one.' },
  );
}

function tryPort(server: Server, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException): void => {
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(false);
      else reject(error);
    };
    server.once('error', onError);
    server.listen(port, '127.0.0.1', BACKLOG, () => {
      server.off('error', onError);
      resolve(true);
    });
  });
}
