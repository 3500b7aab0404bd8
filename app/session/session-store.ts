/** What the studio knows and shows beside the document. Gone with the tab. */
import { createStore } from 'zustand/vanilla';
import type { StoreApi } from 'zustand/vanilla';
import type { Diagnostic } from '../../engine/contract/diagnostic.ts';
import type { EngineError } from '../../engine/contract/errors.ts';
import type { Schema } from '../../engine/contract/schema.ts';
import type { FoundFile } from '../platform/computer.ts';
import type { Place, StartPhase } from './engine-client.ts';
import type { RowSource } from './row-source.ts';
import type { RowView } from './row-view.ts';

export type EngineState =
  | { readonly status: 'starting'; readonly phase?: StartPhase }
  | { readonly status: 'ready'; readonly workers: number }
  | { readonly status: 'failed'; readonly error: EngineError };

/** A data file that the user gave. `path` is relative to what was picked, `/` between its parts. */
export interface GivenFile {
  readonly path: string;
  readonly file: File;
  /** Reads it again in another session, where the browser gave one with the file. */
  readonly handle?: FileSystemFileHandle;
}

/** A path or glob that a step reads, and the given files it stands for. */
export interface SourceState {
  readonly node: string;
  readonly pattern: string;
  /** Paths as they were given. */
  readonly files: readonly string[];
  /** Why there are none. */
  readonly problem?: string;
}

/** What the host has for a path or glob of the pipeline. */
export type HostAnswer =
  | { readonly ok: true; readonly files: readonly FoundFile[] }
  | { readonly ok: false; readonly problem: string };

/** What the last check found; kept while the next one is under way. */
export interface CheckState {
  readonly status: 'waiting' | 'checking' | 'done';
  readonly diagnostics: readonly Diagnostic[];
  /** By `node.port`. */
  readonly schemas: ReadonlyMap<string, Schema>;
  /** The check itself failed. */
  readonly error?: EngineError;
}

/** What will not run on the chosen cluster, as it was last asked; kept while it is asked again. */
export interface ClusterCheck {
  /** Of the connection. */
  readonly cluster: string;
  readonly status: 'checking' | 'done';
  /** All of what it says, also what holds everywhere; where it could not be asked, why. */
  readonly diagnostics: readonly Diagnostic[];
}

/** A finding that holds in one place only. */
export interface PlacedDiagnostic extends Diagnostic {
  /** Name of the cluster; absent: everywhere. */
  readonly on?: string;
}

/** How far a push is with a step: what stands for it on the canvas. */
export type PushedStep =
  | { readonly status: 'running'; readonly done: number; readonly partitions: number }
  | { readonly status: 'done' }
  | { readonly status: 'failed' };

export type PreviewState =
  | { readonly status: 'idle' }
  /** `rows`: those shown until the new ones are there, of the same output. */
  | { readonly status: 'loading'; readonly target: string; readonly rows?: RowSource | undefined }
  | {
      readonly status: 'done';
      readonly target: string;
      readonly rows: RowSource;
      readonly milliseconds: number;
    }
  | { readonly status: 'failed'; readonly target: string; readonly error: EngineError };

export type ResultsTab = 'data' | 'profile' | 'rejects' | 'sql' | 'lineage' | 'problems' | 'runs';

/** A place in a step's params that something points at, such as a problem. */
export interface FieldFocus {
  readonly node: string;
  /** JSON path below `params`. */
  readonly param?: string | undefined;
  readonly start?: number | undefined;
  readonly end?: number | undefined;
  /** Changes with every request, so that the same place can be asked for again. */
  readonly request: number;
}

/** Steps that are to be seen all at once. */
export interface Sight {
  readonly steps: readonly string[];
}

/** Something to do with a column, in a dialog of its own. */
export interface ColumnTask {
  readonly kind: 'rename' | 'usages';
  readonly node: string;
  readonly port: string;
  /** Absent: to be chosen there. */
  readonly column?: string;
}

/** What the status line says of a push. */
export interface PushLine {
  /** Translated. */
  readonly text: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly status: 'running' | 'succeeded' | 'failed' | 'cancelled';
}

export interface SessionState {
  readonly engine: EngineState;
  readonly files: readonly GivenFile[];
  readonly sources: readonly SourceState[];
  /** `computer` only where there is one behind the studio. */
  readonly place: Place;
  /** Name of the connection that Run pushes to; absent: it runs in `place`. */
  readonly cluster?: string | undefined;
  readonly clusterCheck?: ClusterCheck | undefined;
  /** Steps of the open document in a push that has not ended, by id. */
  readonly pushed?: ReadonlyMap<string, PushedStep> | undefined;
  /** The push of the document that goes on, or that has ended while this page was open. */
  readonly pushLine?: PushLine | undefined;
  /** By pattern, as far as the host has been asked. */
  readonly found: ReadonlyMap<string, HostAnswer>;
  /** Values of pipeline parameters for this session as text, by name. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly check: CheckState;
  /** Selected steps; the last one is the one that inspector and results show. */
  readonly selection: readonly string[];
  /** Output port of the shown step, where it is not the first. */
  readonly port?: string | undefined;
  readonly preview: PreviewState;
  /** How the rows of one output are looked at; of others it says nothing. */
  readonly view?: RowView | undefined;
  readonly tab: ResultsTab;
  readonly focus?: FieldFocus | undefined;
  readonly sight?: Sight | undefined;
  /** Open while it is set. */
  readonly columnTask?: ColumnTask | undefined;
}

export type SessionStore = StoreApi<SessionState>;

export const createSessionStore = (): SessionStore =>
  createStore<SessionState>(() => ({
    engine: { status: 'starting' },
    files: [],
    sources: [],
    place: 'tab',
    found: new Map(),
    parameters: {},
    check: { status: 'waiting', diagnostics: [], schemas: new Map() },
    selection: [],
    preview: { status: 'idle' },
    tab: 'data',
  }));

/** The step that inspector and results show. */
export const shownStep = (state: SessionState): string | undefined => state.selection.at(-1);
