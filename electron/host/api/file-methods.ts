/**
 * Files of the host. The studio holds tokens, never paths: a token is given out for what a person
 * picked, for what lies in the workspace, and for what lies beside a document that is open.
 */
import { z } from 'zod';
import { method } from './method.ts';

/** Good as long as the host lives; means nothing to another host or after a restart. */
export const fileToken = z.string().regex(/^[A-Za-z0-9_-]{22,64}$/);
export type FileToken = z.infer<typeof fileToken>;

/**
 * The studio's own id of a document in its library: what a document without a file is known by. It comes
 * from the studio and never out of the document.
 */
export const documentId = z.string().min(1).max(128);

export const fileEntry = z.strictObject({
  token: fileToken,
  kind: z.enum(['file', 'folder']),
  /** Last part of its path. */
  name: z.string(),
  /** Where it is, for people to read: below the workspace, else as the system writes it. */
  location: z.string(),
  /** Bytes; of a folder 0. */
  size: z.number(),
  /** Milliseconds since the epoch. */
  modified: z.number(),
  /** Changes when the content does. */
  fingerprint: z.string(),
  /** False where the host would refuse to write it: outside of the workspace, or read-only. */
  writable: z.boolean(),
});
export type FileEntry = z.infer<typeof fileEntry>;

/** A path or glob as a pipeline writes it, and the folder of the document, from which it starts. */
const pattern = z.strictObject({
  /** A document, whose folder counts, or a folder; absent: the workspace. */
  base: fileToken.optional(),
  pattern: z.string().min(1).max(4096),
});

/** What a dialog shows first. */
const kinds = z.enum(['pipeline', 'data', 'any']);

const LARGEST_TEXT = 64 * 2 ** 20;
const LARGEST_RANGE = 64 * 2 ** 20;

export const FILE_METHODS = {
  /** The system's dialog; only where `features.dialogs`. Empty when it was closed. */
  'files.pickOpen': method(z.strictObject({ kinds, multiple: z.boolean() }), z.array(fileEntry)),
  /** Null when it was closed. The file need not be there yet: then size is 0. */
  'files.pickSave': method(
    z.strictObject({ kinds, name: z.string().max(255) }),
    fileEntry.nullable(),
  ),
  /** Folders first, by name. Hidden ones are left out. Absent: the workspace. */
  'files.list': method(
    z.strictObject({ folder: fileToken.optional() }),
    z.strictObject({
      folder: fileEntry,
      /** Outermost first, from the workspace on, without the folder itself. */
      parents: z.array(fileEntry),
      entries: z.array(fileEntry),
      /** There are more than are given. */
      truncated: z.boolean(),
    }),
  ),
  /** Files that a pipeline names, sorted by name as the engine sorts them. */
  'files.find': method(pattern, z.array(fileEntry.extend({ path: z.string() }))),
  'files.stat': method(z.strictObject({ file: fileToken }), fileEntry),
  /** How a pipeline would name a file: relative to its document where it can. */
  'files.pathFrom': method(
    z.strictObject({ base: fileToken.optional(), file: fileToken }),
    z.strictObject({ path: z.string() }),
  ),
  /**
   * Shows a file that a pipeline names where it lies, in the system's own file manager. Without one, gives
   * its whole path: for people, who take it elsewhere.
   */
  'files.reveal': method(
    z.strictObject({ base: fileToken.optional(), path: z.string().min(1).max(4096) }),
    z.union([
      z.strictObject({ shown: z.literal(true) }),
      z.strictObject({ shown: z.literal(false), path: z.string() }),
    ]),
  ),
  'files.readText': method(
    z.strictObject({ file: fileToken }),
    z.strictObject({ entry: fileEntry, text: z.string() }),
  ),
  /**
   * Whole or not at all. With `fingerprint`, operational `file-changed` when the file is no longer the
   * one that was read.
   */
  'files.writeText': method(
    z.strictObject({
      target: z.union([
        z.strictObject({ file: fileToken }),
        z.strictObject({ folder: fileToken.optional(), name: z.string().min(1).max(255) }),
      ]),
      text: z.string().max(LARGEST_TEXT),
      fingerprint: z.string().optional(),
      /** Without it, a name that is taken is user `output-exists`. */
      replace: z.boolean(),
    }),
    fileEntry,
  ),
  'files.createFolder': method(
    z.strictObject({ folder: fileToken.optional(), name: z.string().min(1).max(255) }),
    fileEntry,
  ),
  /** Bytes `start` to `end`, exclusive. Operational `file-changed` when it is another file by now. */
  'files.read': method(
    z
      .strictObject({
        file: fileToken,
        fingerprint: z.string(),
        start: z.int().min(0),
        end: z.int().min(0),
      })
      .refine(({ start, end }) => start <= end && end - start <= LARGEST_RANGE, {
        error: 'The range is no range, or too large.',
      }),
    z.instanceof(Uint8Array),
  ),
  /** `files.changed` is told from now on; watching twice is watching once. */
  'files.watch': method(z.strictObject({ file: fileToken }), z.null()),
  'files.unwatch': method(z.strictObject({ file: fileToken }), z.null()),
} as const;
