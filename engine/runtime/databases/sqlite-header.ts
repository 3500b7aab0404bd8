/**
 * Whether a file of SQLite can be read as it stands, by its header and the files beside it. The library
 * has locks of its own, and neither sees those of other programs nor takes back what they left half done.
 * https://www.sqlite.org/fileformat2.html
 */
import { open, stat } from 'node:fs/promises';
import type { DatabaseFile, Reason } from './database-file-errors.ts';
import { FOLDER, unreadableFile } from './database-file-errors.ts';

export const NO_SQLITE: Reason = {
  why: 'it is no database of SQLite, or it is encrypted',
  hint: 'Correct the path, choose the other kind, or save it without a key.',
};

export const DAMAGED: Reason = {
  why: 'it is damaged',
  hint: 'Fetch it again, or let `sqlite3 FILE .recover` save what can be saved.',
};

export const IN_USE: Reason = {
  why: 'another program is writing it, or ended in the middle of that',
  hint: 'Close it there, or open it once with `sqlite3 FILE .tables`, which takes back what was half done.',
};

const WRITE_AHEAD: Reason = {
  why: 'it keeps a write-ahead log (WAL)',
  hint: "Close the programs that have it open, then run: sqlite3 FILE 'PRAGMA journal_mode = DELETE'",
};

const NEWER: Reason = {
  why: 'a newer version of SQLite wrote it, whose format is not known here',
  hint: 'Save it with `sqlite3 FILE .dump` there, and load that into a new file.',
};

const EMPTY: Reason = {
  why: 'it is empty',
  hint: 'Check the path, and that you may read the file.',
};

const HEADER_BYTES = 100;
const MAGIC = 'SQLite format 3\0';
/** Byte of the version that a reader must know: 1, or 2 with a write-ahead log. */
const READ_VERSION = 19;
/** The beginning of a journal that counts; one that is done with is empty, zeroed or gone. */
const JOURNAL = 'd9d505f920a163d7';

/** Throws user `database-file-unreadable`. */
export async function lookAtSqlite(file: DatabaseFile): Promise<{ readonly mtimeMs: number }> {
  const { path } = file;
  const found = await stat(path);
  if (found.isDirectory()) throw unreadableFile(file, FOLDER);
  const header = await startOf(path, HEADER_BYTES);
  if (header === undefined || header.length === 0) throw unreadableFile(file, EMPTY);
  if (header.subarray(0, MAGIC.length).toString('latin1') === MAGIC) {
    const version = header[READ_VERSION] ?? 0;
    if (version > 2) throw unreadableFile(file, NEWER);
    if (version === 2) throw unreadableFile(file, WRITE_AHEAD);
  }
  const journal = await startOf(`${path}-journal`, JOURNAL.length / 2);
  if (journal?.toString('hex') === JOURNAL) throw unreadableFile(file, IN_USE);
  return found;
}

async function startOf(path: string, bytes: number): Promise<Buffer | undefined> {
  try {
    const file = await open(path, 'r');
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch {
    return undefined;
  }
}
