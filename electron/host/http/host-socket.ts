/** The host over a WebSocket, for one tab: frames in, calls, frames out. */
import { randomUUID } from 'node:crypto';
import type { RawData, WebSocket } from 'ws';
import { internalError } from '../../../engine/contract/errors.ts';
import type { Host, HostCaller } from '../api/host-api.ts';
import { decodeFrame, encodeFrame, request as requestFrame } from '../api/wire.ts';
import type { Reply, Request } from '../api/wire.ts';

/** Bytes that wait for a tab to read them: with more, its calls wait, too. */
const QUEUED = 32 * 2 ** 20;
/** A tab that reads nothing at all is let go before its answers fill the memory. */
const QUEUED_MOST = 256 * 2 ** 20;

/** Of RFC 6455. */
const CLOSE = { notSupported: 1003, malformed: 1007, notAsAgreed: 1008, tooSlow: 1013 } as const;

/** Ends by itself, and lets the host know, when the tab is gone. */
export function speakOver(socket: WebSocket, host: Host): void {
  const send = (reply: Reply): void => sendFrame(socket, reply);
  const caller: HostCaller = {
    id: randomUUID(),
    tell: (event) => send({ type: 'event', event }),
  };
  socket.on('message', (data, isBinary) => {
    const call = isBinary ? readCall(data) : CLOSE.notSupported;
    if (typeof call === 'number') socket.close(call, 'no call of the host');
    else void answer(host, caller, call, send);
  });
  // Frames that are too large or no frames at all: ws closes with a code of its own.
  socket.on('error', () => undefined);
  socket.once('close', () => void host.leave(caller));
}

async function answer(
  host: Host,
  caller: HostCaller,
  { id, method, params }: Request,
  send: (reply: Reply) => void,
): Promise<void> {
  const result = await host.call(caller, method, params, (progress) =>
    send({ type: 'progress', id, progress }),
  );
  try {
    send({ type: 'result', id, result });
  } catch (cause) {
    const { error } = internalError(`The answer to ${method} cannot be sent.`, cause);
    send({ type: 'result', id, result: { ok: false, error } });
  }
}

/** The call, or the code to close with. */
function readCall(data: RawData): Request | number {
  let frame: unknown;
  try {
    frame = decodeFrame(data as Buffer);
  } catch {
    return CLOSE.malformed;
  }
  const parsed = requestFrame.safeParse(frame);
  return parsed.success ? parsed.data : CLOSE.notAsAgreed;
}

function sendFrame(socket: WebSocket, reply: Reply): void {
  if (socket.readyState !== socket.OPEN) return;
  socket.send(encodeFrame(reply), () => {
    if (socket.isPaused && socket.bufferedAmount <= QUEUED) socket.resume();
  });
  if (socket.bufferedAmount > QUEUED_MOST) {
    socket.close(CLOSE.tooSlow, 'answers are not read');
    socket.terminate();
  } else if (socket.bufferedAmount > QUEUED) socket.pause();
}
