/**
 * Whether bytes are one whole MessagePack value, before anything is made of them: a decoder believes a
 * head that promises a billion elements and takes the memory for them.
 */

/** Bytes that follow a head of `0xc4` to `0xd3`, or the bytes of their length; see the format's table. */
const LENGTHS: Readonly<Record<number, number>> = {
  0xc4: 1,
  0xc5: 2,
  0xc6: 4,
  0xc7: 1,
  0xc8: 2,
  0xc9: 4,
  0xd9: 1,
  0xda: 2,
  0xdb: 4,
  0xdc: 2,
  0xdd: 4,
  0xde: 2,
  0xdf: 4,
};
const FIXED: Readonly<Record<number, number>> = {
  0xc0: 0,
  0xc2: 0,
  0xc3: 0,
  0xca: 4,
  0xcb: 8,
  0xcc: 1,
  0xcd: 2,
  0xce: 4,
  0xcf: 8,
  0xd0: 1,
  0xd1: 2,
  0xd2: 4,
  0xd3: 8,
  // Extensions, with a byte for their type.
  0xd4: 2,
  0xd5: 3,
  0xd6: 5,
  0xd7: 9,
  0xd8: 17,
};

/**
 * Walks over the heads only. What is promised and has not come yet is at least one byte each, so that
 * no more can be promised than there are bytes.
 *
 * @throws RangeError
 */
export function checkFrame(bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  let promised = 1;
  while (promised > 0) {
    const { size, elements } = readHead(view, at);
    at += size;
    promised += elements - 1;
    if (promised > bytes.byteLength - at) throw new RangeError('The frame promises too much.');
  }
  if (at !== bytes.byteLength) throw new RangeError('The frame does not end where its value does.');
}

interface Head {
  /** With the content of what is no container. */
  readonly size: number;
  /** Values that come after it. */
  readonly elements: number;
}

/** Throws RangeError beyond the end. */
function readHead(view: DataView, at: number): Head {
  const head = view.getUint8(at);
  if (head <= 0x7f || head >= 0xe0) return { size: 1, elements: 0 };
  if (head <= 0x8f) return { size: 1, elements: 2 * (head & 0x0f) };
  if (head <= 0x9f) return { size: 1, elements: head & 0x0f };
  if (head <= 0xbf) return { size: 1 + (head & 0x1f), elements: 0 };
  const fixed = FIXED[head];
  if (fixed !== undefined) return { size: 1 + fixed, elements: 0 };
  const lengthBytes = LENGTHS[head];
  if (lengthBytes === undefined) throw new RangeError('The frame is not MessagePack.');
  const length = readLength(view, at + 1, lengthBytes);
  const size = 1 + lengthBytes;
  if (head >= 0xde) return { size, elements: 2 * length };
  if (head >= 0xdc) return { size, elements: length };
  const type = head >= 0xc7 && head <= 0xc9 ? 1 : 0;
  return { size: size + type + length, elements: 0 };
}

function readLength(view: DataView, at: number, bytes: number): number {
  if (bytes === 1) return view.getUint8(at);
  return bytes === 2 ? view.getUint16(at) : view.getUint32(at);
}
