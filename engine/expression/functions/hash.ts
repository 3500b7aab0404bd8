/** Hashes and identifiers. */
import type { FunctionEntry } from './entry.ts';
import { family } from './entry.ts';

const hash = family('hash', 'scalar');

export const HASH: readonly FunctionEntry[] = [
  hash(
    'hash',
    '(values… ANY) → UBIGINT',
    'A 64-bit hash; it may differ between versions of DuckDB.',
    ['hash(42) = hash(42::BIGINT)', 'true'],
  ),
  hash('md5', '(text VARCHAR) → VARCHAR', 'MD5 in hexadecimal.', [
    "md5('hello')",
    '5d41402abc4b2a76b9719d911017c592',
  ]),
  hash('sha1', '(text VARCHAR) → VARCHAR', 'SHA-1 in hexadecimal.', [
    "sha1('hello')",
    'aaf4c61ddcc5e8a2dabede0f3b482cd9aea9434d',
  ]),
  hash('sha256', '(text VARCHAR) → VARCHAR', 'SHA-256 in hexadecimal.', [
    "sha256('hello')",
    '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824',
  ]),
  hash('uuid', '() → UUID', 'A random identifier.', ['uuid() IS NOT NULL', 'true'], {
    aliases: ['gen_random_uuid', 'uuidv4'],
    deterministic: false,
  }),
];
