/**
 * Ranges of files that are not the tab's own: the page reads them for the workers of its pool, which are
 * the workers of a worker and have no other way to it. The name of the channel is the page's secret.
 */
import { operationalError } from '../contract/errors.ts';
import type { Result } from '../contract/errors.ts';

export interface FileRange {
  readonly file: string;
  readonly fingerprint: string;
  readonly start: number;
  readonly end: number;
}

interface Request extends FileRange {
  readonly id: number;
  /** Channel of who asks, so that no other worker is given the bytes. */
  readonly reply: string;
}

interface Reply {
  readonly id: number;
  readonly result: Result<Uint8Array>;
}

/** @returns stops answering */
export function serveRanges(
  channel: string,
  read: (range: FileRange) => Promise<Result<Uint8Array>>,
): () => void {
  const requests = new BroadcastChannel(channel);
  const replies = new Map<string, BroadcastChannel>();
  requests.addEventListener('message', ({ data }: MessageEvent<Request>) => {
    const { id, reply, file, fingerprint, start, end } = data;
    const to = replies.get(reply) ?? new BroadcastChannel(reply);
    replies.set(reply, to);
    void read({ file, fingerprint, start, end }).then((result) => {
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no target
      to.postMessage({ id, result });
    });
  });
  return () => {
    for (const one of [requests, ...replies.values()]) one.close();
  };
}

/** Bytes that are asked for at once: the host gives no more. */
const LARGEST = 32 * 2 ** 20;

/** For one worker. */
export function createRangeReader(): (channel: string, range: FileRange) => Promise<Uint8Array> {
  const waiting = new Map<number, (result: Result<Uint8Array>) => void>();
  const requests = new Map<string, BroadcastChannel>();
  let reply: string | undefined;
  let ids = 0;

  const listen = (): string => {
    const name = crypto.randomUUID();
    new BroadcastChannel(name).addEventListener('message', ({ data }: MessageEvent<Reply>) => {
      waiting.get(data.id)?.(data.result);
      waiting.delete(data.id);
    });
    return name;
  };

  const ask = (channel: string, range: FileRange): Promise<Result<Uint8Array>> => {
    const to = requests.get(channel) ?? new BroadcastChannel(channel);
    requests.set(channel, to);
    reply ??= listen();
    const id = ids++;
    const answered = new Promise<Result<Uint8Array>>((resolve) => waiting.set(id, resolve));
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no target
    to.postMessage({ ...range, id, reply } satisfies Request);
    return answered;
  };

  return async (channel, range) => {
    const bytes = new Uint8Array(range.end - range.start);
    for (let start = range.start; start < range.end; start += LARGEST) {
      const end = Math.min(range.end, start + LARGEST);
      const answer = await ask(channel, { ...range, start, end });
      if (!answer.ok) throw operationalError(answer.error.code, answer.error.message, answer.error);
      bytes.set(answer.value, start - range.start);
    }
    return bytes;
  };
}
