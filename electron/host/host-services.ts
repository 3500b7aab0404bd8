/** The services of a host, as those who mount it and the engine under it use them. */
import type { CredentialSource } from '../../engine/contract/credential.ts';
import type { EngineError } from '../../engine/contract/errors.ts';
import type { Runtime } from '../../engine/runtime/runtime.ts';
import type { FileEntry, FileToken } from './api/file-methods.ts';
import type { HostSettings, RunJob } from './api/machine-methods.ts';
import type { Audience } from './audience.ts';
import type { FilePart, MachinePart } from './host-part.ts';

export interface HostServices {
  readonly files: FilePart;
  readonly machine: MachinePart;
  readonly audience: Audience;
  readonly access: FileAccess;
  readonly credentials: DocumentCredentials;
  readonly jobs: JobRegistry;
  readonly settings: { readonly get: () => Promise<HostSettings> };
  readonly log: HostLog;
}

export interface FileAccess {
  /**
   * Folder that the relative paths of a document start from, and the engine's access to files from
   * there: whatever lies outside of what the host was given is refused with user `outside-workspace`.
   *
   * @param file the document; absent: paths start from the workspace
   */
  readonly forEngine: (file: FileToken | undefined) => Promise<EngineFiles>;
  /** Where a document is, for people: its job's `location`. */
  readonly locationOf: (file: FileToken) => Promise<string>;
  /** The real path of a document that may be read, for what outlives this host: tokens do not. */
  readonly realPathOf: (file: FileToken) => Promise<string>;
  /** The token of a document, or of a folder, that may be read. Throws user `outside-workspace`. */
  readonly tokenAt: (path: string) => Promise<FileToken>;
  /**
   * A document that a person opened from outside: by a double click, by dropping it on the app. It and
   * the folder that it lies in may be read and written from now on; not the folder where it is a home or
   * above one.
   */
  readonly grantDocument: (path: string) => Promise<FileEntry>;
}

export interface EngineFiles extends Pick<Runtime, 'findFiles' | 'prepareOutput'> {
  /** Absolute, links resolved. One engine per base folder is enough. */
  readonly base: string;
  /**
   * The real path of what a pipeline names by a path (no glob), which need not be there yet: for steps
   * that open files by themselves, as database files.
   */
  readonly resolvePath: (path: string, to: 'read' | 'write') => Promise<string>;
  /** Lets the engine read files that the host made itself, until the function that is given back is called. */
  readonly lend: (pattern: string) => () => void;
}

export interface DocumentCredentials {
  /**
   * Gives only what was granted to the file or to the id: throws user `credential-not-granted` else, and
   * `credential-missing` where there is none of that name.
   */
  readonly forDocument: (document: {
    readonly file?: FileToken | undefined;
    readonly documentId?: string | undefined;
  }) => CredentialSource;
}

export interface JobRegistry {
  /** Told to everybody as `jobs.changed`, kept over restarts. */
  readonly start: (what: {
    readonly name: string;
    readonly location?: string | undefined;
  }) => Promise<JobRecord>;
}

/** The first end counts. */
export interface JobRecord {
  readonly id: string;
  readonly finish: (files: RunJob['files']) => Promise<void>;
  /** `cancelled` when the error is of that kind, else `failed`. */
  readonly fail: (error: EngineError) => Promise<void>;
}

export interface HostLog {
  readonly info: (message: string, fields?: Readonly<Record<string, unknown>>) => void;
  readonly warn: (message: string, fields?: Readonly<Record<string, unknown>>) => void;
  readonly error: (message: string, fields?: Readonly<Record<string, unknown>>) => void;
  /** Never stands in the log from now on; call it for the token of the start, too. */
  readonly hide: (secret: string) => void;
  /** The text without what is hidden. */
  readonly mask: (text: string) => string;
}
