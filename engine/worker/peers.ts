/**
 * Direct links between workers: a block is asked for by its id and comes as a transferred copy. While
 * a worker runs a synchronous call of DuckDB it answers nobody; stages wait for each other anyway.
 */
import type { Result } from '../contract/errors.ts';
import { asResult, unwrap } from '../contract/errors.ts';
import type { BlockId } from '../contract/ids.ts';
import { blockLost } from './block-store.ts';

/** What a link carries, in either direction. */
type Message =
  | { readonly kind: 'read'; readonly call: number; readonly block: BlockId }
  | { readonly kind: 'block'; readonly call: number; readonly result: Result<Uint8Array> };

export interface Peers {
  readonly connect: (peer: number, port: MessagePort) => void;
  /** Throws operational `block-lost` when the peer is gone or does not hold the block. */
  readonly read: (peer: number, block: BlockId) => Promise<Uint8Array>;
  readonly close: () => void;
}

interface Waiting {
  readonly block: BlockId;
  readonly settle: (result: Result<Uint8Array>) => void;
}

interface Link {
  readonly port: MessagePort;
  readonly waiting: Map<number, Waiting>;
  closed: boolean;
}

/** @param readOwn bytes of a block of this worker */
export function createPeers(readOwn: (block: BlockId) => Uint8Array): Peers {
  const links = new Map<number, Link>();
  let calls = 0;

  const answer = async (port: MessagePort, call: number, block: BlockId): Promise<void> => {
    // A copy, because the block stays here; its buffer is the copy's own and can be transferred.
    const result = await asResult(() => readOwn(block).slice());
    const message: Message = { kind: 'block', call, result };
    port.postMessage(message, result.ok ? [result.value.buffer] : []);
  };

  const disconnect = (peer: number, link: Link): void => {
    link.closed = true;
    for (const { block, settle } of link.waiting.values()) settle(lost(block, peer));
    link.waiting.clear();
  };

  return {
    connect: (peer, port) => {
      const before = links.get(peer);
      if (before !== undefined) {
        disconnect(peer, before);
        before.port.close();
      }
      const link: Link = { port, waiting: new Map(), closed: false };
      links.set(peer, link);
      port.addEventListener('message', ({ data }: MessageEvent<Message>) => {
        if (data.kind === 'read') void answer(port, data.call, data.block);
        else {
          link.waiting.get(data.call)?.settle(data.result);
          link.waiting.delete(data.call);
        }
      });
      // Node and current browsers tell when the other end is gone; elsewhere the coordinator does,
      // by connecting the replacement.
      port.addEventListener('close', () => disconnect(peer, link));
      port.start();
    },
    read: async (peer, block) => {
      const link = links.get(peer);
      if (link === undefined || link.closed) return unwrap(lost(block, peer));
      const call = (calls += 1);
      const result = await new Promise<Result<Uint8Array>>((settle) => {
        link.waiting.set(call, { block, settle });
        const message: Message = { kind: 'read', call, block };
        link.port.postMessage(message, []);
      });
      return unwrap(result);
    },
    close: () => {
      for (const [peer, link] of links) {
        disconnect(peer, link);
        link.port.close();
      }
      links.clear();
    },
  };
}

const lost = (block: BlockId, peer: number): Result<Uint8Array> => ({
  ok: false,
  error: blockLost(block, `worker ${peer} has stopped`).error,
});
