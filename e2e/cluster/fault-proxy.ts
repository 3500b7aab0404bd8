/** A network between a client and a server that fails as it is told to. */
import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net';

/** What happens to bytes and to new connections, until something else is said. */
export type Fault =
  | { readonly kind: 'none' }
  /** Nothing passes either way and nobody is told, as where a cable is out; it passes afterwards. */
  | { readonly kind: 'black-hole' }
  /** Whatever passes comes later by this, in order. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** What is asked arrives, what is answered does not. */
  | { readonly kind: 'lose-answers' }
  /** Open connections go on, new ones are refused. */
  | { readonly kind: 'refuse' };

export interface FaultProxy {
  readonly host: string;
  readonly port: number;
  /** Connections that were made so far. */
  readonly made: () => number;
  readonly open: () => number;
  /** Bytes that have come from the server and were passed on. */
  readonly answered: () => number;
  readonly set: (fault: Fault) => void;
  /** Ends every open connection, in the midst of whatever is said. */
  readonly cut: () => void;
  /** As `cut`, once this many more bytes of answers have passed; resolves then. */
  readonly cutAfter: (bytes: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

interface Pair {
  readonly client: Socket;
  readonly server: Socket;
}

const HOST = '127.0.0.1';

export async function openFaultProxy(target: {
  readonly host: string;
  readonly port: number;
}): Promise<FaultProxy> {
  const pairs = new Set<Pair>();
  let fault: Fault = { kind: 'none' };
  let waiting: (() => void)[] = [];
  let made = 0;
  let answered = 0;
  let limit: { readonly at: number; readonly reached: () => void } | undefined;

  const drop = (pair: Pair): void => {
    pairs.delete(pair);
    pair.client.resetAndDestroy();
    pair.server.resetAndDestroy();
  };
  const cut = (): void => [...pairs].forEach(drop);

  /** Resolves when what came may be passed on. */
  const pass = async (): Promise<void> => {
    while (fault.kind === 'black-hole') {
      await new Promise<void>((healed) => waiting.push(healed));
    }
    if (fault.kind === 'delay') await after(fault.ms);
  };

  const count = (bytes: number): void => {
    answered += bytes;
    if (limit === undefined || answered < limit.at) return;
    const { reached } = limit;
    limit = undefined;
    cut();
    reached();
  };

  const forward = (from: Socket, to: Socket, isAnswer: boolean): void => {
    let before = Promise.resolve();
    const inOrder = (then: () => void): void => {
      const passed = pass();
      before = before.then(() => passed).then(then);
    };
    from.on('data', (bytes: Buffer) => {
      // Left to the sockets to hold: a sender notices that nothing is taken.
      if (fault.kind === 'black-hole') from.pause();
      inOrder(() => {
        from.resume();
        if (to.destroyed || (isAnswer && fault.kind === 'lose-answers')) return;
        if (!to.write(bytes)) {
          from.pause();
          to.once('drain', () => from.resume());
        }
        if (isAnswer) count(bytes.length);
      });
    });
    from.on('end', () => inOrder(() => void to.end()));
  };

  const server = createServer({ allowHalfOpen: true }, (client) => {
    if (fault.kind === 'refuse') return void client.resetAndDestroy();
    made += 1;
    const pair = { client, server: connect({ ...target, allowHalfOpen: true }) };
    pairs.add(pair);
    for (const socket of [pair.client, pair.server]) {
      socket.setNoDelay(true);
      socket.on('error', () => drop(pair));
      // After a proper end the other side may still have something to be passed on.
      socket.on('close', () => {
        if (client.destroyed && pair.server.destroyed) pairs.delete(pair);
      });
    }
    forward(pair.client, pair.server, false);
    forward(pair.server, pair.client, true);
  });
  await listening(server);

  return {
    host: HOST,
    port: (server.address() as AddressInfo).port,
    made: () => made,
    open: () => pairs.size,
    answered: () => answered,
    set: (next) => {
      fault = next;
      const told = waiting;
      waiting = [];
      for (const healed of told) healed();
    },
    cut,
    cutAfter: (bytes) =>
      new Promise((reached) => {
        limit = { at: answered + bytes, reached };
      }),
    close: async () => {
      cut();
      await new Promise((closed) => server.close(closed));
    },
  };
}

const after = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

const listening = (server: Server): Promise<void> =>
  new Promise((done, failed) => {
    server.once('error', failed);
    server.listen(0, HOST, done);
  });
