/**
 * Bytes that are read once to find out about a file and soon again for its rows. A browser reads files
 * through another process, at half a gigabyte a second of CPU: what was read stays here in between.
 */
import type { FileRef } from '../contract/source.ts';
import type { ByteSource } from '../runtime/runtime.ts';

export interface KeptBytes extends ByteSource {
  readonly readAndKeep: NonNullable<ByteSource['readAndKeep']>;
  /** Drops what there is no room for any more. */
  readonly shrink: () => void;
  readonly drop: () => void;
}

interface Piece {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly bytes: Uint8Array;
}

/** @param room bytes that may be kept in all, as things are now */
export function keepBytes(source: ByteSource, room: () => number): KeptBytes {
  let pieces: Piece[] = [];

  const kept = (): number => pieces.reduce((sum, { bytes }) => sum + bytes.length, 0);

  const readAndKeep = async (file: FileRef, start: number, end: number): Promise<Uint8Array> => {
    const name = keyOf(file);
    const same = pieces.find((piece) => isOf(piece, name, start) && piece.start === start);
    if (same?.end === end) return same.bytes;
    const bytes = await source.read(file, start, end);
    // Those of this file are read next, from its start on: the first ones are as good as the last ones.
    if (kept() + bytes.length > room()) pieces = pieces.filter((piece) => piece.file === name);
    if (kept() + bytes.length <= room()) pieces.push({ file: name, start, end, bytes });
    return bytes;
  };

  const readInto: ByteSource['readInto'] = async (file, start, end, target) => {
    const name = keyOf(file);
    for (let at = start; at < end;) {
      const from = at;
      const piece = pieces.find((each) => isOf(each, name, from));
      const to = Math.min(end, piece?.end ?? nextStart(name, from));
      const part = (): Uint8Array => target().subarray(from - start, to - start);
      if (piece === undefined) await source.readInto(file, from, to, part);
      else part().set(piece.bytes.subarray(from - piece.start, to - piece.start));
      at = to;
    }
    // Ranges are read one after the other: whoever reads the end of a piece is the last to need it.
    pieces = pieces.filter((piece) => piece.file !== name || piece.end <= start || piece.end > end);
  };

  const nextStart = (name: string, at: number): number =>
    pieces.reduce(
      (next, piece) =>
        piece.file === name && piece.start > at ? Math.min(next, piece.start) : next,
      Infinity,
    );

  return {
    ...source,
    readAndKeep,
    readInto,
    shrink: () => {
      while (pieces.length > 0 && kept() > room()) pieces.pop();
    },
    drop: () => {
      pieces = [];
    },
  };
}

const keyOf = ({ name, size, fingerprint }: FileRef): string => `${name} ${size} ${fingerprint}`;

const isOf = (piece: Piece, file: string, at: number): boolean =>
  piece.file === file && piece.start <= at && at < piece.end;
