/** The first bytes of a file, of a compressed one those inside. */

const FRONT = 4096;

export async function readFront(file: Blob): Promise<Uint8Array> {
  const front = new Uint8Array(await file.slice(0, FRONT).arrayBuffer());
  const isGzip = front[0] === 0x1f && front[1] === 0x8b;
  if (!isGzip) return front;
  const stream = file.stream().pipeThrough(new DecompressionStream('gzip'));
  const reader = stream.getReader();
  const { value } = await reader.read();
  await reader.cancel();
  return (value ?? front).slice(0, FRONT);
}
