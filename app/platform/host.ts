/** What the studio asks of the machine it runs on: files, clipboard, storage. */
import type { FileReference } from './file-reference.ts';

/** A pipeline file that was picked, and how to write to it again where the browser lets us. */
export interface OpenedFile {
  readonly name: string;
  readonly text: string;
  readonly handle?: FileReference;
  /** When the file was last written, in milliseconds since the epoch. */
  readonly modified?: number;
}

export interface SavedFile {
  readonly name: string;
  /** Absent where files are downloaded: then every save is a new file. */
  readonly handle?: FileReference;
  readonly modified?: number;
}

export interface Host {
  /** Asks for a pipeline file; undefined when the dialog was closed. */
  readonly pickPipeline: () => Promise<OpenedFile | undefined>;
  /**
   * Writes a pipeline file: to the given one, else where the user says; undefined when the dialog was
   * closed. Throws when the file cannot be written, e.g. because permission is refused; an error named
   * `FileChanged` when something else has written to it and it is not to be overwritten.
   */
  readonly savePipeline: (
    text: string,
    name: string,
    handle?: FileReference,
    overwrite?: boolean,
  ) => Promise<SavedFile | undefined>;
  /** Whether something else has written to a file since; false when that cannot be told. */
  readonly hasChanged: (handle: FileReference, modified: number | undefined) => Promise<boolean>;
  /** Hands a file over: a download. */
  readonly download: (content: Blob, name: string) => void;
  readonly copyText: (text: string) => Promise<boolean>;
  /** Asks the browser not to clear what is stored when space is short. */
  readonly persist: () => Promise<boolean>;
  /** Bytes, where the browser tells. */
  readonly estimate: () => Promise<{ readonly usage: number; readonly quota: number } | undefined>;
}

export const PIPELINE_EXTENSION = '.sluice.json';

/** A name that every system takes: `Late flights` → `late-flights`. */
export function fileStem(name: string): string {
  const cleaned = name
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 80);
  return cleaned === '' ? 'pipeline' : cleaned;
}

export const pipelineFileName = (name: string): string => `${fileStem(name)}${PIPELINE_EXTENSION}`;
