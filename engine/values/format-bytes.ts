/** Binary types as DuckDB prints them. */

/** Printable ASCII as it is, the rest (quotes and backslash too) as `\xHH`. */
export const formatBlob = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) =>
    byte >= 0x20 && byte <= 0x7e && byte !== 0x22 && byte !== 0x27 && byte !== 0x5c
      ? String.fromCharCode(byte)
      : `\\x${byte.toString(16).toUpperCase().padStart(2, '0')}`,
  ).join('');

/** The first byte counts the padding bits at the front of the second. */
export const formatBits = (bytes: Uint8Array): string =>
  Array.from(bytes.subarray(1), (byte) => byte.toString(2).padStart(8, '0'))
    .join('')
    .slice(bytes[0]);

/** 16 bytes, big-endian. */
export const formatUuid = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0'))
    .join('')
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
