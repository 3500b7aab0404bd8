/**
 * Pipelines as they are kept on this machine: the text of each as last edited, versions to return to,
 * and where its data files are. In IndexedDB; in memory where the browser denies storage.
 */

import type { FileReference } from './file-reference.ts';

export interface StoredDocument {
  readonly id: string;
  readonly name: string;
  /** Canonical text of the pipeline file. */
  readonly text: string;
  readonly steps: number;
  /** Milliseconds since the epoch. */
  readonly modified: number;
  /** The file it was opened from or saved to. */
  readonly file?: StoredFileReference;
  /** The text is that of a file to be looked at alone, byte for byte. */
  readonly isInspected?: boolean;
}

export interface StoredFileReference {
  readonly name: string;
  readonly handle?: FileReference;
  /** When it was last written, as far as is known here. */
  readonly modified?: number;
  /** Whether the file has this text; otherwise there is something to save. */
  readonly matches: boolean;
}

export type DocumentSummary = Omit<StoredDocument, 'text'>;

/** Why a version was kept. */
export type VersionReason = 'opened' | 'edited' | 'saved' | 'before';

export interface StoredVersion {
  readonly id: number;
  readonly document: string;
  readonly text: string;
  readonly steps: number;
  readonly time: number;
  readonly reason: VersionReason;
}

export type NewVersion = Omit<StoredVersion, 'id'>;

/** A data file of a pipeline: a file that may be read again, or a copy of it. */
export interface StoredDataFile {
  readonly document: string;
  readonly path: string;
  readonly size: number;
  readonly modified: number;
  readonly handle?: FileSystemFileHandle;
  /** Key of the copy. */
  readonly copy?: string;
}

export interface DocumentLibrary {
  /** Whether what is stored outlives the tab. */
  readonly isKept: boolean;
  readonly get: (id: string) => Promise<StoredDocument | undefined>;
  /** Throws a `QuotaExceededError` when there is no room. */
  readonly put: (document: StoredDocument) => Promise<void>;
  /** With its versions and the record of its data files. */
  readonly remove: (id: string) => Promise<void>;
  /** Last edited first. */
  readonly recent: () => Promise<readonly DocumentSummary[]>;
  /** Oldest first. */
  readonly versions: (document: string) => Promise<readonly StoredVersion[]>;
  readonly addVersion: (version: NewVersion) => Promise<void>;
  readonly removeVersions: (ids: readonly number[]) => Promise<void>;
  readonly dataFiles: (document: string) => Promise<readonly StoredDataFile[]>;
  /** All or none; one with the path of an earlier one takes its place. */
  readonly putDataFiles: (files: readonly StoredDataFile[]) => Promise<void>;
  readonly removeDataFile: (document: string, path: string) => Promise<void>;
}

export function summaryOf(document: StoredDocument): DocumentSummary {
  const { text: _text, ...summary } = document;
  return summary;
}

export const lastEditedFirst = (a: DocumentSummary, b: DocumentSummary): number =>
  b.modified - a.modified;
