/**
 * Feeds the pool with the text of compressed files. One worker decompresses a file from its start to
 * its end, beside its tasks; each piece becomes a block there, which the piece's task fetches from it.
 * Only so many pieces are made ahead of the tasks that read them, and each is dropped behind its last
 * reader: memory does not grow with the file. What a task gets is the same whoever makes it when.
 */
import { cancelledError } from '../contract/errors.ts';
import { blockId } from '../contract/ids.ts';
import type { FileRef } from '../contract/source.ts';
import type { BlockInfo, TaskInput } from '../worker/protocol.ts';
import type { WorkerPool } from './worker-pool.ts';

type SplitInput = Extract<TaskInput, { kind: 'split' }>;

export interface HeldPiece {
  readonly block: BlockInfo;
  /** Call once, when the task has ended in whatever way. */
  readonly release: () => void;
}

interface Piece {
  readonly file: FileRef;
  readonly start: number;
  readonly end: number;
  /** Tasks that wait for the piece or read it. */
  readers: number;
  block: BlockInfo | undefined;
  readonly waiting: Set<Waiter>;
}

interface Waiter {
  readonly signal: AbortSignal;
  readonly ready: (block: BlockInfo) => void;
  readonly fail: (reason: unknown) => void;
}

/**
 * The pieces of one file in one way of reading it, by their start. Kept when nobody waits: whoever
 * comes next goes on where the stream is.
 */
interface Feed {
  readonly stream: string;
  readonly pieces: Map<number, Piece>;
  running: boolean;
  /** The worker that has the file open. */
  owner: number | undefined;
  /** Where its last piece ended: to go on from there costs least. */
  position: number;
}

/** Pieces that exist at a time, for each worker: one that it reads, and one that is ready. */
const PIECES_PER_WORKER = 2;

export class PieceFeeds {
  readonly #pool: Pick<WorkerPool, 'ask' | 'size' | 'isAlive' | 'dropBlocks'>;
  readonly #feeds = new Map<string, Feed>();
  readonly #signals = new WeakSet<AbortSignal>();
  #made = 0;

  constructor(pool: Pick<WorkerPool, 'ask' | 'size' | 'isAlive' | 'dropBlocks'>) {
    this.#pool = pool;
  }

  /**
   * The block of a split that is a piece of a compressed file; undefined for other splits. Throws
   * `EngineFailure`: user `corrupt-file`, `cancelled`.
   */
  async hold(
    { split, description }: SplitInput,
    signal: AbortSignal,
  ): Promise<HeldPiece | undefined> {
    if (!('data' in split) || split.data.kind !== 'piece') return undefined;
    if (signal.aborted) throw cancelledError();
    const { file, start, end } = split.data;
    const stream = `${description.fingerprint} ${file.fingerprint} ${file.name}`;
    const feed = this.#feedOf(stream);
    const piece = feed.pieces.get(start) ?? {
      file,
      start,
      end,
      readers: 0,
      block: undefined,
      waiting: new Set(),
    };
    feed.pieces.set(start, piece);
    // The block of a worker that is gone is made again.
    if (piece.block !== undefined && !this.#pool.isAlive(piece.block.worker)) {
      piece.block = undefined;
    }
    piece.readers += 1;
    const release = (): void => this.#release(feed, piece);
    try {
      const block = piece.block ?? (await this.#wait(feed, piece, signal));
      return { block, release };
    } catch (thrown) {
      release();
      throw thrown;
    }
  }

  #feedOf(stream: string): Feed {
    const known = this.#feeds.get(stream);
    if (known !== undefined) return known;
    const feed: Feed = { stream, pieces: new Map(), running: false, owner: undefined, position: 0 };
    this.#feeds.set(stream, feed);
    return feed;
  }

  #wait(feed: Feed, piece: Piece, signal: AbortSignal): Promise<BlockInfo> {
    this.#listen(signal);
    return new Promise((ready, fail) => {
      piece.waiting.add({ signal, ready, fail });
      void this.#run(feed);
    });
  }

  /** One listener for each run, however many pieces it waits for. */
  #listen(signal: AbortSignal): void {
    if (this.#signals.has(signal)) return;
    this.#signals.add(signal);
    const abort = (): void => {
      for (const { pieces } of this.#feeds.values()) {
        for (const { waiting } of pieces.values()) {
          for (const waiter of waiting) {
            if (waiter.signal !== signal) continue;
            waiting.delete(waiter);
            waiter.fail(cancelledError());
          }
        }
      }
    };
    signal.addEventListener('abort', abort, { once: true });
  }

  #release(feed: Feed, piece: Piece): void {
    piece.readers -= 1;
    if (piece.readers > 0) return;
    if (feed.pieces.get(piece.start) === piece) feed.pieces.delete(piece.start);
    const { block } = piece;
    if (block !== undefined && this.#pool.isAlive(block.worker)) {
      void this.#pool.dropBlocks(new Map([[block.worker, [block.id]]])).catch(() => undefined);
    }
    void this.#run(feed);
  }

  /** Makes pieces until nobody waits, or enough of them exist. */
  async #run(feed: Feed): Promise<void> {
    if (feed.running) return;
    feed.running = true;
    try {
      for (let piece = this.#next(feed); piece !== undefined; piece = this.#next(feed)) {
        await this.#make(feed, piece);
      }
    } finally {
      feed.running = false;
    }
  }

  /** The piece to make: the next one behind the last, else the first. */
  #next(feed: Feed): Piece | undefined {
    const pieces = [...feed.pieces.values()].sort((a, b) => a.start - b.start);
    const made = pieces.filter(({ block }) => block !== undefined).length;
    if (made >= PIECES_PER_WORKER * this.#pool.size) return undefined;
    const wanted = pieces.filter(({ waiting }) => waiting.size > 0);
    return wanted.find(({ start }) => start >= feed.position) ?? wanted[0];
  }

  async #make(feed: Feed, piece: Piece): Promise<void> {
    const { file, start, end } = piece;
    // A name of its own: an older block of the piece may be on its way out.
    this.#made += 1;
    const block = blockId(`piece ${this.#made} of ${feed.stream} from ${start}`);
    try {
      const { value, worker } = await this.#pool.ask(feed.owner, (api) =>
        api.storePiece({ stream: feed.stream, file, start, end, block }),
      );
      feed.owner = worker;
      feed.position = end;
      if (piece.readers === 0) {
        void this.#pool.dropBlocks(new Map([[worker, [block]]])).catch(() => undefined);
        return;
      }
      piece.block = value;
      for (const { ready } of settle(piece)) ready(value);
    } catch (thrown) {
      for (const { fail } of settle(piece)) fail(thrown);
    }
  }
}

/** Those who waited for a piece; nobody does any more. */
function settle({ waiting }: Piece): readonly Waiter[] {
  const waiters = [...waiting];
  waiting.clear();
  return waiters;
}
