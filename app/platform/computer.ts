/** The computer behind the studio, where there is a host: `sluice serve` or the desktop app. */
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { Credential } from '../../engine/contract/credential.ts';
import type { Result } from '../../engine/contract/errors.ts';
import type {
  ClusterSummary,
  ClusterTested,
  PushCheck,
} from '../../electron/host/api/cluster-methods.ts';
import type { FileEntry } from '../../electron/host/api/file-methods.ts';
import type { HostClient, HostInfo } from '../../electron/host/api/host-api.ts';
import type { CredentialSummary, Push, RunJob } from '../../electron/host/api/machine-methods.ts';
import type { HostFileReference } from './file-reference.ts';
import type { HostFile } from './host-file.ts';
import type { Outside } from './outside.ts';

export type {
  ClusterSummary,
  ClusterTested,
  Credential,
  CredentialSummary,
  FileEntry,
  HostClient,
  HostInfo,
  Push,
  PushCheck,
  RunJob,
};

/** What a dialog shows first. */
export type FileKinds = 'pipeline' | 'data' | 'any';

/** A file that is to be chosen in the studio's own dialog. */
export type FileRequest = { readonly id: number; readonly kinds: FileKinds } & (
  | { readonly kind: 'open'; readonly multiple: boolean }
  /** `writes`: it is written at once, so that replacing one is asked about. */
  | { readonly kind: 'save'; readonly name: string; readonly writes: boolean }
);

export type PickedTarget = {
  readonly name: string;
  /** The person said so, or the system's dialog asked. */
  readonly replace: boolean;
} & (
  | { readonly kind: 'file'; readonly token: string }
  | { readonly kind: 'name'; readonly folder: string }
);

export interface ComputerState {
  /** Why there is no host any more. */
  readonly stopped?: string | undefined;
  readonly request?: FileRequest | undefined;
  /** The dialog of connections; `choose` gets the name of the one that is made or taken. */
  readonly connections?:
    | {
        readonly isNew: boolean;
        readonly choose?: (name: string) => void;
      }
    | undefined;
  /** As far as they were asked for: the dialog of clusters and the menu of places show them. */
  readonly clusters?: readonly ClusterSummary[] | undefined;
  /** The dialog of clusters; `isNew`: it opens with the form of a new one. */
  readonly managing?: { readonly isNew: boolean } | undefined;
  /** Pushes of this computer, last started first; absent: they were not asked for yet. */
  readonly pushes?: readonly Push[] | undefined;
  /** The push that the runs show; an object of its own for each time it is asked for. */
  readonly shownPush?: { readonly id: string } | undefined;
  /** A credential that the open document names and may not use yet. */
  readonly grant?: { readonly name: string; readonly document: string } | undefined;
}

export interface FoundFile {
  /** As the pipeline names it. */
  readonly path: string;
  readonly file: HostFile;
}

export interface Computer {
  readonly client: HostClient;
  readonly info: HostInfo;
  readonly store: StoreApi<ComputerState>;
  readonly outside: Outside;
  readonly pickFiles: (kinds: FileKinds, multiple: boolean) => Promise<readonly FileEntry[]>;
  /** Undefined when the dialog was closed. */
  readonly pickTarget: (
    kinds: FileKinds,
    name: string,
    writes: boolean,
  ) => Promise<PickedTarget | undefined>;
  /** Ends the dialog that is open with what was chosen in it; nothing: it was closed. */
  readonly answerRequest: (answer?: {
    readonly files?: readonly FileEntry[];
    readonly target?: PickedTarget;
  }) => void;
  /** As it is now; undefined when it is gone, or the host is not the one that has it. */
  readonly entryOf: (reference: HostFileReference) => Promise<FileEntry | undefined>;
  /** Files that a pipeline names. */
  readonly find: (
    pattern: string,
    document: HostFileReference | undefined,
  ) => Promise<Result<readonly FoundFile[]>>;
  /** How a pipeline names a file, or a file to be in a folder. */
  readonly pathOf: (
    document: HostFileReference | undefined,
    picked: FileEntry | PickedTarget,
  ) => Promise<Result<string>>;
  /** Shows a file that a pipeline names in its folder; undefined, or its path where nothing shows it. */
  readonly reveal: (
    document: HostFileReference | undefined,
    path: string,
  ) => Promise<Result<string | undefined>>;
  readonly dataFile: (entry: FileEntry) => HostFile;
  /** A file was written here, or by something else; `entry` is null when it is gone. */
  readonly onChanged: (
    listener: (reference: HostFileReference, entry: FileEntry | null) => void,
  ) => () => void;
  /** A run on the computer began or ended, whoever began it: `jobs.list` has it. */
  readonly onJob: (listener: () => void) => () => void;
  /** Tells of changes of a file until it is called again. */
  readonly watch: (reference: HostFileReference) => () => void;
  /** Reads a pipeline file that the host told of. */
  readonly openEntry: (entry: FileEntry) => Promise<{
    readonly name: string;
    readonly text: string;
    readonly handle: HostFileReference;
    readonly modified: number;
  }>;
}

export const createComputerStore = (): StoreApi<ComputerState> =>
  createStore<ComputerState>(() => ({}));

/** An answer of the host as a value; what it refuses is thrown with its words. */
export async function valueOf<T>(answer: Promise<Result<T>>): Promise<T> {
  const result = await answer;
  if (result.ok) return result.value;
  const { message, hint } = result.error;
  throw new Error(hint === undefined ? message : `${message} ${hint}`);
}
