/**
 * One document after the other on the desk: the one before is stored and let go, the next is locked,
 * shown, and given its data files.
 */
import type { NodeRegistry } from '../../../engine/contract/node-definition.ts';
import type { PipelineDocument } from '../../../engine/document/schema.ts';
import type { Message } from '../../document/command.ts';
import type { DocumentStore } from '../../document/document-store.ts';
import type { DocumentLibrary, StoredFileReference } from '../../platform/document-library.ts';
import { lockDocument } from '../../platform/tab-lock.ts';
import type { TabLock } from '../../platform/tab-lock.ts';
import type { GivenFile, SessionStore } from '../session-store.ts';
import type { DataFiles } from './data-files.ts';
import type { Inspection } from './inspect-text.ts';
import { readJournal, setOpenInTab } from './journal.ts';
import type { Keeper } from './keeper.ts';
import { readText } from './read-text.ts';
import { fileTextOf, findRecord } from './records.ts';
import type { WorkspaceStore } from './workspace-store.ts';

/** A document that is to be opened. */
export interface Entry {
  readonly id: string;
  readonly document: PipelineDocument;
  readonly isStored: boolean;
  readonly modified: number;
  readonly file?: StoredFileReference | undefined;
  readonly fileText?: string | undefined;
  readonly inspection?: Inspection;
  /** Data files that go over to it. */
  readonly files?: readonly GivenFile[];
  /** Called before anybody can edit it, unless another tab does. */
  readonly onOpened?: () => void | Promise<void>;
}

export interface Opening {
  /** Whoever asked last has the last word, however long the asking took: take it when asked. */
  readonly takeTurn: () => number;
  /** Settles when the document is open and has its data files, or somebody has asked for another one. */
  readonly enter: (entry: Entry, turn: number) => Promise<void>;
  /** Until what was asked for is open. */
  readonly settled: () => Promise<void>;
  /** What was edited before a file was looked at. */
  readonly cameFrom: () => string | undefined;
  /** Edits here what another tab edits. */
  readonly takeOver: () => Promise<void>;
  /** Tells the tabs that look on. */
  readonly announceStored: () => void;
  readonly release: () => void;
}

export interface OpeningParts {
  readonly documents: DocumentStore;
  readonly session: SessionStore;
  readonly registry: NodeRegistry;
  readonly store: WorkspaceStore;
  readonly library: DocumentLibrary;
  readonly files: DataFiles;
  readonly keeper: Keeper;
  /** The studio forgets what it knows of the document before. */
  readonly onOpen: () => void;
}

export function createOpening(parts: OpeningParts): Opening {
  const { documents, session, registry, store, library, files, keeper, onOpen } = parts;
  let lock: TabLock | undefined;
  let cameFrom: string | undefined;
  let turns = 0;
  let lastTurn = 0;
  let entering = Promise.resolve();

  const enter = async (entry: Entry, turn: number): Promise<void> => {
    if (turn < lastTurn) return;
    lastTurn = turn;
    const entered = entering.then(() => enterNow(entry));
    entering = entered.then(
      () => undefined,
      () => undefined,
    );
    await (
      await entered
    )();
  };

  /** @returns what can wait: the document is open without it */
  const enterNow = async (entry: Entry): Promise<() => Promise<void>> => {
    const { id, document, isStored, file, inspection } = entry;
    const kept = entry.files ?? filesOfEmpty();
    await keeper.flush();
    keeper.drop();
    const before = store.getState();
    lock?.release();
    onOpen();
    if (before.status === 'open' && before.inspection === undefined) cameFrom = before.id;
    store.setState({ id, isStored, file, isElsewhere: false, inspection });
    setOpenInTab(id);
    let opened: void | Promise<void> = undefined;
    if (inspection === undefined) {
      await openLocked(entry);
      if (!store.getState().isElsewhere) opened = entry.onOpened?.();
    } else {
      // Nobody edits it: there is nothing to lock.
      lock = undefined;
      documents.open(document, { readOnly: whyInspected(inspection) });
    }
    store.setState({ status: 'open' });
    return async () => {
      await Promise.all([files.load(id, kept), opened]);
      // Nobody touched the document before: its data files have gone over to this one, or are not needed.
      if (before.status === 'open' && !before.isStored && before.id !== id) {
        void files.forget(before.id);
      }
    };
  };

  const openLocked = async ({ id, document, modified, fileText }: Entry): Promise<void> => {
    let isOpen = false;
    const mine = lockDocument(id, {
      held: () => {
        const wasElsewhere = store.getState().isElsewhere;
        store.setState({ isElsewhere: false });
        if (isOpen && wasElsewhere) void follow(id);
      },
      elsewhere: () => {
        keeper.drop();
        store.setState({ isElsewhere: true });
        if (isOpen) documents.setReadOnly(ELSEWHERE);
      },
      yield: async () => {
        await keeper.flush();
      },
      stored: () => void follow(id),
    });
    lock = mine;
    await mine.known;
    documents.open(document, store.getState().isElsewhere ? { readOnly: ELSEWHERE } : {});
    isOpen = true;
    keeper.follow({ modified, fileText });
  };

  /** Takes over what another tab has stored, to look at or to go on with. */
  const follow = async (id: string): Promise<void> => {
    const record = await findRecord(library, registry, id);
    if (store.getState().id !== id) return;
    const read = record === undefined ? undefined : readText(record.text, registry);
    const { isElsewhere } = store.getState();
    if (read?.ok !== true || record === undefined) {
      if (!isElsewhere) documents.setReadOnly(undefined);
      return;
    }
    documents.open(read.document, isElsewhere ? { readOnly: ELSEWHERE } : {});
    store.setState({ isStored: true, file: record.file });
    keeper.follow({ modified: record.modified, fileText: fileTextOf(record, read.text) });
    if (isElsewhere) return;
    if (readJournal(id) !== undefined) keeper.touch();
    await keeper.addVersion('opened');
  };

  /** Files given before there was a pipeline are meant for the one that is opened next. */
  const filesOfEmpty = (): readonly GivenFile[] =>
    store.getState().status === 'open' &&
    Object.keys(documents.getState().document.nodes).length === 0
      ? session.getState().files
      : [];

  return {
    takeTurn: () => {
      turns += 1;
      return turns;
    },
    enter,
    settled: async () => {
      await untilOpen(store);
      await entering;
    },
    cameFrom: () => cameFrom,
    takeOver: async () => {
      await lock?.takeOver();
    },
    announceStored: () => lock?.announceStored(),
    release: () => lock?.release(),
  };
}

const untilOpen = (store: WorkspaceStore): Promise<void> =>
  new Promise((resolve) => {
    const look = (): boolean => {
      if (store.getState().status !== 'open') return false;
      resolve();
      return true;
    };
    if (look()) return;
    const stop = store.subscribe(() => {
      if (look()) stop();
    });
  });

const ELSEWHERE = { key: 'open-elsewhere' } as const;

const whyInspected = ({ kind, isDrawn }: Inspection): Message => ({
  key: isDrawn ? `read-only-${kind}` : 'read-only-unreadable',
});
