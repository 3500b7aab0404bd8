/** The host over a WebSocket: `sluice serve`. A host that has ended is never there again: its token is new. */
import type { Result } from '../../engine/contract/errors.ts';
import type { HostEvent, HostTransport } from '../../electron/host/api/host-api.ts';
import { stopped } from './host-stopped.ts';
import { decodeFrame, encodeFrame, reply } from '../../electron/host/api/wire.ts';

/** The part of a WebSocket that is used. */
export type Socket = Pick<WebSocket, 'send' | 'close' | 'addEventListener' | 'binaryType'>;

/** As electron/host/http/access.ts has it: a browser sends no other header with a socket. */
export const openSocket = (address: string, token: string): WebSocket =>
  new WebSocket(address, ['sluice.1', `token.${token}`]);

interface Call {
  readonly resolve: (result: Result<unknown>) => void;
  readonly onProgress: (progress: unknown) => void;
}

/** Undefined: there is no host, or it does not know the token. */
export function connectSocket(socket: Socket): Promise<HostTransport | undefined> {
  const calls = new Map<number, Call>();
  const onEvent: ((event: HostEvent) => void)[] = [];
  const onClosed: ((reason: string) => void)[] = [];
  let ids = 0;
  let isClosed = false;
  socket.binaryType = 'arraybuffer';

  const close = (): void => {
    if (isClosed) return;
    isClosed = true;
    for (const { resolve } of calls.values()) resolve(stopped());
    calls.clear();
    for (const listener of onClosed) listener('closed');
  };

  socket.addEventListener('message', ({ data }: MessageEvent<ArrayBuffer>) => {
    const parsed = reply.safeParse(decodeFrame(data));
    // Frames of a newer host: nothing here waits for them.
    if (!parsed.success) return;
    const told = parsed.data;
    if (told.type === 'event') for (const listen of onEvent) listen(told.event as HostEvent);
    else if (told.type === 'progress') calls.get(told.id)?.onProgress(told.progress);
    else {
      calls.get(told.id)?.resolve(told.result as Result<unknown>);
      calls.delete(told.id);
    }
  });

  const transport: HostTransport = {
    call: (method, params, onProgress) =>
      new Promise((resolve) => {
        if (isClosed) {
          resolve(stopped());
          return;
        }
        const id = ids++;
        calls.set(id, { resolve, onProgress });
        socket.send(encodeFrame({ type: 'call', id, method, params }));
      }),
    onEvent: (listener) => void onEvent.push(listener),
    onClosed: (listener) => {
      if (isClosed) listener('closed');
      else onClosed.push(listener);
    },
  };
  return new Promise((resolve) => {
    socket.addEventListener('open', () => resolve(transport));
    socket.addEventListener('close', () => {
      resolve(undefined);
      close();
    });
  });
}
