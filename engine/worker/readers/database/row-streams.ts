/**
 * Rows of databases in pieces, as many bytes as a task can hold. A server sends no more than what is
 * taken: between two pieces the reading stands still.
 */
import { cancelledError, internalError, operationalError } from '../../../contract/errors.ts';
import type { DatabaseReader } from '../../../runtime/runtime.ts';
import { SPLIT_BYTES } from '../../../sources/split-size.ts';
import { decodeStream, joinParts, joinStreams } from '../../arrow/ipc.ts';
import type { StoreRowsRequest } from '../../protocol.ts';
import { needsComputer } from './describe-database-file.ts';

type Request = Omit<StoreRowsRequest, 'block'>;

export interface RowPiece {
  readonly stream: Uint8Array;
  readonly rows: number;
}

export interface RowStreams {
  /** Undefined behind the last rows. */
  readonly next: (request: Request) => Promise<RowPiece | undefined>;
  readonly end: (stream: string) => Promise<void>;
}

interface Open {
  readonly rows: AsyncIterator<Uint8Array>;
  reading: boolean;
  stopped: boolean;
  finished: boolean;
}

/** @param pieceBytes a piece ends with the batch that reaches it */
export function createRowStreams(
  databases: Pick<DatabaseReader, 'read'> | undefined,
  pieceBytes = SPLIT_BYTES,
): RowStreams {
  const streams = new Map<string, Open>();

  const begin = ({ stream, piece, description, split, columns }: Request): Open => {
    if (databases === undefined) throw needsComputer();
    if (split.kind !== 'database') throw internalError('only databases are read in pieces');
    if (piece > 0) {
      throw operationalError('worker-lost', 'The worker that read the database has ended.', {
        hint: 'The database is read again from its first row.',
      });
    }
    const checkStop = (): void => {
      if (opened.stopped) throw cancelledError();
    };
    const rows = databases.read(description, split, columns, checkStop);
    const opened: Open = {
      rows: rows[Symbol.asyncIterator](),
      reading: false,
      stopped: false,
      finished: false,
    };
    streams.set(stream, opened);
    return opened;
  };

  return {
    next: async (request) => {
      const open = streams.get(request.stream) ?? begin(request);
      if (open.finished) {
        streams.delete(request.stream);
        return undefined;
      }
      open.reading = true;
      const parts: Uint8Array[] = [];
      try {
        for (let bytes = 0; bytes < pieceBytes;) {
          const { value, done } = await open.rows.next();
          if (done === true) {
            open.finished = true;
            break;
          }
          parts.push(value);
          bytes += value.length;
        }
      } catch (thrown) {
        streams.delete(request.stream);
        throw thrown;
      } finally {
        open.reading = false;
      }
      if (parts.length === 0) {
        streams.delete(request.stream);
        return undefined;
      }
      const stream = joinParts(joinStreams(parts));
      return { stream, rows: decodeStream(stream).numRows };
    },
    end: async (stream) => {
      const open = streams.get(stream);
      if (open === undefined) return;
      open.stopped = true;
      if (open.reading) return;
      streams.delete(stream);
      await open.rows.return?.();
    },
  };
}
