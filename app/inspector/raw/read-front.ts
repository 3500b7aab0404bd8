/** The first bytes of a file, of a compressed one those inside. */
import type { BlobLike } from '../../../engine/contract/source.ts';

const FRONT = 4096;
/** Of a compressed file: enough for as many bytes inside. */
const COMPRESSED_FRONT = 65_536;

export async function readFront(file: BlobLike): Promise<Uint8Array> {
  const front = new Uint8Array(await file.slice(0, COMPRESSED_FRONT).arrayBuffer());
  const isGzip = front[0] === 0x1f && front[1] === 0x8b;
  if (!isGzip) return front.slice(0, FRONT);
  const stream = new Blob([front]).stream().pipeThrough(new DecompressionStream('gzip'));
  const reader = stream.getReader();
  // What is cut off fails, after its first bytes.
  const { value } = await reader.read();
  await reader.cancel().catch(() => undefined);
  return (value ?? front).slice(0, FRONT);
}
