/**
 * What goes over a WebSocket between studio and host: MessagePack, because rows are bytes. Maps travel
 * as an extension, and a document's undefined values are left out.
 */
import { decode, encode, ExtensionCodec } from '@msgpack/msgpack';
import { z } from 'zod';
import { checkFrame } from './check-frame.ts';

/** Largest frame of a studio; a document and its question are far below. */
export const LARGEST_REQUEST = 72 * 2 ** 20;

export const request = z.strictObject({
  type: z.literal('call'),
  id: z.int().min(0),
  method: z.string().max(64),
  params: z.unknown(),
});
export type Request = z.infer<typeof request>;

export const reply = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('result'), id: z.int(), result: z.unknown() }),
  z.strictObject({ type: z.literal('progress'), id: z.int(), progress: z.unknown() }),
  z.strictObject({ type: z.literal('event'), event: z.unknown() }),
]);
export type Reply = z.infer<typeof reply>;

const MAP = 1;

const codec = new ExtensionCodec();
codec.register({
  type: MAP,
  encode: (value) => (value instanceof Map ? encodeFrame([...value]) : null),
  decode: (bytes) => new Map(decodeFrame(bytes) as [unknown, unknown][]),
});

export const encodeFrame = (value: unknown): Uint8Array<ArrayBuffer> =>
  encode(value, { extensionCodec: codec, ignoreUndefined: true });

/** Throws on what is not one whole value of MessagePack. */
export function decodeFrame(frame: ArrayBufferView | ArrayBuffer): unknown {
  const bytes =
    frame instanceof ArrayBuffer
      ? new Uint8Array(frame)
      : new Uint8Array(frame.buffer, frame.byteOffset, frame.byteLength);
  checkFrame(bytes);
  return decode(bytes, { extensionCodec: codec });
}
