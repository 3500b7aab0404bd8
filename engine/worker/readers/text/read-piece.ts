import { internalError } from '../../../contract/errors.ts';
import type { SplitInput, SplitServices } from '../../task-parts.ts';

/** Bytes of a split that is a piece of a compressed file's text. */
export function readPiece(
  { piece }: SplitInput,
  { readBlock }: Pick<SplitServices, 'readBlock'>,
): Promise<Uint8Array> {
  if (piece === undefined) throw internalError('a split came without its piece of the text');
  return readBlock(piece);
}
