/** Everything an open studio consists of: stores, engine and what can be done with them. */
import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { NodeRegistry } from '../../engine/contract/node-definition.ts';
import type { DocumentState, DocumentStore } from '../document/document-store.ts';
import type { Computer } from '../platform/computer.ts';
import { createActionStore } from './action-store.ts';
import type { ActionStore } from './action-store.ts';
import type { EngineClient } from './engine-client.ts';
import { followDocument } from './follow-document.ts';
import { sayInFormWords } from './form-words.ts';
import { keepView } from './kept-view.ts';
import { createNoticeStore, notify } from './notices.ts';
import type { Notice, NoticeStore } from './notices.ts';
import { createRunner } from './run-pipeline.ts';
import type { Runner } from './run-pipeline.ts';
import type { RunState, RunStore } from './run-store.ts';
import { createRunStore } from './run-store.ts';
import type { FieldFocus, GivenFile, SessionState, SessionStore } from './session-store.ts';
import { createSessionStore } from './session-store.ts';
import { createWorkspace } from './workspace/workspace.ts';
import type { Platform, Workspace } from './workspace/workspace.ts';
import type { WorkspaceState } from './workspace/workspace-store.ts';

export interface Studio {
  readonly registry: NodeRegistry;
  readonly engine: EngineClient;
  readonly documents: DocumentStore;
  readonly session: SessionStore;
  readonly runs: RunStore;
  readonly runner: Runner;
  readonly actions: ActionStore;
  readonly notices: NoticeStore;
  /** Opening, keeping and saving documents: another document is opened through it and in no other way. */
  readonly workspace: Workspace;
  /** Says something in passing. */
  readonly notify: (notice: Omit<Notice, 'id'>) => void;
  /** Loads the engine; again after it failed. */
  readonly startEngine: () => Promise<void>;
  readonly select: (steps: readonly string[], port?: string) => void;
  /** Selects steps and shows all of them. */
  readonly showAll: (steps: readonly string[]) => void;
  /** Selects a step and puts the cursor where something is said about it. */
  readonly reveal: (place: Omit<FieldFocus, 'request'>) => void;
  /** Adds data files; one with the path of an earlier one takes its place. */
  readonly addFiles: (files: readonly GivenFile[]) => void;
  readonly refreshPreview: () => void;
  readonly dropPreview: () => void;
  readonly checkAgain: () => void;
  /** Behind the studio, where there is a host. */
  readonly computer?: Computer | undefined;
  readonly close: () => void;
}

export function createStudio(
  documents: DocumentStore,
  client: EngineClient,
  registry: NodeRegistry,
  platform: Platform,
  computer?: Computer,
): Studio {
  const engine = sayInFormWords(client, registry);
  const session = createSessionStore();
  const runs = createRunStore();
  const runner = createRunner(documents, session, runs, engine, registry);
  const follower = followDocument(documents, session, engine, registry);
  // Steps that an undo or another document took away are selected no longer.
  const stop = documents.subscribe(({ document }) => {
    const { selection } = session.getState();
    const there = selection.filter((id) => Object.hasOwn(document.nodes, id));
    if (there.length < selection.length) session.setState({ selection: there });
  });
  engine.onLost((error) => {
    session.setState({ engine: { status: 'failed', error } });
  });
  /** Steps of another document may have the same ids: what is known of them is of the one before. */
  const forgetDocument = (): void => {
    view.pause();
    runner.cancel();
    runs.setState({ runs: [] });
    session.setState({
      selection: [],
      port: undefined,
      focus: undefined,
      columnTask: undefined,
      cluster: undefined,
      clusterCheck: undefined,
      pushed: undefined,
      pushLine: undefined,
      parameters: {},
      sources: [],
      found: new Map(),
      preview: { status: 'idle' },
      check: { status: 'waiting', diagnostics: [], schemas: new Map() },
      tab: 'data',
    });
  };
  const workspace = createWorkspace(documents, session, registry, platform, forgetDocument);
  const view = keepView(documents, session, () => workspace.store.getState().id);
  /** What is drawn of a damaged or newer file may mean something else than the file. */
  const unlessInspected =
    <Of extends unknown[]>(run: (...of: Of) => Promise<void>) =>
    async (...of: Of): Promise<void> => {
      if (workspace.store.getState().inspection === undefined) await run(...of);
      else documents.refuse();
    };
  let requests = 0;
  const actions = createActionStore();
  const notices = createNoticeStore();

  const select: Studio['select'] = (steps, port) => {
    documents.seal();
    session.setState({ selection: [...steps], port });
  };

  return {
    registry,
    engine,
    documents,
    session,
    runs,
    runner: {
      ...runner,
      run: unlessInspected(runner.run),
      runTo: unlessInspected(runner.runTo),
    },
    actions,
    notices,
    workspace,
    notify: (notice) => notify(notices, notice),
    startEngine: async () => {
      session.setState({ engine: { status: 'starting' } });
      const started = await engine.start((phase) => {
        session.setState({ engine: { status: 'starting', phase } });
      });
      session.setState({
        engine: started.ok
          ? { status: 'ready', workers: started.value.workers }
          : { status: 'failed', error: started.error },
      });
    },
    select,
    showAll: (steps) => {
      session.setState({ sight: { steps } });
      select(steps);
    },
    reveal: ({ node, param, start, end }) => {
      requests += 1;
      select([node]);
      session.setState({ focus: { node, param, start, end, request: requests } });
    },
    addFiles: (files) => {
      const paths = new Set(files.map(({ path }) => path));
      session.setState(({ files: before }) => ({
        files: [...before.filter(({ path }) => !paths.has(path)), ...files],
      }));
    },
    refreshPreview: follower.refreshPreview,
    dropPreview: follower.dropPreview,
    checkAgain: follower.checkAgain,
    computer,
    close: () => {
      stop();
      view.stop();
      follower.stop();
      runner.stop();
      workspace.stop();
    },
  };
}

const StudioContext = createContext<Studio | undefined>(undefined);

export const StudioProvider = StudioContext.Provider;

export function useStudio(): Studio {
  const studio = useContext(StudioContext);
  if (studio === undefined) throw new Error('useStudio outside of a StudioProvider');
  return studio;
}

/** A part of the document's state; the component renders again when that part changes. */
export const useDocument = <T>(select: (state: DocumentState) => T): T =>
  useStore(useStudio().documents, select);

export const useSession = <T>(select: (state: SessionState) => T): T =>
  useStore(useStudio().session, select);

export const useRuns = <T>(select: (state: RunState) => T): T => useStore(useStudio().runs, select);

/** A part of what is known of where the document is kept. */
export const useWorkspace = <T>(select: (state: WorkspaceState) => T): T =>
  useStore(useStudio().workspace.store, select);
