/** What is known of the open document as something that is kept: where, since when, by whom. */
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { Diagnostic } from '../../../engine/contract/diagnostic.ts';
import type { PipelineDocument } from '../../../engine/document/schema.ts';
import type { StoredDataFile, StoredFileReference } from '../../platform/document-library.ts';
import type { SaveState } from './autosave.ts';
import type { Inspection } from './inspect-text.ts';

/** A pipeline from a link, which waits for a yes. */
export type LinkOffer =
  | { readonly kind: 'pipeline'; readonly document: PipelineDocument }
  | { readonly kind: 'rubbish'; readonly diagnostics: readonly Diagnostic[] };

export interface WorkspaceState {
  readonly status: 'starting' | 'open';
  /** Of the open document, in the library. */
  readonly id: string;
  /** Whether the open document is in the library at all; an empty one that nobody touched is not. */
  readonly isStored: boolean;
  readonly saving: SaveState;
  /** `denied`: only in memory. `full`: there was no room for the last change. */
  readonly storage: 'kept' | 'denied' | 'full' | 'failed';
  /** Nearly all of what the browser lets this page store is used. */
  readonly isSpaceScarce: boolean;
  readonly file?: StoredFileReference | undefined;
  /** Another tab edits it. */
  readonly isElsewhere: boolean;
  /** The open document is a file to be looked at alone. */
  readonly inspection?: Inspection | undefined;
  readonly offer?: LinkOffer | undefined;
  /** Data files that the browser wants to be asked for again. */
  readonly lockedFiles: readonly StoredDataFile[];
  /** Paths of data files that will have to be given again after a reload. */
  readonly unkeptFiles: readonly string[];
  /** Grows when the library changes. */
  readonly revision: number;
}

export type WorkspaceStore = StoreApi<WorkspaceState>;

export const createWorkspaceStore = (id: string): WorkspaceStore =>
  createStore<WorkspaceState>(() => ({
    status: 'starting',
    id,
    isStored: false,
    saving: 'clean',
    storage: 'kept',
    isSpaceScarce: false,
    isElsewhere: false,
    lockedFiles: [],
    unkeptFiles: [],
    revision: 0,
  }));
