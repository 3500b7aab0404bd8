/** A fingerprint of a source: its files and the way of reading them. */
import type { DescribeRequest } from '../protocol.ts';

/** Raised when a reader begins to give other rows or types for the same file. */
const READER_VERSION = 1;

/** 64 bits as hex: two rounds of FNV-1a with different offsets. Not for adversaries. */
export function fingerprintOf(request: DescribeRequest): string {
  const text = JSON.stringify([
    READER_VERSION,
    request.spec,
    request.files.map(({ file, partitionValues }) => [
      file.name,
      file.size,
      file.fingerprint,
      partitionValues,
    ]),
  ]);
  return hash(text, 0x811c9dc5) + hash(text, 0x9747b28c);
}

function hash(text: string, offset: number): string {
  let value = offset;
  for (let i = 0; i < text.length; i++) {
    value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  }
  return (value >>> 0).toString(16).padStart(8, '0');
}
