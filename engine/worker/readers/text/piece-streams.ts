/** Texts of compressed files that are being read from start to end, piece by piece. */
import { operationalError } from '../../../contract/errors.ts';
import type { FileRef } from '../../../contract/source.ts';
import type { ByteSource } from '../../../runtime/runtime.ts';
import { decompress } from './compression.ts';

/** Streams held open; the one used longest ago is closed for the next. Each holds a few megabytes. */
const MAX_OPEN = 4;

interface OpenText {
  readonly chunks: AsyncGenerator<Uint8Array>;
  /** What was decompressed and not yet given. */
  rest: Uint8Array;
  /** Of the first byte of `rest` in the text. */
  position: number;
}

export interface PieceStreams {
  /**
   * Bytes of the text in a buffer of their own. Going on from the end of the piece before, in the
   * same stream, costs no more than the piece; anything else begins at the start of the file.
   */
  readonly read: (stream: string, file: FileRef, start: number, end: number) => Promise<Uint8Array>;
}

export function createPieceStreams(source: ByteSource): PieceStreams {
  const streams = new Map<string, Promise<OpenText>>();

  const open = async (file: FileRef): Promise<OpenText> => ({
    chunks: decompress(file, source),
    rest: new Uint8Array(),
    position: 0,
  });

  const close = (stream: string): void => {
    const closing = streams.get(stream);
    streams.delete(stream);
    // A stream that failed is closed already.
    closing?.then(({ chunks }) => chunks.return(undefined)).catch(() => undefined);
  };

  return {
    read: async (stream, file, start, end) => {
      const before = streams.get(stream);
      const reading = (before ?? open(file)).then(async (found) => {
        let text = found;
        if (text.position > start) {
          await text.chunks.return(undefined);
          text = await open(file);
        }
        return { text, piece: await takePiece(text, file, start, end) };
      });
      streams.delete(stream);
      streams.set(
        stream,
        reading.then(({ text }) => text),
      );
      const oldest = streams.keys().next().value;
      if (streams.size > MAX_OPEN && oldest !== undefined) close(oldest);
      try {
        return (await reading).piece;
      } catch (thrown) {
        close(stream);
        throw thrown;
      }
    },
  };
}

async function takePiece(
  text: OpenText,
  file: FileRef,
  start: number,
  end: number,
): Promise<Uint8Array> {
  const piece = new Uint8Array(end - start);
  while (text.position < end) {
    if (text.rest.length === 0) {
      const { done, value } = await text.chunks.next();
      if (done === true) throw shorter(file);
      text.rest = value;
    }
    const used = text.rest.subarray(0, end - text.position);
    const skip = Math.max(0, start - text.position);
    if (skip < used.length) piece.set(used.subarray(skip), text.position + skip - start);
    text.rest = text.rest.subarray(used.length);
    text.position += used.length;
  }
  return piece;
}

const shorter = (file: FileRef): Error =>
  operationalError('file-changed', `${file.name} changed while the pipeline ran.`, {
    hint: 'Run again once nothing writes to the file.',
    location: { file: file.name },
    detail: 'its text is shorter than it was',
  });
