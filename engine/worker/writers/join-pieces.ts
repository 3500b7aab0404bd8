/** Encoded pieces of text in order. */
import { compressPiece } from './compress-piece.ts';
import type { WriteFileRequest } from '../protocol.ts';
import type { ReadBlock } from '../task-parts.ts';

/** CSV and NDJSON: one after the other. */
export async function* joinLines(
  { blocks }: WriteFileRequest,
  readBlock: ReadBlock,
): AsyncGenerator<Uint8Array> {
  for (const block of blocks) if (block.bytes > 0) yield await readBlock(block);
}

const encoder = new TextEncoder();

/** JSON: elements of one array. A piece is empty when it has no rows. */
export async function* joinElements(
  { blocks, target }: WriteFileRequest,
  readBlock: ReadBlock,
): AsyncGenerator<Uint8Array> {
  const text = (characters: string): Promise<Uint8Array> =>
    compressPiece(encoder.encode(characters), target);
  const pieces = blocks.filter((block) => block.rows > 0);
  if (pieces.length === 0) {
    yield await text('[]\n');
    return;
  }
  for (const [i, block] of pieces.entries()) {
    yield await text(i === 0 ? '[\n' : ',\n');
    yield await readBlock(block);
  }
  yield await text('\n]\n');
}
