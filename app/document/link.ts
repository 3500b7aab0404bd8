/** A pipeline in a link: its text without layout of the text, compressed, base64url. No data goes along. */
import type { Diagnostic } from '../../engine/contract/diagnostic.ts';
import { parseDocument } from '../../engine/document/parse.ts';
import type { PipelineDocument } from '../../engine/document/schema.ts';

/** The fragment of a link begins with it. */
export const LINK_PREFIX = '#p=';

/** Characters beyond which chats, mails and some servers cut links. */
export const LONG_LINK = 8000;

/** Characters of text: a link is small, so one that unfolds to more is no pipeline. */
const LARGEST = 16 * 2 ** 20;

export type ReadLink =
  | { readonly ok: true; readonly document: PipelineDocument }
  /** `unreadable`: cut off or no link of ours. `invalid`: a text that is no pipeline. */
  | { readonly ok: false; readonly problem: 'unreadable' }
  | {
      readonly ok: false;
      readonly problem: 'invalid';
      readonly diagnostics: readonly Diagnostic[];
    };

/** @returns the fragment of a link, from its `#` on */
export async function writeLink(document: PipelineDocument): Promise<string> {
  const text = new Blob([JSON.stringify(document)]);
  const packed = await collect(text.stream().pipeThrough(new CompressionStream('deflate-raw')));
  return LINK_PREFIX + toBase64Url(packed);
}

/** @param fragment from its `#` on */
export async function readLink(fragment: string): Promise<ReadLink> {
  let text: string;
  try {
    const packed = fromBase64Url(fragment.slice(LINK_PREFIX.length));
    const unpacked = new Blob([packed])
      .stream()
      .pipeThrough(new DecompressionStream('deflate-raw'));
    text = new TextDecoder('utf-8', { fatal: true }).decode(await collect(unpacked, LARGEST));
  } catch {
    return { ok: false, problem: 'unreadable' };
  }
  const parsed = parseDocument(text);
  return parsed.ok
    ? { ok: true, document: parsed.document }
    : { ok: false, problem: 'invalid', diagnostics: parsed.diagnostics };
}

async function collect(
  stream: ReadableStream<Uint8Array>,
  largest = Number.POSITIVE_INFINITY,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > largest) {
      await reader.cancel();
      throw new RangeError('too large');
    }
    chunks.push(value);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

function toBase64Url(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

const fromBase64Url = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (character) =>
    character.charCodeAt(0),
  );
