/** Encoded pieces one after the other. */
import type { WriteFileRequest } from '../protocol.ts';
import type { ReadBlock } from '../task-parts.ts';

export async function* joinPieces(
  { blocks }: WriteFileRequest,
  readBlock: ReadBlock,
): AsyncGenerator<Uint8Array> {
  for (const block of blocks) if (block.bytes > 0) yield await readBlock(block);
}
